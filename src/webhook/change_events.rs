//! The events of a change.

use super::change::Change;
use super::contact::Contacts;
use super::event::{self, Event};
use super::event_id::{self, PartHash};
use super::payload::{self, Frame};
use super::shared::Shared;
use super::update::{Kind, is_contacts, updates};
use super::{message, status};
use uip_kit::json::{Member, Object};

impl<'a> Change<'a, '_> {
    /// Hands each event of the change to `emit`: one for each message and
    /// each status, observed ones too; one for the change itself if it holds
    /// neither, or if the others do not repeat all of it.
    pub fn for_each_event(&self, emit: &mut impl FnMut(Event)) {
        let Some(value) = self.messages_value() else {
            if !self.for_each_observed(emit) {
                emit(self.webhook_notification());
            }
            return;
        };
        let updates = updates(&value);
        if updates.is_empty() {
            return emit(self.webhook_notification());
        }
        let contacts = Contacts::deal(&value, &updates);
        let shared = self.shared(&value, updates.len(), &contacts);
        if !shared.keeps_all() || self.has_others() {
            emit(self.webhook_notification());
        }
        let keeps = |it: Option<(Member<'_>, usize)>| it.is_none_or(|(_, at)| shared.keeps(at));
        let mut members = value.members().zip(0..);
        let has_contacts = keeps(members.find(|(member, _)| is_contacts(member)));
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
            } else if is_contacts(&member) {
                // All arrays of this name become one.
                std::mem::take(&mut contacts_cost)
            } else {
                let bytes = member.name.get().len() + member.value.get().len() + 2;
                bytes.saturating_mul(updates)
            }
        });
        Shared::choose(&costs.collect::<Vec<_>>(), self.value.get().len())
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

    /// A part of the change as one event, such as an update that is not in the
    /// documented form.
    pub fn part_as_notification(&self, id: String, value: String) -> Event {
        let entry = self.origin.json.as_deref();
        let others = std::iter::empty();
        let payload = payload::field_and_value(&self.field, &value, others, entry);
        event::webhook_notification(self, id, value, payload)
    }
}
