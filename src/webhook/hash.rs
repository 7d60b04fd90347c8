//! Hashes of JSON, for the ids of events: the same for the same content, however
//! it is written.

use sha2::{Digest as _, Sha256};

use uip_kit::json::{Member, Part, Raw, parts, work};

// Bytes that UTF-8 never has keep apart what is hashed.
/// Around each text.
const TEXT: u8 = 0xff;
/// Before each member or part that not every change has.
pub const OTHER: u8 = 0xfe;
/// Before half a surrogate pair.
const HALF: u8 = 0xfd;
/// Before an id that is no text.
pub const ODD_ID: u8 = 0xfc;
/// Before a time that is no number.
pub const ODD_TIME: u8 = 0xfb;

/// A hash of a part of a change.
pub type Hash = [u8; 32];

/// The hash of one value.
pub fn hash_of(json: Raw<'_>) -> Hash {
    let mut hash = Sha256::new();
    hash_json(&mut hash, json.get());
    hash.finalize().into()
}

/// Text between two bytes that UTF-8 never has, so that no two texts run
/// together.
pub fn hash_text(hash: &mut Sha256, text: &str) {
    work::count(text.len());
    hash.update([TEXT]);
    hash.update(text);
    hash.update([TEXT]);
}

/// Adds a member: its name, then its value.
pub fn hash_member(hash: &mut Sha256, member: &Member<'_>) {
    hash_json(hash, member.name.get());
    hash_json(hash, member.value.get());
}

/// Adds a JSON text. Spaces between tokens and the way characters are escaped do
/// not count.
pub fn hash_json(hash: &mut Sha256, json: &str) {
    for part in parts(json) {
        match part {
            Part::Text(text) => {
                hash_text(hash, &text.text());
                for (position, half) in text.lone_surrogates() {
                    hash.update([HALF]);
                    hash.update(position.to_be_bytes());
                    hash.update(half.to_be_bytes());
                }
            }
            Part::Between(tokens) | Part::Cut(tokens) => hash_tokens(hash, tokens),
        }
    }
}

fn hash_tokens(hash: &mut Sha256, tokens: &str) {
    work::count(tokens.len());
    for token in tokens.split_ascii_whitespace() {
        hash.update(token);
    }
}
