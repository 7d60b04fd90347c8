//! Writes each event as one line of JSON to standard output, in the form of
//! `uip call --events -`.

mod line;
mod stdout;

#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
mod bindings {
    wit_bindgen::generate!({
        inline: "package uip:shims; world stdout-events { export uip:whatsapp/events@2.1.0; }",
        path: "../../../wit",
        generate_all,
    });
}

use bindings::exports::uip::whatsapp::events::{
    CustomerMessageEvent, EventError, Guest, StatusChangedEvent, WebhookNotificationEvent,
};

struct Stdout;

bindings::export!(Stdout with_types_in bindings);

impl Guest for Stdout {
    fn customer_message(event: CustomerMessageEvent) -> Result<(), EventError> {
        write("customer_message", &event.event_id, &event.payload)
    }

    fn status_changed(event: StatusChangedEvent) -> Result<(), EventError> {
        write("status_changed", &event.event_id, &event.payload)
    }

    fn webhook_notification(event: WebhookNotificationEvent) -> Result<(), EventError> {
        write("webhook_notification", &event.event_id, &event.payload)
    }
}

/// An event counts as taken when its whole line is written and flushed.
fn write(name: &str, id: &str, payload: &str) -> Result<(), EventError> {
    stdout::write(line::event(name, id, payload).as_bytes()).map_err(EventError::Refused)
}
