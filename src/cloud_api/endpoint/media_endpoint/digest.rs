//! The hash of a file.

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

use crate::encoding::BASE64;

/// A SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl From<Sha256> for Digest {
    fn from(hash: Sha256) -> Self {
        Self(hash.finalize().into())
    }
}

impl Digest {
    /// Of a whole file.
    #[cfg(test)]
    pub fn of(content: &[u8]) -> Self {
        Sha256::new_with_prefix(content).into()
    }

    /// Reads a hash in either of the forms that WhatsApp uses: 64 hexadecimal
    /// digits where it describes a file, base64 where it notifies one.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = if text.len() == 64 {
            hexadecimal(text)?
        } else {
            BASE64.decode(text).ok()?
        };
        Some(Self(bytes.try_into().ok()?))
    }

    /// 64 hexadecimal digits.
    pub fn hexadecimal(&self) -> String {
        let mut digits = String::with_capacity(64);
        for byte in self.0 {
            for half in [byte >> 4, byte & 15] {
                digits.extend(char::from_digit(u32::from(half), 16));
            }
        }
        digits
    }
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let mut halves = text.chars().map(|digit| digit.to_digit(16));
    let mut bytes = Vec::with_capacity(text.len() / 2);
    while let (Some(high), Some(low)) = (halves.next(), halves.next()) {
        bytes.push(u8::try_from((high? << 4) | low?).ok()?);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::Digest;

    /// FIPS 180-4's example for one block.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_hash_is_read_in_both_forms() {
        let digest = Digest::of(b"abc");
        assert_eq!(digest.hexadecimal(), ABC);
        assert_eq!(Digest::parse(ABC), Some(digest));
        assert_eq!(Digest::parse(&ABC.to_uppercase()), Some(digest));
        let base64 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        assert_eq!(Digest::parse(base64), Some(digest));
        assert_ne!(Digest::of(b"abd"), digest);
    }

    #[test]
    fn what_is_no_hash_is_none() {
        for text in [
            "",
            "abc",
            "Zg==",
            &ABC[1..],
            &ABC.replace('b', "g"),
            &"è".repeat(32),
        ] {
            assert_eq!(Digest::parse(text), None, "{text}");
        }
    }
}
