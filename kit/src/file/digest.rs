//! The hash of a file.

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

use crate::{BASE64, hex};

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
    pub fn of(content: &[u8]) -> Self {
        Sha256::new_with_prefix(content).into()
    }

    /// Reads a hash: 64 hexadecimal digits, or base64.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = if text.len() == 64 {
            hex::decode(text)?
        } else {
            BASE64.decode(text).ok()?
        };
        Some(Self(bytes.try_into().ok()?))
    }

    /// 64 hexadecimal digits.
    pub fn hexadecimal(&self) -> String {
        hex::encode(&self.0)
    }
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
