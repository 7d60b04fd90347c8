//! The ids under which an engine knows an event again.

use core::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::change::Change;
use crate::bindings::uip::whatsapp::events::Status;
use crate::json::{Part, Raw, parts};
use crate::prelude::*;

/// How many bytes of the hash make an id: 128 bits, plenty for a namesake
/// never to happen.
const HASH_BYTES: usize = 16;

/// Message id, status and recipient. In a group also the member the status is
/// about. A status that is about something else than the message, such as a
/// payment, also has its type, its time and a hash of itself, since a message
/// can have several, even in one second.
pub fn of_status(status: &Status, raw: Raw<'_>) -> String {
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
        let time = status.timestamp.unwrap_or_default();
        let mut hash = Sha256::new();
        hash_json(&mut hash, raw.get());
        let _ = write!(id, ":{kind}:{time}:{}", hex(hash));
    }
    id
}

/// A hash of the account, the time, the field and the value. Spaces between
/// tokens and the way characters are escaped do not count, so that a proxy
/// that writes the JSON anew does not make an event a new one.
pub fn of_change(change: &Change<'_>, value: &str) -> String {
    let mut hash = Sha256::new();
    hash_text(
        &mut hash,
        change.entry.account.as_deref().unwrap_or_default(),
    );
    hash.update(change.entry.time.unwrap_or_default().to_be_bytes());
    hash_text(&mut hash, &change.field);
    hash_json(&mut hash, value);
    format!("webhook:{}", hex(hash))
}

fn hex(hash: Sha256) -> String {
    let mut hex = String::with_capacity(2 * HASH_BYTES);
    for byte in hash.finalize().iter().take(HASH_BYTES) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
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
