//! JSON as Meta writes it: every character outside ASCII as `\u` and four hexadecimal digits in lower
//! case, and `/` as `\/`.
//!
//! The signature is over these very bytes. A receiver that parses and writes the JSON again before it
//! checks gets other bytes as soon as there is an accent, an emoji or a slash.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};

/// Writes `value` compactly, escaped as Meta escapes. The result is ASCII.
pub(crate) fn encode(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = Serializer::with_formatter(&mut bytes, MetaFormatter);
    // Writing a `Value` into memory cannot fail: its keys are strings and a vector takes every byte.
    if let Err(error) = value.serialize(&mut writer) {
        tracing::error!("a notification could not be written: {error}");
    }
    bytes
}

struct MetaFormatter;

impl Formatter for MetaFormatter {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut plain_from = 0;
        for (at, character) in fragment.char_indices() {
            if character.is_ascii() && character != '/' {
                continue;
            }
            writer.write_all(&fragment.as_bytes()[plain_from..at])?;
            if character == '/' {
                writer.write_all(b"\\/")?;
            } else {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            plain_from = at + character.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[plain_from..])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn accents_emoji_and_slashes_are_escaped_in_lower_case() {
        let text = String::from_utf8(encode(&json!({"è": "https://x/ä 👍 \"q\" \n"}))).unwrap();
        assert_eq!(
            text,
            r#"{"\u00e8":"https:\/\/x\/\u00e4 \ud83d\udc4d \"q\" \n"}"#
        );
    }

    proptest! {
        #[test]
        fn the_bytes_are_ascii_and_mean_the_same(text in ".*", key in ".*") {
            let value = json!({key: [text, 1, null, true]});
            let bytes = encode(&value);
            prop_assert!(bytes.is_ascii());
            prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), value);
        }
    }
}
