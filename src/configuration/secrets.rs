//! The two secrets that commands use. Neither can be printed.

use std::fmt;

use base64::Engine as _;

use uip_kit::BASE64;
use uip_kit::CommandError;
use uip_kit::property::refuse;

/// A bearer token: 20 to 1000 visible ASCII characters, so that it fits into
/// a header as it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    const LENGTH: std::ops::RangeInclusive<usize> = 20..=1000;

    /// Parses the property `authenticationToken`.
    ///
    /// # Errors
    /// A permanent failure when the length is wrong, or when the value begins
    /// with the word `Bearer` or holds a space, a line break or a character outside ASCII.
    pub fn parse(value: &str) -> Result<Self, CommandError> {
        let advice = "Copy the token of a system user again from Meta's Business settings into \
                      authenticationToken, without spaces or line breaks.";
        let scheme = value.trim_start().get(..6).unwrap_or_default();
        if scheme.eq_ignore_ascii_case("bearer") {
            return Err(refuse(
                "invalid-authentication-token",
                "The property authenticationToken begins with the word Bearer, which is not part \
                 of a token.",
                "Leave out the word Bearer and the space after it: the adapter adds them to the \
                 header.",
            ));
        }
        let characters = value.chars().count();
        if !Self::LENGTH.contains(&characters) {
            return Err(refuse(
                "invalid-authentication-token",
                &format!(
                    "The property authenticationToken must have 20 to 1000 characters; it has {characters}."
                ),
                advice,
            ));
        }
        if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(refuse(
                "invalid-authentication-token",
                "The property authenticationToken contains a space, a line break or a character \
                 that is not allowed in a token.",
                advice,
            ));
        }
        Ok(Self(value.to_owned()))
    }

    /// The token itself, for the request's header and for redacting answers.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// The Meta app's App Secret: the key of the signatures on notifications.
#[derive(Clone, PartialEq, Eq)]
pub struct AppSecret(Vec<u8>);

impl AppSecret {
    /// Parses the property `appSecret`: the App Secret, encoded as base64.
    /// White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it is empty, is not base64, or is plainly the
    /// App Secret itself (32 hexadecimal digits). An empty value is a mistake
    /// and not "no secret": it would silently switch the check of signatures
    /// off.
    pub fn parse(value: &str) -> Result<Self, CommandError> {
        let invalid = |error: &str| {
            refuse(
                "invalid-app-secret",
                error,
                "Copy the App Secret from the Meta app's basic settings, encode its text as \
                 base64, and put the result into appSecret.",
            )
        };
        let value = value.trim();
        if value.is_empty() {
            return Err(invalid(
                "The property appSecret is empty; leave it out if signatures should not be \
                 verified.",
            ));
        }
        let is_hexadecimal = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if value.len() == 32 && value.bytes().all(is_hexadecimal) {
            return Err(invalid(
                "The property appSecret contains the App Secret itself instead of its base64 \
                 form.",
            ));
        }
        match BASE64.decode(value) {
            Ok(key) if !key.is_empty() => Ok(Self(key)),
            _ => Err(invalid("The property appSecret is not base64.")),
        }
    }

    /// The key of the signatures.
    pub fn key(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for AppSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}
