//! The ids under which an engine knows an event again.

use core::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::change::Change;
use crate::bindings::uip::whatsapp::events::Status;
use crate::json::{Part, parts};
use crate::prelude::*;

/// How many bytes of the hash make an id: 128 bits, plenty for a namesake
/// never to happen.
const HASH_BYTES: usize = 16;

/// Message id, status and recipient. In a group also the member the status is
/// about; for a status that is about something else than the message, such as
/// a payment, also its kind and time, since a message can have several.
pub fn of_status(status: &Status) -> String {
    let recipient = status
        .recipient_id
        .as_ref()
        .or(status.recipient_user_id.as_ref());
    let mut id = format!("{}:{}", status.id, status.status);
    let parts = recipient.into_iter().chain(status.participant_id.as_ref());
    for part in parts {
        let _ = write!(id, ":{part}");
    }
    if let Some(kind) = status
        .status_type
        .as_ref()
        .filter(|kind| *kind != "message")
    {
        let _ = write!(id, ":{kind}:{}", status.timestamp.unwrap_or_default());
    }
    id
}

/// A hash of the account, the time, the field and the value. Spaces between
/// tokens and the way characters are escaped do not count, so that a proxy
/// that writes the JSON anew does not make an event a new one.
pub fn of_change(change: &Change<'_>, value: &str) -> String {
    let mut hash = Sha256::new();
    hash_text(&mut hash, change.account.as_deref().unwrap_or_default());
    hash.update(change.time.unwrap_or_default().to_be_bytes());
    hash_text(&mut hash, &change.field);
    hash_json(&mut hash, value);
    let mut id = String::from("webhook:");
    for byte in hash.finalize().iter().take(HASH_BYTES) {
        let _ = write!(id, "{byte:02x}");
    }
    id
}

/// Text between two bytes that UTF-8 never has, so that no two texts run
/// together.
fn hash_text(hash: &mut Sha256, text: &str) {
    hash.update([0xff]);
    hash.update(text);
    hash.update([0xff]);
}

fn hash_json(hash: &mut Sha256, json: &str) {
    for part in parts(json) {
        match part {
            Part::Text(text) => hash_text(hash, &text.text().unwrap_or_default()),
            Part::Between(tokens) => hash_tokens(hash, tokens),
        }
    }
}

fn hash_tokens(hash: &mut Sha256, tokens: &str) {
    for token in tokens.split_ascii_whitespace() {
        hash.update(token);
    }
}
