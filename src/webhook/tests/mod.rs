//! What the tests of this folder share.

mod bad_days;
mod batches;
mod bounds;
mod contents;
mod entries;
mod ids;
mod observed;
mod outcomes;
mod properties;

use serde_json::{Value, json};

use super::{Event, process};
use crate::bindings::exports::uip::whatsapp::commands::{ProcessWebhookRequest, WebhookProcessed};
use uip_kit::CommandError;

/// Processes a text without a signature, and gives the events.
fn process_text(text: &str) -> (Result<WebhookProcessed, CommandError>, Vec<Event>) {
    let request = ProcessWebhookRequest {
        whats_app_notification: text.to_owned(),
        signature: None,
    };
    let mut events = Vec::new();
    let result = process(&request, None, |event| {
        events.push(clone(event));
        Ok(())
    });
    (result, events)
}

/// The events of a notification that must be valid.
fn events_of(notification: &Value) -> Vec<Event> {
    let (result, events) = process_text(&notification.to_string());
    result.unwrap();
    events
}

/// A notification with one change of the field `messages`.
fn with_value(value: &Value) -> Value {
    json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": "102", "changes": [{"field": "messages", "value": value}]}],
    })
}

/// A notification with one message.
fn with_message(message: &Value) -> Value {
    with_value(&json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550001111", "phone_number_id": "9001"},
        "contacts": [{"profile": {"name": "Ada"}, "wa_id": "393331234567"}],
        "messages": [message],
    }))
}

fn payload(event: &Event) -> Value {
    serde_json::from_str(payload_text(event)).unwrap()
}

fn payload_text(event: &Event) -> &str {
    match event {
        Event::CustomerMessage(event) => &event.payload,
        Event::StatusChanged(event) => &event.payload,
        Event::WebhookNotification(event) => &event.payload,
    }
}

fn clone(event: &Event) -> Event {
    match event {
        Event::CustomerMessage(event) => Event::CustomerMessage(event.clone()),
        Event::StatusChanged(event) => Event::StatusChanged(event.clone()),
        Event::WebhookNotification(event) => Event::WebhookNotification(event.clone()),
    }
}
