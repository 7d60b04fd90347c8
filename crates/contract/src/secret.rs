//! Values that nobody is shown.

use std::fmt;

/// A secret text. `Debug` does not show it, and it has no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The secret itself. Never log it, and never put it into an error.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether `given` is the secret, in a time that does not tell how much of
    /// it is right.
    pub fn matches(&self, given: &[u8]) -> bool {
        use hmac::{Hmac, KeyInit as _, Mac as _};
        // Two tags under one key are compared, so lengths do not matter, and
        // the library's own constant-time comparison does the rest.
        let tag = |text: &[u8]| {
            Hmac::<sha2::Sha256>::new_from_slice(self.0.as_bytes())
                .map(|mac| mac.chain_update(text))
        };
        match (tag(self.0.as_bytes()), tag(given)) {
            (Ok(right), Ok(given)) => given.verify_slice(&right.finalize().into_bytes()).is_ok(),
            _ => false,
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_itself_matches() {
        let secret = Secret::new("s3cret");
        assert!(secret.matches(b"s3cret"));
        for wrong in ["", "s3cre", "s3crett", "S3cret"] {
            assert!(!secret.matches(wrong.as_bytes()), "{wrong}");
        }
    }

    #[test]
    fn debug_does_not_show_it() {
        assert!(!format!("{:?}", Secret::new("hidden")).contains("hidden"));
    }
}
