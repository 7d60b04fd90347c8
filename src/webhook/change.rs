//! One change of a notification, and the events in it.

use super::contact::Contacts;
use super::event::{self, Event};
use super::payload::{self, Narrowed};
use super::{message, status};
use crate::json::{Object, Raw};
use crate::prelude::*;

/// The webhook field whose changes hold messages and statuses.
const MESSAGES_FIELD: &str = "messages";

/// One change, with what its entry says about it.
pub struct Change<'a> {
    /// The WhatsApp Business Account.
    pub account: Option<String>,
    /// When WhatsApp made the notification, in seconds since 1970.
    pub time: Option<u64>,
    /// The webhook field; empty when there is none.
    pub field: String,
    /// The change's value; the whole change or entry if it has none.
    pub value: Raw<'a>,
    /// The change as it was sent, if it has both `field` and `value`.
    raw: Option<Raw<'a>>,
}

/// Which of the two arrays an update stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `messages`.
    Message,
    /// `statuses`.
    Status,
}

impl Kind {
    /// The array's name.
    pub fn array(self) -> &'static str {
        match self {
            Self::Message => "messages",
            Self::Status => "statuses",
        }
    }
}

/// One message or status, as it was sent.
pub struct Update<'a> {
    /// Which array it stands in.
    pub kind: Kind,
    /// Its JSON.
    pub raw: Raw<'a>,
    /// Its members, if it is an object.
    pub object: Option<Object<'a>>,
    /// Whether it stands where the array should be, and in none.
    pub bare: bool,
}

impl<'a> Change<'a> {
    /// Reads a change; `field` counts where the change names none.
    pub fn read(
        raw: Raw<'a>,
        account: Option<String>,
        time: Option<u64>,
        field: Option<String>,
    ) -> Self {
        let Some(change) = Raw::object(raw) else {
            return Self::unreadable(raw, account, time);
        };
        let own_field = change.text("field");
        let value = change.get("value");
        Self {
            account,
            time,
            raw: (own_field.is_some() && value.is_some()).then_some(raw),
            field: own_field.or(field).unwrap_or_default(),
            value: value.unwrap_or(raw),
        }
    }

    /// An entry or a change that has not the documented form: kept whole.
    pub fn unreadable(raw: Raw<'a>, account: Option<String>, time: Option<u64>) -> Self {
        Self {
            account,
            time,
            field: String::new(),
            value: raw,
            raw: None,
        }
    }

    /// Hands each event of the change to `emit`: one for each message and
    /// each status; one for the change itself if it holds neither.
    pub fn for_each_event(&self, emit: &mut impl FnMut(Event)) {
        let Some(value) = self.messages_value() else {
            return emit(self.webhook_notification());
        };
        let updates = updates(&value);
        if updates.is_empty() {
            return emit(self.webhook_notification());
        }
        let contacts = Contacts::read(&value, &updates);
        let metadata = event::metadata(&value);
        for (position, update) in updates.iter().enumerate() {
            let own_contacts = contacts.of(position);
            let payload = payload::narrow(
                &value,
                &Narrowed {
                    update,
                    contacts: own_contacts,
                },
            );
            let typed = update.object.as_ref();
            let event = match update.kind {
                Kind::Message => typed
                    .and_then(|object| message::read(object, update.raw))
                    .map(|message| {
                        event::customer_message(
                            self,
                            message,
                            metadata.clone(),
                            own_contacts,
                            &payload,
                        )
                    }),
                Kind::Status => typed.and_then(status::read).map(|status| {
                    event::status_changed(self, status, metadata.clone(), own_contacts, &payload)
                }),
            };
            emit(event.unwrap_or_else(|| self.part_as_notification(&payload)));
        }
    }

    /// The value, if this is a change that holds messages and statuses.
    fn messages_value(&self) -> Option<Object<'a>> {
        let named = self.field == MESSAGES_FIELD;
        if !named && !self.field.is_empty() {
            return None;
        }
        let value = Raw::object(self.value)?;
        let recognisable = [Kind::Message, Kind::Status]
            .iter()
            .any(|kind| value.get(kind.array()).is_some_and(Raw::is_array));
        (named || recognisable).then_some(value)
    }

    fn webhook_notification(&self) -> Event {
        let value = self.value.get();
        let payload = match self.raw {
            Some(raw) => raw.get().to_owned(),
            None => payload::field_and_value(&self.field, value),
        };
        event::webhook_notification(self, value.to_owned(), payload)
    }

    /// An update that is not in the documented form, as the part of the
    /// change that it is.
    fn part_as_notification(&self, narrowed_value: &str) -> Event {
        let payload = payload::field_and_value(&self.field, narrowed_value);
        event::webhook_notification(self, narrowed_value.to_owned(), payload)
    }
}

/// The messages and statuses of a change, in the order they were sent. What
/// stands where an array should be counts as one update; null as none.
fn updates<'a>(value: &Object<'a>) -> Vec<Update<'a>> {
    let mut updates = Vec::new();
    for member in value.members() {
        let Some(kind) = [Kind::Message, Kind::Status]
            .into_iter()
            .find(|kind| member.is(kind.array()))
        else {
            continue;
        };
        match member.value.items() {
            Some(items) => {
                for raw in items {
                    updates.push(Update {
                        kind,
                        raw,
                        object: raw.object(),
                        bare: false,
                    });
                }
            }
            None if member.value.is_null() => {}
            None => updates.push(Update {
                kind,
                raw: member.value,
                object: None,
                bare: true,
            }),
        }
    }
    updates
}
