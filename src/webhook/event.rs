//! The events, as the engine receives them.

use super::change::Change;
use super::{contact, event_id};
use crate::bindings::uip::whatsapp::events::{
    Contact, CustomerMessageEvent, Message, Metadata, Status, StatusChangedEvent,
    WebhookNotificationEvent,
};
use uip_kit::json::{Object, Raw};

/// One event.
#[derive(Debug)]
// One event lives at a time, on its way to the engine.
#[allow(missing_docs, clippy::large_enum_variant)]
pub enum Event {
    CustomerMessage(CustomerMessageEvent),
    StatusChanged(StatusChangedEvent),
    WebhookNotification(WebhookNotificationEvent),
}

impl Event {
    /// The id that stays the same however often WhatsApp repeats the event.
    pub fn id(&self) -> &str {
        match self {
            Self::CustomerMessage(event) => &event.event_id,
            Self::StatusChanged(event) => &event.event_id,
            Self::WebhookNotification(event) => &event.event_id,
        }
    }
}

/// The business number in a change's value; empty without a value.
pub fn metadata(value: Option<&Object<'_>>) -> Metadata {
    let metadata = value.and_then(|value| value.object("metadata"));
    let text = |member| {
        metadata
            .as_ref()
            .and_then(|metadata| metadata.text_or_number(member))
    };
    Metadata {
        display_phone_number: text("display_phone_number"),
        phone_number_id: text("phone_number_id"),
    }
}

/// Contacts in typed form, as far as they are objects.
pub fn contacts<'a>(contacts: impl Iterator<Item = Raw<'a>>) -> Vec<Contact> {
    contacts.filter_map(contact::read).collect()
}

/// The event for a message.
pub fn customer_message(
    change: &Change<'_, '_>,
    raw: Raw<'_>,
    message: Message,
    (metadata, contacts): (Metadata, Vec<Contact>),
    payload: String,
) -> Event {
    Event::CustomerMessage(CustomerMessageEvent {
        event_id: event_id::of_message(&message, raw),
        business_account_id: change.origin.account.clone(),
        metadata,
        contacts,
        message,
        payload,
    })
}

/// The event for a status.
pub fn status_changed(
    change: &Change<'_, '_>,
    raw: Raw<'_>,
    status: Status,
    (metadata, contacts): (Metadata, Vec<Contact>),
    payload: String,
) -> Event {
    Event::StatusChanged(StatusChangedEvent {
        event_id: event_id::of_status(&status, raw),
        business_account_id: change.origin.account.clone(),
        metadata,
        contacts,
        status,
        payload,
    })
}

/// The event for anything else.
pub fn webhook_notification(
    change: &Change<'_, '_>,
    event_id: String,
    value: String,
    payload: String,
) -> Event {
    Event::WebhookNotification(WebhookNotificationEvent {
        event_id,
        business_account_id: change.origin.account.clone(),
        time: change.origin.time,
        field: change.field.clone(),
        value,
        payload,
    })
}
