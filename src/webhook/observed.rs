//! Messages that the business did not exchange by way of the API, but is shown: in
//! conversations that Meta's Business Agent leads (`standby`), and those written
//! with the WhatsApp Business app (`smb_message_echoes`).
//!
//! Each message, echo and status becomes a `webhook_notification` of its own, and
//! never a `customer_message`: a flow that answered would take over the
//! conversation.

use uip_kit::json::{Member, Object, ObjectWriter, Raw};

use super::change::Change;
use super::contact::Contacts;
use super::event::{self, Event};
use super::shared::REPETITIONS;
use super::update::is_contacts;
use super::{event_id, payload, status};

/// The webhook fields whose changes hold such messages.
const FIELDS: [&str; 2] = [STANDBY, "smb_message_echoes"];
/// A field, and the object in its value that holds the arrays.
const STANDBY: &str = "standby";
/// The arrays.
const ARRAYS: [&str; 3] = ["messages", "message_echoes", STATUSES];
const STATUSES: &str = "statuses";
/// The types of messages that change an earlier one.
const CHANGES: [&str; 2] = ["edit", "revoke"];
/// The members that name the customer, in a message, an echo or a status.
const CUSTOMER: [&str; 6] = [
    "from",
    "from_user_id",
    "to",
    "to_user_id",
    "recipient_id",
    "recipient_user_id",
];

/// One item of an array.
struct Item<'a> {
    array: &'static str,
    raw: Raw<'a>,
}

impl Change<'_, '_> {
    /// Hands an event for each item to `emit`; `false` if this is not such a
    /// change, or it has no items.
    pub fn for_each_observed(&self, emit: &mut dyn FnMut(Event)) -> bool {
        if !FIELDS.contains(&self.field.as_str()) {
            return false;
        }
        let Some(value) = self.value.object() else {
            return false;
        };
        let inner = (self.field == STANDBY)
            .then(|| value.object(STANDBY))
            .flatten();
        let holder = inner.as_ref().unwrap_or(&value);
        let items = items(holder);
        if items.is_empty() {
            return false;
        }
        let owners = items.iter().map(|item| (item.raw.object(), &CUSTOMER[..]));
        let contacts = Contacts::deal_to(holder, &owners.collect::<Vec<_>>());
        let is_kept = |it: &Member<'_>| !is_contacts(it) && array_of(it).is_none();
        let mut each = bytes(holder.members().filter(is_kept)) + bytes(self.others());
        if inner.is_some() {
            each += bytes(value.members().filter(|it| !is_standby(it)));
        }
        let shared = each.saturating_mul(items.len());
        let text = self.value.get().len().saturating_add(bytes(self.others()));
        // What repeats too much of the change stays one event.
        if shared.saturating_add(contacts.dealt_bytes()) > text.saturating_mul(REPETITIONS) {
            return false;
        }
        for (position, item) in items.iter().enumerate() {
            let narrow = |holder| narrow(holder, item, contacts.of(position));
            let narrowed = match &inner {
                Some(inner) => with_standby(&value, &narrow(inner)),
                None => narrow(&value),
            };
            let entry = self.origin.json.as_deref();
            let others = self.others();
            let payload = payload::field_and_value(&self.field, &narrowed, others, entry);
            let id = event_id::of_observed(self, item.array, item.raw, known_id(item));
            emit(event::webhook_notification(self, id, narrowed, payload));
        }
        true
    }
}

/// How many bytes these members take.
fn bytes<'a>(members: impl Iterator<Item = Member<'a>>) -> usize {
    let of = |member: Member<'_>| member.name.get().len() + member.value.get().len() + 2;
    members.map(of).sum()
}

/// Whether a member holds the arrays.
fn is_standby(member: &Member<'_>) -> bool {
    member.is(STANDBY) && member.value.is_object()
}

fn items<'a>(holder: &Object<'a>) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    for member in holder.members() {
        if let Some(array) = array_of(&member) {
            let raws = member.value.items().into_iter().flatten();
            items.extend(raws.map(|raw| Item { array, raw }));
        }
    }
    items
}

fn array_of(member: &Member<'_>) -> Option<&'static str> {
    ARRAYS
        .into_iter()
        .find(|name| member.is(name) && member.value.is_array())
}

/// The id that a message or a status of the documented form has.
fn known_id(item: &Item<'_>) -> Option<String> {
    let object = item.raw.object()?;
    if item.array == STATUSES {
        let status = status::read(&object)?;
        return Some(event_id::of_status(&status, item.raw));
    }
    let id = object.text("id").filter(|id| !id.is_empty())?;
    // An edit or a deletion under the id of the message it changes is another event.
    let kind = object
        .text("type")
        .filter(|kind| CHANGES.contains(&kind.as_str()));
    Some(match kind {
        Some(kind) => event_id::of_changed(&id, &kind, item.raw),
        None => id,
    })
}

/// The object with this item alone in its array, and with these contacts.
fn narrow<'a>(
    holder: &Object<'_>,
    item: &Item<'_>,
    contacts: impl Iterator<Item = Raw<'a>>,
) -> String {
    let mut json = ObjectWriter::new();
    let mut is_written = false;
    let mut contacts = Some(contacts);
    for member in holder.members() {
        json = match array_of(&member) {
            Some(array) if array == item.array && !is_written => {
                is_written = true;
                json.raw_array(member.name, std::iter::once(item.raw))
            }
            Some(_) => continue,
            None if is_contacts(&member) => match contacts.take() {
                Some(own) => json.raw_array(member.name, own),
                // All arrays of this name are one.
                None => continue,
            },
            None => json.raw(member.name, member.value.get()),
        };
    }
    json.finish()
}

/// The value with this text as its member `standby`.
fn with_standby(value: &Object<'_>, standby: &str) -> String {
    let mut json = ObjectWriter::new();
    for member in value.members() {
        let text = if is_standby(&member) {
            standby
        } else {
            member.value.get()
        };
        json = json.raw(member.name, text);
    }
    json.finish()
}
