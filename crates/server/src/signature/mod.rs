//! Signatures: HMAC with SHA-256, and Twilio's.

mod twilio;

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

pub use twilio::{SignedContent, TwilioKey};

/// A key that signs and checks. `Debug` does not show it.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl Key {
    /// Wraps a key of any length.
    pub fn new(key: &[u8]) -> Self {
        // HMAC takes keys of every length, so the other arm is never taken; an
        // empty tag would match nothing.
        match Hmac::new_from_slice(key) {
            Ok(mac) => Self(mac),
            Err(_) => Self(Hmac::new(&hmac::digest::Key::<Hmac<Sha256>>::default())),
        }
    }

    /// Whether `header`, which is `sha256=` and 64 hexadecimal digits, is the
    /// signature of `body`. The comparison takes the same time however much
    /// of it is right.
    pub fn verifies_hex(&self, body: &[u8], header: &[u8]) -> bool {
        let Some(tag) = header.strip_prefix(b"sha256=").and_then(from_hex) else {
            return false;
        };
        self.0.clone().chain_update(body).verify_slice(&tag).is_ok()
    }

    /// The signature of a text in parts.
    pub fn sign(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key([redacted])")
    }
}

fn from_hex(text: &[u8]) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        let [high, low] = digits else { return None };
        *byte = hex_digit(*high)? << 4 | hex_digit(*low)?;
    }
    Some(bytes)
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2.
    const TAG: &str = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    const BODY: &[u8] = b"what do ya want for nothing?";

    #[test]
    fn the_right_signature_is_taken_and_every_other_refused() {
        let key = Key::new(b"Jefe");
        assert!(key.verifies_hex(BODY, format!("sha256={TAG}").as_bytes()));
        assert!(key.verifies_hex(BODY, format!("sha256={}", TAG.to_uppercase()).as_bytes()));
        for wrong in [
            String::new(),
            TAG.to_owned(),
            format!("sha1={TAG}"),
            format!("sha256={}", &TAG[1..]),
            format!("sha256={TAG}0"),
            format!("sha256={}", TAG.replace('5', "6")),
            format!("sha256={}", TAG.replace('5', "g")),
        ] {
            assert!(!key.verifies_hex(BODY, wrong.as_bytes()), "{wrong}");
        }
        assert!(!key.verifies_hex(b"other", format!("sha256={TAG}").as_bytes()));
    }

    #[test]
    fn parts_are_signed_as_one_text() {
        let key = Key::new(b"Jefe");
        assert_eq!(key.sign(&[BODY]), key.sign(&[&BODY[..4], &BODY[4..]]));
        assert_eq!(key.sign(&[BODY])[..2], [0x5b, 0xdc]);
    }
}
