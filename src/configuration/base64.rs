//! Base64 (RFC 4648, section 4), for short values. The libraries' decoders
//! are made for speed, and would add 4 KB to the component.

use crate::prelude::*;

/// What the text stands for, with or without its padding; `None` if it is not
/// base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    if text.len() - digits.len() > 2 || digits.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::new();
    let mut bits: u32 = 0;
    let mut count = 0;
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.extend(u8::try_from(bits >> count));
            bits &= (1 << count) - 1;
        }
    }
    // Bits that are left over are zero, or the text was cut or mistyped.
    (bits == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};
    use proptest::prelude::*;

    use super::decode;

    /// RFC 4648, section 10.
    #[test]
    fn the_examples_of_the_rfc_are_read() {
        for (text, bytes) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ] {
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_is_not_base64_is_none() {
        for text in [
            "Z", "Zm9vY", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "Zm9v===", "Zm-_", "Zm=9", "é",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_the_library_writes_is_read(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            prop_assert_eq!(decode(&BASE64_STANDARD.encode(&bytes)), Some(bytes.clone()));
            prop_assert_eq!(decode(&BASE64_STANDARD_NO_PAD.encode(&bytes)), Some(bytes));
        }

        #[test]
        fn what_is_read_is_what_the_library_reads(text in "[A-Za-z0-9+/]{0,12}={0,2}") {
            if let Ok(bytes) = BASE64_STANDARD.decode(&text) {
                prop_assert_eq!(decode(&text), Some(bytes));
            }
        }
    }
}
