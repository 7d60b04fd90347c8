//! One change of a notification, and the events in it.

use super::contact::Contacts;
use super::entry::Entry;
use super::event::{self, Event};
use super::payload::{self, Frame};
use super::{event_id, message, status};
use crate::json::{Member, Object, Raw};
use crate::prelude::*;

/// The webhook field whose changes hold messages and statuses.
const MESSAGES_FIELD: &str = "messages";

/// One change, with what its entry says about it.
pub struct Change<'a> {
    /// The entry that it came in.
    pub entry: Entry,
    /// The webhook field; empty when there is none.
    pub field: String,
    /// The change's value; the whole change or entry if it has none.
    pub value: Raw<'a>,
    /// The change as it was sent, if it has both `field` and `value`.
    raw: Option<Raw<'a>>,
}

/// Which of the two arrays an update stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

    /// What a member of a change's value holds, if it is one of the two.
    pub fn of(member: &Member<'_>) -> Option<Self> {
        [Self::Message, Self::Status]
            .into_iter()
            .find(|kind| member.is(kind.array()))
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
    pub fn read(raw: Raw<'a>, entry: Entry, field: Option<String>) -> Self {
        let Some(change) = Raw::object(raw) else {
            return Self::unreadable(raw, entry);
        };
        let own_field = change.text("field");
        let value = change.get("value");
        Self {
            entry,
            raw: (own_field.is_some() && value.is_some()).then_some(raw),
            field: own_field.or(field).unwrap_or_default(),
            value: value.unwrap_or(raw),
        }
    }

    /// An entry or a change that does not have the documented form: kept whole.
    pub fn unreadable(raw: Raw<'a>, entry: Entry) -> Self {
        Self {
            entry,
            field: String::new(),
            value: raw,
            raw: None,
        }
    }

    /// Hands each event of the change to `emit`: one for each message and
    /// each status; one for the change itself if it holds neither, or if its
    /// messages and statuses have more in common than each can repeat.
    pub fn for_each_event(&self, emit: &mut impl FnMut(Event)) {
        let Some(value) = self.messages_value() else {
            return emit(self.webhook_notification());
        };
        let updates = updates(&value);
        if updates.is_empty() {
            return emit(self.webhook_notification());
        }
        let size = self.value.get().len();
        let contacts = Contacts::read(&value, size, &updates);
        let frame = Frame::new(&value, size, updates.len(), &self.entry);
        let metadata = event::metadata(frame.common("metadata"));
        for (position, update) in updates.iter().enumerate() {
            let own_contacts = contacts.of(position);
            let payload = || frame.payload(update, own_contacts);
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
                            payload(),
                        )
                    }),
                Kind::Status => typed.and_then(status::read).map(|status| {
                    let event_id = event_id::of_status(&status, update.raw);
                    event::status_changed(
                        self,
                        event_id,
                        status,
                        metadata.clone(),
                        own_contacts,
                        payload(),
                    )
                }),
            };
            emit(event.unwrap_or_else(|| self.part(frame.value(update, own_contacts))));
        }
        if !(frame.is_complete && contacts.is_complete) {
            emit(self.webhook_notification());
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
            Some(raw) => payload::change(raw, &self.entry),
            None => payload::field_and_value(&self.field, value, &self.entry),
        };
        event::webhook_notification(self, value.to_owned(), payload)
    }

    /// An update that is not in the documented form, as the part of the
    /// change that it is.
    fn part(&self, value: String) -> Event {
        let payload = payload::field_and_value(&self.field, &value, &self.entry);
        event::webhook_notification(self, value, payload)
    }
}

/// The messages and statuses of a change, in the order they were sent. What
/// stands where an array should be counts as one update; null as none.
fn updates<'a>(value: &Object<'a>) -> Vec<Update<'a>> {
    let mut updates = Vec::new();
    for member in value.members() {
        let Some(kind) = Kind::of(&member) else {
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
