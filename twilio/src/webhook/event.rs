//! The events, as the engine receives them.

use crate::bindings::uip::whatsapp::events::{
    CustomerMessageEvent, StatusChangedEvent, WebhookNotificationEvent,
};
use uip_kit::json::ObjectWriter;

/// One event.
#[derive(Debug, Clone)]
// One event lives at a time, on its way to the engine.
#[allow(missing_docs, clippy::large_enum_variant)]
pub enum Event {
    CustomerMessage(CustomerMessageEvent),
    StatusChanged(StatusChangedEvent),
    WebhookNotification(WebhookNotificationEvent),
}

impl Event {
    /// The id that stays the same however often Twilio repeats the notification.
    pub fn id(&self) -> &str {
        match self {
            Self::CustomerMessage(event) => &event.event_id,
            Self::StatusChanged(event) => &event.event_id,
            Self::WebhookNotification(event) => &event.event_id,
        }
    }
}

/// A payload with its account, where the Cloud API has it.
pub fn with_entry(payload: ObjectWriter, account: Option<&str>) -> String {
    match account {
        Some(account) => {
            let entry = ObjectWriter::new().text("id", account).finish();
            payload.json("entry", &entry).finish()
        }
        None => payload.finish(),
    }
}
