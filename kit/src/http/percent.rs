//! Percent-encoding (RFC 3986, section 2.1), for a value in a query.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// All but the unreserved characters (RFC 3986, section 2.3).
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The text with every byte escaped that is not a letter, a digit or one of
/// `-._~`: it can be any part of a URL.
pub fn encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn only_what_means_nothing_in_a_url_stays() {
        assert_eq!(encode("aZ09-._~").to_string(), "aZ09-._~");
        assert_eq!(
            encode("a b&c=d/e?f#g%\n+è👋").to_string(),
            "a%20b%26c%3Dd%2Fe%3Ff%23g%25%0A%2B%C3%A8%F0%9F%91%8B"
        );
    }
}
