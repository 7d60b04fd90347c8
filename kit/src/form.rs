//! Fields and their values as `application/x-www-form-urlencoded` (WHATWG URL,
//! section 5).

use std::borrow::Cow;

/// The header `Content-Type` of such a body.
pub const CONTENT_TYPE: &str = "application/x-www-form-urlencoded";

/// The fields in their order, as a body.
pub fn encode<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        body.append_pair(name, value);
    }
    body.finish()
}

/// The fields of a body or a query in their order, repeated names included.
/// What is not UTF-8 becomes U+FFFD. A name or value without escapes is not copied.
pub fn decode(body: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    form_urlencoded::parse(body.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::{decode, encode};

    #[test]
    fn what_means_something_is_escaped() {
        let fields = [
            ("To", "whatsapp:+39"),
            ("Body", "a b&c=d\n50% è👋"),
            ("Empty", ""),
        ];
        assert_eq!(
            encode(fields),
            "To=whatsapp%3A%2B39&Body=a+b%26c%3Dd%0A50%25+%C3%A8%F0%9F%91%8B&Empty="
        );
    }

    #[test]
    fn names_without_a_value_and_repeated_ones_are_kept() {
        let fields: Vec<_> = decode("a&b=1&b=2&c=x%3dy&d=%zz&&e=+%2B").collect();
        let expected = [
            ("a", ""),
            ("b", "1"),
            ("b", "2"),
            ("c", "x=y"),
            ("d", "%zz"),
            ("e", " +"),
        ];
        let expected = expected.map(|(name, value)| (Cow::from(name), Cow::from(value)));
        assert_eq!(fields, expected);
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(fields in prop::collection::vec((".{0,8}", ".{0,8}"), 0..5)) {
            let body = encode(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            let decoded = decode(&body).map(|(name, value)| (name.into(), value.into()));
            prop_assert_eq!(decoded.collect::<Vec<(String, String)>>(), fields);
        }
    }
}
