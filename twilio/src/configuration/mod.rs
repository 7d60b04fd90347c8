//! The adapter's properties, parsed into values that cannot be wrong.
//!
//! Each command parses what it needs and nothing else: a notification is not
//! lost because the sender is missing.

mod access;
mod callback_url;
mod check;
mod sending;
mod sid;
mod storage;
#[cfg(test)]
pub(crate) mod tests;

pub use access::{Access, Credentials, Hosts, account, signature_keys};
pub use callback_url::{CallbackUrl, REFERENCE};
pub use check::check;
pub use sending::{Sender, Sending, callback_url, default_country_code};
pub use sid::Sid;
pub use storage::parse as storage;

use crate::bindings::uip::whatsapp_twilio::properties::{AdapterProperties, get};
use uip_kit::CommandError;
use uip_kit::property::unavailable;

/// Asks the engine for the properties.
///
/// # Errors
/// A permanent failure with the engine's own sentence when it cannot give
/// them.
pub fn properties() -> Result<AdapterProperties, CommandError> {
    get().map_err(|reason| unavailable(&reason))
}
