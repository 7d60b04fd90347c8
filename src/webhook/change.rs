//! One change of a notification, and the events in it.

use super::contact::Contacts;
use super::entry::Origin;
use super::event::{self, Event};
use super::event_id::{self, PartHash};
use super::payload::{self, Frame};
use super::shared::Shared;
use super::{message, status};
use crate::json::{Member, Object, Raw};

/// The webhook field whose changes hold messages and statuses.
const MESSAGES_FIELD: &str = "messages";

/// One change, with what its entry says about it.
pub struct Change<'a, 'e> {
    /// The entry that it came in.
    pub origin: &'e Origin<'a>,
    /// The webhook field; empty when there is none.
    pub field: String,
    /// The change's value; the whole change or entry if it has none.
    pub value: Raw<'a>,
    /// The change as it was sent, if it is an object with a value.
    whole: Option<(Raw<'a>, Object<'a>)>,
}

/// Which of the two arrays an update is in.
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

    /// The kind whose array this member should be, by its name.
    pub fn of(member: &Member<'_>) -> Option<Self> {
        [Self::Message, Self::Status]
            .into_iter()
            .find(|kind| member.is(kind.array()))
    }
}

/// One message or status, as it was sent.
pub struct Update<'a> {
    /// Which array it is in.
    pub kind: Kind,
    /// Its JSON.
    pub raw: Raw<'a>,
    /// Whether it was sent instead of the array, and not in it.
    pub bare: bool,
}

impl<'a> Update<'a> {
    /// Its members, if it is an object where it should be.
    pub fn object(&self) -> Option<Object<'a>> {
        self.raw.object().filter(|_| !self.bare)
    }
}

impl<'a, 'e> Change<'a, 'e> {
    /// Reads a change; `field` counts where the change names none.
    pub fn read(origin: &'e Origin<'a>, raw: Raw<'a>, field: Option<&str>) -> Self {
        let Some(change) = raw.object() else {
            return Self::unreadable(origin, raw);
        };
        let field = change
            .text("field")
            .or_else(|| field.map(ToOwned::to_owned));
        let value = change.get("value");
        Self {
            origin,
            field: field.unwrap_or_default(),
            value: value.unwrap_or(raw),
            whole: value.is_some().then_some((raw, change)),
        }
    }

    /// An entry or a change that does not have the documented form: kept
    /// whole.
    pub fn unreadable(origin: &'e Origin<'a>, raw: Raw<'a>) -> Self {
        Self {
            origin,
            field: String::new(),
            value: raw,
            whole: None,
        }
    }

