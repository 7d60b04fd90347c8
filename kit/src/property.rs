//! An instance's properties: what each is checked for before a command uses it.

use std::fmt;
use std::ops::RangeInclusive;

use base64::Engine as _;

use crate::failure::quoted;
use crate::field::refuse_as;
use crate::http::{BaseUrl, InvalidBaseUrl};
use crate::{BASE64, CommandError, Failure, FailureCategory};

/// The engine could not provide the properties, for the reason that it gives.
pub fn unavailable(reason: &str) -> CommandError {
    Failure::new(
        "properties-unavailable",
        FailureCategory::Configuration,
        format!("The engine provided no properties, and nothing was sent: {reason}"),
        "Complete the configuration of this adapter in the engine.",
    )
    .permanent()
}

/// A property is wrong. `error` is a sentence that names the property and the limit,
/// and never contains the value of a secret.
pub fn refuse(code: &str, error: &str, advice: &str) -> CommandError {
    refuse_as(FailureCategory::Configuration, code, error, advice)
}

/// A secret of visible ASCII characters, so that it fits into a header as it is.
/// `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Parses the property `property`, which has a length in these limits.
    ///
    /// # Errors
    /// A permanent failure when the length is wrong, or when there is a space, a line
    /// break or a character outside ASCII in it.
    pub fn parse(
        property: &str,
        value: &str,
        length: RangeInclusive<usize>,
    ) -> Result<Self, CommandError> {
        let advice = format!(
            "Copy the value of {property} again, without spaces, line breaks or the word Bearer."
        );
        let refuse = |what: String| {
            let error = format!("The property {property} {what}.");
            Err(refuse("invalid-token", &error, &advice))
        };
        let characters = value.chars().count();
        if !length.contains(&characters) {
            let (least, most) = length.into_inner();
            return refuse(format!(
                "must have {least} to {most} characters; it has {characters}"
            ));
        }
        if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            return refuse(
                "contains a space, a line break or a character outside ASCII".to_owned(),
            );
        }
        Ok(Self(value.to_owned()))
    }

    /// The token itself, for a header and for redacting answers.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// The key of the signatures on webhooks. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey(Vec<u8>);

impl SigningKey {
    /// Parses the property `property`: the key, encoded as base64, as a webhook
    /// trigger has it too. Whitespace around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it is not base64, or empty: an empty key would accept
    /// whatever anybody signs with an empty key.
    pub fn parse(property: &str, value: &str) -> Result<Self, CommandError> {
        match BASE64.decode(value.trim()) {
            Ok(key) if !key.is_empty() => Ok(Self(key)),
            _ => Err(refuse(
                "invalid-signing-key",
                &format!("The property {property} is empty or not base64."),
                &format!("Encode the key as base64 and put the result into {property}."),
            )),
        }
    }

    /// The key's bytes.
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// Parses the property `property` as a [`BaseUrl`].
///
/// # Errors
/// A permanent failure when it is not scheme, host and optional port.
pub fn base_url(property: &str, value: &str) -> Result<BaseUrl, CommandError> {
    BaseUrl::parse(value).map_err(|error| {
        let found = match error {
            // The excerpt would show a password.
            InvalidBaseUrl::Credentials => String::new(),
            _ => format!("; it is {}", quoted(value)),
        };
        refuse(
            "invalid-base-url",
            &format!("The property {property} must {error}{found}."),
            &format!(
                "Set {property} to scheme, host and optional port, such as http://127.0.0.1:8080."
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{SigningKey, Token, base_url, unavailable};
    use crate::{CommandError, Failure, FailureCategory};

    fn failure(error: CommandError) -> Failure {
        match error {
            CommandError::PermanentFailure(failure) => failure,
            other => panic!("a permanent failure, and not {other:?}"),
        }
    }

    #[test]
    fn a_token_fits_into_a_header_and_is_not_shown() {
        let token = Token::parse("accessToken", "open-sesame", 8..=20).unwrap();
        assert_eq!(token.reveal(), "open-sesame");
        assert_eq!(format!("{token:?}"), "[redacted]");
    }

    #[test]
    fn a_token_that_fits_into_no_header_is_refused_without_its_value() {
        for value in [
            "sesame",
            "open-sesame-open-sesame",
            "open sesame",
            "open\r\nsesame",
            "öpen-sesame",
        ] {
            let failure = failure(Token::parse("accessToken", value, 8..=20).unwrap_err());
            assert_eq!(failure.category, FailureCategory::Configuration);
            assert!(failure.error.contains("accessToken"), "{}", failure.error);
            assert!(!failure.error.contains("sesame"), "{}", failure.error);
        }
    }

    #[test]
    fn a_signing_key_is_base64_and_not_empty() {
        let key = SigningKey::parse("webhookSecret", " c2VjcmV0\n").unwrap();
        assert_eq!(key.reveal(), b"secret");
        assert_eq!(format!("{key:?}"), "[redacted]");
        for value in ["", " ", "secret!", "c2VjcmV0="] {
            let failure = failure(SigningKey::parse("webhookSecret", value).unwrap_err());
            assert_eq!(
                failure.error,
                "The property webhookSecret is empty or not base64. Nothing was sent."
            );
        }
    }

    #[test]
    fn a_refused_base_url_is_shown_without_its_password() {
        let shown = failure(base_url("apiBaseUrl", "ftp://files.example").unwrap_err());
        assert!(
            shown.error.contains("ftp://files.example"),
            "{}",
            shown.error
        );
        let hidden = failure(base_url("apiBaseUrl", "https://ada:secret@example.com").unwrap_err());
        assert!(!hidden.error.contains("secret"), "{}", hidden.error);
    }

    #[test]
    fn the_engines_reason_is_passed_on() {
        assert_eq!(
            failure(unavailable("accessToken is missing.")).error,
            "The engine provided no properties, and nothing was sent: accessToken is missing."
        );
    }
}
