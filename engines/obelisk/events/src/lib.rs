//! Starts an Obelisk workflow for each event of the adapter, once.
//!
//! Plugged into the webhook endpoint, it takes the place of the interface
//! `events`: it gives the event to Obelisk as the parameter of a workflow and
//! returns as soon as Obelisk has stored it, so that WhatsApp is answered at
//! once and no event is lost. The execution id of the workflow is made from
//! the event's id: a notification that is repeated starts nothing.

pub mod event_json;
pub mod execution_id;
mod start;

/// Generated from the contract and from Obelisk's interfaces.
#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
pub mod bindings {
    wit_bindgen::generate!({
        path: ["../../../wit", "wit"],
        inline: "
            package uip:obelisk-events;
            world start-flows {
                import obelisk:webhook/webhook-support@5.2.0;
                export uip:whatsapp/events@2.1.0;
            }
        ",
        additional_derives: [serde::Serialize],
        pub_export_macro: true,
        generate_all,
    });
}

use bindings::exports::uip::whatsapp::events::{
    CustomerMessageEvent, EventError, Guest, StatusChangedEvent, WebhookNotificationEvent,
};
use start::start;

struct StartFlows;

impl Guest for StartFlows {
    fn customer_message(event: CustomerMessageEvent) -> Result<(), EventError> {
        let id = event.event_id.clone();
        start(
            "customer-message",
            &id,
            event_json::customer_message(&event),
        )
    }

    fn status_changed(event: StatusChangedEvent) -> Result<(), EventError> {
        let id = event.event_id.clone();
        start("status-changed", &id, serde_json::to_value(&event))
    }

    fn webhook_notification(event: WebhookNotificationEvent) -> Result<(), EventError> {
        let id = event.event_id.clone();
        start("webhook-notification", &id, serde_json::to_value(&event))
    }
}

#[cfg(target_family = "wasm")]
bindings::export!(StartFlows with_types_in bindings);
