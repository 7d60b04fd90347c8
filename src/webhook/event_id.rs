//! The ids under which an engine knows an event again.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::change::Change;
use super::hash::{Hash, OTHER, hash_json, hash_member, hash_of, hash_text};
use super::update::{Kind, Update, is_contacts};
use crate::bindings::uip::whatsapp::events::Status;
use crate::bindings::uip::whatsapp::incoming::{Content, Message};
use uip_kit::json::{Object, Raw};

/// How many bytes of the hash make an id: 128 bits, plenty for a namesake
/// never to happen.
const HASH_BYTES: usize = 16;

/// The message's id. An edit or a deletion that WhatsApp sends under the id of
/// the message it changes is an event of its own: also its type, and a hash of
/// the whole, since a message can be edited several times.
pub fn of_message(message: &Message, raw: Raw<'_>) -> String {
    let changed = match &message.content {
        Content::Edit(edit) => Some(&edit.original_message_id),
        Content::Revoke(original) => Some(original),
        _ => None,
    };
    if changed == Some(&message.id) {
        of_changed(&message.id, &message.message_type, raw)
    } else {
        message.id.clone()
    }
}

/// An id, a type and a hash of the whole, joined by `:`.
pub fn of_changed(id: &str, message_type: &str, raw: Raw<'_>) -> String {
    format!("{id}:{message_type}:{}", hex(hash_of(raw)))
}

/// Message id, status and recipient, joined by `:`. In a group also the member
/// the status is about. With errors also `error` and their codes, since a
/// message can fail twice for two reasons. For a status that is about
/// something else than the message, such as a payment, also its kind, its time
/// and a hash of the whole, since a message can have several.
///
/// No two statuses that differ in one of these have the same id: a `:` within
/// a part is written as `%3A`, and what is absent before a part is empty.
pub fn of_status(status: &Status, raw: Raw<'_>) -> String {
    let kind = status.status_type.as_ref();
    let kind = kind.filter(|kind| *kind != "message");
    let recipient = status
        .recipient_id
        .as_deref()
        .or(status.recipient_user_id.as_deref());
    let codes: Vec<String> = status
        .errors
        .iter()
        .filter_map(|error| Some(error.code?.to_string()))
        .collect();

    let mut id = escaped(&status.id);
    id.extend([":", &escaped(&status.status)]);
    match (recipient, &status.participant_id) {
        (Some(recipient), Some(member)) => {
            id.extend([":", &escaped(recipient), ":", &escaped(member)]);
        }
        (Some(recipient), None) => id.extend([":", &escaped(recipient)]),
        (None, Some(member)) => id.extend(["::", &escaped(member)]),
        (None, None) if kind.is_none() && !codes.is_empty() => id.push(':'),
        (None, None) => {}
    }
    if let Some(kind) = kind {
        let time = status.timestamp.unwrap_or_default();
        let hash = hex(hash_of(raw));
        let _ = write!(id, ":{}:{time}:{hash}", escaped(kind));
    } else if !codes.is_empty() {
        id.extend([":error:", &codes.join(",")]);
    }
    id
}

/// A part of an id in which no separator is left.
fn escaped(part: &str) -> String {
    let mut text = String::with_capacity(part.len());
    for character in part.chars() {
        match character {
            ':' => text.push_str("%3A"),
            '%' => text.push_str("%25"),
            other => text.push(other),
        }
    }
    text
}

/// A hash of the account, the time, the field, the value, and what else the
/// change has. Spaces between tokens and the way characters are escaped do not
/// count, so that a change is the same after a proxy has written its JSON
/// again.
pub fn of_change(change: &Change<'_, '_>) -> String {
    of_value(change, change.value.get())
}

/// For a part of what a change stands for, as JSON.
pub fn of_value(change: &Change<'_, '_>, value: &str) -> String {
    let mut hash = change.origin.hash();
    hash_text(&mut hash, &change.field);
    hash_json(&mut hash, value);
    for member in change.others() {
        hash.update([OTHER]);
        hash_member(&mut hash, &member);
    }
    of_webhook(hash.finalize().into())
}

/// For an item of a change that shows messages: the field and the id that the
/// message or status has, joined by `:`; a hash where it has none.
pub fn of_observed(
    change: &Change<'_, '_>,
    array: &str,
    raw: Raw<'_>,
    known: Option<String>,
) -> String {
    if let Some(id) = known {
        return format!("{}:{id}", change.field);
    }
    let mut hash = change.origin.hash();
    hash_text(&mut hash, &change.field);
    hash_text(&mut hash, array);
    hash_json(&mut hash, raw.get());
    of_webhook(hash.finalize().into())
}

/// The hash of a change up to the parts of it that become events of their own.
pub struct PartHash(Sha256);

impl PartHash {
    /// For the parts of a change with this value. What they share counts, and
    /// is hashed once: whether they repeat it depends on the batch.
    pub fn new(change: &Change<'_, '_>, value: &Object<'_>) -> Self {
        let mut hash = change.origin.hash();
        hash_text(&mut hash, &change.field);
        for member in value.members() {
            if Kind::of(&member).is_none() && !is_contacts(&member) {
                hash.update([OTHER]);
                hash_member(&mut hash, &member);
            }
        }
        Self(hash)
    }

    /// The id of a part with these contacts.
    pub fn id<'h>(&self, part: &Update<'_>, contacts: impl Iterator<Item = &'h Hash>) -> String {
        let mut hash = self.0.clone();
        hash.update([OTHER, u8::from(part.bare)]);
        hash_text(&mut hash, part.kind.array());
        hash_json(&mut hash, part.raw.get());
        for contact in contacts {
            hash.update([OTHER]);
            hash.update(contact);
        }
        of_webhook(hash.finalize().into())
    }
}

fn of_webhook(hash: Hash) -> String {
    format!("webhook:{}", hex(hash))
}

fn hex(hash: Hash) -> String {
    let mut text = String::with_capacity(2 * HASH_BYTES);
    for byte in hash.iter().take(HASH_BYTES) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
