//! A bakery's conversations: an example flow for Obelisk.
//!
//! Each event of the adapter starts one of the three functions below, as a
//! workflow of its own: Obelisk writes down what it does, and goes on with it
//! on another node when this one fails.
//!
//! - A customer's message is looked at ([`reply`]) and answered ([`answer`]).
//! - An answer is sent, repeated when that is safe, and followed until
//!   WhatsApp says that it arrived ([`send`], [`tracking`]).
//! - A status goes to the workflow that waits for it ([`status`]).
//! - What fails goes to the person on duty ([`escalation`]).
//!
//! Who carries its messages, the Cloud API or Twilio, is decided by the
//! component that it is composed with, from the folder `carriers`.

mod answer;
mod escalation;
pub mod reply;
mod send;
mod status;
mod tracking;

/// Generated from the contract, Obelisk's interfaces and the bakery's.
#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
pub mod bindings {
    wit_bindgen::generate!({
        path: ["../../../wit", "wit/obelisk", "wit/bakery", "wit/carrier"],
        inline: "
            package bakery:flow;
            world bakery {
                export uip:whatsapp/events@2.1.0;
                import bakery:carrier/messages@1.0.0;
                import obelisk:workflow/workflow-support@5.1.0;
                import bakery:staff/on-duty@1.0.0;
            }
        ",
        pub_export_macro: true,
        generate_all,
    });
}

use bindings::exports::uip::whatsapp::events::{
    CustomerMessageEvent, EventError, Guest, StatusChangedEvent, WebhookNotificationEvent,
};

struct Bakery;

impl Guest for Bakery {
    fn customer_message(event: CustomerMessageEvent) -> Result<(), EventError> {
        answer::customer_message(&event)
    }

    fn status_changed(event: StatusChangedEvent) -> Result<(), EventError> {
        status::status_changed(&event)
    }

    /// Nothing to do: Obelisk keeps the notification as this workflow's
    /// parameter.
    fn webhook_notification(_: WebhookNotificationEvent) -> Result<(), EventError> {
        Ok(())
    }
}

#[cfg(target_family = "wasm")]
bindings::export!(Bakery with_types_in bindings);
