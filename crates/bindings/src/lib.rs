//! The imports of the WhatsApp adapters as Rust types, generated from their WIT.
//!
//! ```no_run
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let host = uip_host::Host::builder()
//!     .known_types(uip_bindings::known_types())
//!     .build()?;
//! # Ok(())
//! # }
//! ```

mod cloud_api;
mod events;
mod twilio;

use uip_host::KnownTypes;

/// The types of both adapters.
pub fn known_types() -> [KnownTypes; 2] {
    [
        events::known(KnownTypes::of("uip:whatsapp").properties::<cloud_api::Properties>()),
        events::known(KnownTypes::of("uip:whatsapp-twilio").properties::<twilio::Properties>()),
    ]
}
