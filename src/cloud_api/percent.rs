//! Percent-encoding (RFC 3986, section 2.1), for a value in a query.

use crate::prelude::*;

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// The text with every byte escaped that is not a letter, a digit or one of
/// `-._~`: it can stand anywhere in a URL.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for half in [byte >> 4, byte & 15] {
                encoded.extend(DIGITS.get(usize::from(half)).copied().map(char::from));
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn only_what_means_nothing_in_a_url_stays() {
        assert_eq!(encode("aZ09-._~"), "aZ09-._~");
        assert_eq!(
            encode("a b&c=d/e?f#g%\n+è👋"),
            "a%20b%26c%3Dd%2Fe%3Ff%23g%25%0A%2B%C3%A8%F0%9F%91%8B"
        );
    }
}
