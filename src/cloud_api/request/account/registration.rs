//! The steps from a new number to one that can send.

use crate::bindings::uip::whatsapp::account::VerificationMethod;
use crate::cloud_api::request::refusal::{Refusal, refuse};
use crate::cloud_api::request::template::LanguageCode;
use serde::Serialize;
use std::fmt;
use uip_kit::FailureCategory;
use uip_kit::failure::quoted;
use uip_kit::field::given;
use uip_kit::json::to_string;

/// Six digits that prove something: a verification code, or the PIN of two-step
/// verification. They are never shown.
#[derive(Serialize)]
pub struct SixDigits(String);

impl SixDigits {
    /// Parses a verification code. Spaces and hyphens are ignored, as the message
    /// with the code has one.
    ///
    /// # Errors
    /// A permanent failure, without the value, when it is not six digits.
    pub fn code(value: &str) -> Result<Self, Refusal> {
        let is_digit = |c: &char| !c.is_whitespace() && *c != '-';
        Self::parse(value.chars().filter(is_digit).collect()).ok_or_else(|| {
            refuse(
                "invalid-code",
                "The field code must have 6 digits, as in the message with the code.",
                "Enter the six digits; if the message is lost, request a new code.",
            )
        })
    }

    /// Parses a PIN. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure, without the value, when it is not six digits.
    pub fn pin(value: &str) -> Result<Self, Refusal> {
        Self::parse(value.trim().to_owned()).ok_or_else(|| {
            refuse(
                "invalid-pin",
                "The field pin must have 6 digits.",
                "Use the number's PIN of two-step verification, or choose six digits if it has \
                 none.",
            )
        })
    }

    fn parse(digits: String) -> Option<Self> {
        let is_right = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_right.then_some(Self(digits))
    }

    /// The digits, to redact them from answers.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SixDigits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// Parses the field `languageCode`, as a template's.
///
/// # Errors
/// A permanent failure when it cannot be a language.
pub fn language(value: &str) -> Result<LanguageCode, Refusal> {
    LanguageCode::parse(value).map_err(|mut refusal| {
        if let Some(failure) = refusal.failure_mut() {
            failure.category = FailureCategory::Request;
            "Write the language of the message with the code, such as it or en_US."
                .clone_into(&mut failure.advice);
        }
        refusal
    })
}

/// The body of `POST /{phone-number-id}/request_code`.
#[derive(Serialize)]
struct CodeRequest<'a> {
    code_method: &'static str,
    language: &'a str,
}

/// The request for a code.
pub fn code_request_json(method: VerificationMethod, language: &str) -> String {
    to_string(&CodeRequest {
        code_method: match method {
            VerificationMethod::Sms => "SMS",
            VerificationMethod::Voice => "VOICE",
        },
        language,
    })
}

/// The body of `POST /{phone-number-id}/verify_code`.
#[derive(Serialize)]
struct Verification<'a> {
    code: &'a SixDigits,
}

/// The code, given back.
pub fn verification_json(code: &SixDigits) -> String {
    to_string(&Verification { code })
}

/// The body of `POST /{phone-number-id}/register`.
#[derive(Debug, Serialize)]
pub struct Registration {
    messaging_product: &'static str,
    pin: SixDigits,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_localization_region: Option<String>,
}

impl Registration {
    /// Parses the fields `pin` and `dataLocalizationRegion`.
    ///
    /// # Errors
    /// A permanent failure when the PIN is not six digits, or the region not two
    /// letters.
    pub fn parse(pin: &str, region: Option<&str>) -> Result<Self, Refusal> {
        Ok(Self {
            messaging_product: "whatsapp",
            pin: SixDigits::pin(pin)?,
            data_localization_region: given(region).map(country).transpose()?,
        })
    }

    /// The PIN, to redact it from answers.
    pub fn pin(&self) -> &str {
        self.pin.reveal()
    }

    /// The request's body.
    pub fn json(&self) -> String {
        to_string(self)
    }
}

/// A country's code (ISO 3166-1); which ones have storage only WhatsApp knows.
fn country(value: &str) -> Result<String, Refusal> {
    let code = value.trim();
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Ok(code.to_ascii_uppercase());
    }
    Err(refuse(
        "invalid-region",
        &format!(
            "The field dataLocalizationRegion must be a country's code of 2 letters; it is {}.",
            quoted(value)
        ),
        "Write the country as in CH, or leave the field out.",
    ))
}
