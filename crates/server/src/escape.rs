//! Texts from outside, in places that do not hold every character.

use sha2::{Digest as _, Sha256};

/// How long an id may be in a message for a broker, in bytes: AMQP allows no more.
const LONGEST_ID: usize = 255;

/// An event's id as a header can carry it: what is no visible ASCII is escaped
/// as in an address.
pub(crate) fn header_text(id: &str) -> String {
    escaped(id, |byte| byte.is_ascii_graphic() && byte != b'%')
}

/// An event's id as a message for a broker carries it: as a header does, or, if
/// that is too long, its SHA-256.
pub(crate) fn message_id(id: &str) -> String {
    let text = header_text(id);
    if text.len() <= LONGEST_ID {
        text
    } else {
        hashed(id)
    }
}

/// `sha256:` and the hash of a text in hexadecimal digits.
pub(crate) fn hashed(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .fold("sha256:".to_owned(), |mut hash, byte| {
            push_hex(&mut hash, *byte);
            hash
        })
}

/// Escapes every byte that may not stay, as `%` and two hexadecimal digits.
pub(crate) fn escaped(text: &str, stays: impl Fn(u8) -> bool) -> String {
    text.bytes()
        .fold(String::with_capacity(text.len()), |mut escaped, byte| {
            if stays(byte) {
                escaped.push(char::from(byte));
            } else {
                escaped.push('%');
                push_hex(&mut escaped, byte);
            }
            escaped
        })
}

fn push_hex(text: &mut String, byte: u8) {
    for digit in [byte >> 4, byte & 15] {
        text.extend(char::from_digit(u32::from(digit), 16).map(|it| it.to_ascii_uppercase()));
    }
}

/// Whether a byte needs no escape in a part of a URI (RFC 3986).
pub(crate) fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_can_stand_in_a_header_and_stays_apart_from_others() {
        assert_eq!(header_text("wamid.HBg=:sent:39"), "wamid.HBg=:sent:39");
        assert_eq!(header_text("é\r\n x"), "%C3%A9%0D%0A%20x");
        assert_ne!(header_text("%20"), header_text(" "));
    }

    #[test]
    fn an_id_that_is_too_long_for_a_broker_is_hashed() {
        assert_eq!(message_id(&"a".repeat(255)), "a".repeat(255));
        let long = message_id(&"a".repeat(256));
        assert_eq!(long.len(), "sha256:".len() + 64);
        assert_ne!(long, message_id(&"a".repeat(257)));
    }
}
