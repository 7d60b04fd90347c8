//! The events, as the engine receives them.

use super::change::Change;
use super::{contact, event_id};
use crate::bindings::uip::whatsapp::events::{
    Contact, CustomerMessageEvent, Message, Metadata, Status, StatusChangedEvent,
    WebhookNotificationEvent,
};
use crate::json::{Object, Raw};
use crate::prelude::*;

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

/// The business number in a change's value.
pub fn metadata(value: &Object<'_>) -> Metadata {
    let metadata = value.object("metadata");
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

fn contacts(contacts: &[Raw<'_>]) -> Vec<Contact> {
    let mut typed = Vec::new();
    for raw in contacts {
        typed.extend(contact::read(*raw));
    }
    typed
}

/// The event for a message.
pub fn customer_message(
    change: &Change<'_>,
    message: Message,
    metadata: Metadata,
    own_contacts: &[Raw<'_>],
    payload: &str,
) -> Event {
    Event::CustomerMessage(CustomerMessageEvent {
        event_id: message.id.clone(),
        business_account_id: change.account.clone(),
        metadata,
        contacts: contacts(own_contacts),
        message,
        payload: payload.to_owned(),
    })
}

/// The event for a status.
pub fn status_changed(
    change: &Change<'_>,
    status: Status,
    metadata: Metadata,
    own_contacts: &[Raw<'_>],
    payload: &str,
) -> Event {
    Event::StatusChanged(StatusChangedEvent {
        event_id: event_id::of_status(&status),
        business_account_id: change.account.clone(),
        metadata,
        contacts: contacts(own_contacts),
        status,
        payload: payload.to_owned(),
    })
}

/// The event for anything else.
pub fn webhook_notification(change: &Change<'_>, value: String, payload: String) -> Event {
    Event::WebhookNotification(WebhookNotificationEvent {
        event_id: event_id::of_change(change, &value),
        business_account_id: change.account.clone(),
        time: change.time,
        field: change.field.clone(),
        value,
        payload,
    })
}