    /// Hands each event of the change to `emit`: one for each message and
    /// each status; one for the change itself if it holds neither, or if the
    /// others do not repeat all of it.
    pub fn for_each_event(&self, emit: &mut impl FnMut(Event)) {
        let Some(value) = self.messages_value() else {
            return emit(self.webhook_notification());
        };
        let updates = updates(&value);
        if updates.is_empty() {
            return emit(self.webhook_notification());
        }
        let contacts = Contacts::deal(&value, &updates);
        let shared = self.shared(&value, updates.len(), &contacts);
        if !shared.keeps_all() {
            emit(self.webhook_notification());
        }
        let keeps = |it: Option<(Member<'_>, usize)>| it.is_none_or(|(_, at)| shared.keeps(at));
        let mut members = value.members().zip(0..);
        let has_contacts = keeps(members.find(|(member, _)| payload::is_contacts(member)));
        // Of a repeated name the last counts.
        let members = value.members().zip(0..);
        let has_metadata = keeps(members.filter(|(it, _)| it.is("metadata")).last());
        let metadata = event::metadata(Some(&value).filter(|_| has_metadata));
        let frame = Frame::new(&value, &shared, has_contacts);
        let mut part_hash = None;
        for (position, update) in updates.iter().enumerate() {
            let own_contacts = contacts.of(position).filter(|_| has_contacts);
            let typed = update.object();
            let payload = |entry| frame.narrow(update, &own_contacts, entry);
            let entry = self.origin.json.as_deref();
            let own = || (metadata.clone(), event::contacts(own_contacts.clone()));
            let event = match update.kind {
                Kind::Message => typed
                    .and_then(|object| message::read(&object, update.raw))
                    .map(|message| {
                        event::customer_message(self, update.raw, message, own(), payload(entry))
                    }),
                Kind::Status => typed
                    .and_then(|object| status::read(&object))
                    .map(|status| {
                        event::status_changed(self, update.raw, status, own(), payload(entry))
                    }),
            };
            emit(event.unwrap_or_else(|| {
                let hash = part_hash.get_or_insert_with(|| PartHash::new(self, &value));
                let id = hash.id(update, contacts.hashes_of(position));
                self.part_as_notification(id, payload(None))
            }));
        }
    }

    /// What the events repeat of the change.
    fn shared(&self, value: &Object<'a>, updates: usize, contacts: &Contacts<'a>) -> Shared {
        let mut contacts_cost = contacts.dealt_bytes();
        let costs = value.members().map(|member| {
            if Kind::of(&member).is_some() {
                0
            } else if payload::is_contacts(&member) {
                // All arrays of this name become one.
                std::mem::take(&mut contacts_cost)
            } else {
                let bytes = member.name.get().len() + member.value.get().len() + 2;
                bytes.saturating_mul(updates)
            }
        });
        Shared::choose(&costs.collect::<Vec<_>>(), self.value.get().len())
    }

    /// The value, if this is a change that holds messages and statuses.
    fn messages_value(&self) -> Option<Object<'a>> {
        let named = self.field == MESSAGES_FIELD;
        if !named && !self.field.is_empty() {
            return None;
        }
        let value = self.value.object()?;
        let recognisable = [Kind::Message, Kind::Status]
            .iter()
            .any(|kind| value.get(kind.array()).is_some_and(Raw::is_array));
        (named || recognisable).then_some(value)
    }

    /// The members of the change other than those that give it its field
    /// and value. WhatsApp sends none.
    pub fn others(&self) -> impl Iterator<Item = Member<'a>> {
        let change = self.whole.as_ref().map(|(_, change)| change);
        let counts = ["field", "value"].map(|name| change.and_then(|change| change.get(name)));
        let counts = move |member: &Member<'a>| {
            let own = member.value.get();
            counts
                .iter()
                .flatten()
                .any(|it| std::ptr::eq(it.get(), own))
        };
        let members = change.into_iter().flat_map(Object::members);
        members.filter(move |member| !counts(member))
    }

    /// The change as one event.
    pub fn webhook_notification(&self) -> Event {
        let value = self.value.get();
        let entry = self.origin.json.as_deref();
        let payload = match &self.whole {
            Some((raw, change)) if change.get("field").is_some() => {
                payload::whole_change(*raw, change, entry)
            }
            _ => payload::field_and_value(&self.field, value, self.others(), entry),
        };
        let id = event_id::of_change(self);
        event::webhook_notification(self, id, value.to_owned(), payload)
    }

    /// An update that is not in the documented form, as the part of the
    /// change that it is.
    fn part_as_notification(&self, id: String, value: String) -> Event {
        let entry = self.origin.json.as_deref();
        let others = std::iter::empty();
        let payload = payload::field_and_value(&self.field, &value, others, entry);
        event::webhook_notification(self, id, value, payload)
    }
}

/// The messages and statuses of a change, in the order they were sent. What
/// was sent where an array should be counts as one update; null as none.
fn updates<'a>(value: &Object<'a>) -> Vec<Update<'a>> {
    let mut updates = Vec::new();
    for member in value.members() {
        let Some(kind) = Kind::of(&member) else {
            continue;
        };
        match member.value.items() {
            Some(items) => {
                updates.extend(items.map(|raw| Update {
                    kind,
                    raw,
                    bare: false,
                }));
            }
            None if member.value.is_null() => {}
            None => updates.push(Update {
                kind,
                raw: member.value,
                bare: true,
            }),
        }
    }
    updates
}
