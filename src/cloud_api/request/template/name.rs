//! Which template, and in which language.

use crate::cloud_api::request::refusal::{Refusal, refuse_as};
use serde::Serialize;
use uip_kit::FailureCategory;
use uip_kit::failure::quoted;
use uip_kit::field::found;

/// A template's name: 1 to 512 lower-case letters, digits and underscores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateName(String);

impl TemplateName {
    const LONGEST: usize = 512;

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the field `templateName`. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when no template can have this name.
    pub fn parse(value: &str) -> Result<Self, Refusal> {
        let name = value.trim();
        if (1..=Self::LONGEST).contains(&name.len()) && is_lower_snake(name) {
            return Ok(Self(name.to_owned()));
        }
        Err(refuse_as(
            FailureCategory::Template,
            "invalid-template-name",
            &format!(
                "The field templateName must be 1 to 512 lower-case letters, digits and \
                 underscores; it {}.",
                found(name, Self::LONGEST)
            ),
            "Write the name as WhatsApp Manager shows it, such as order_update; it is not the display \
             name.",
        ))
    }
}

/// The object `language`: a code as WhatsApp writes it, such as `it`, `en_US` or
/// `zh_CN`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageCode {
    code: String,
}

impl LanguageCode {
    const LONGEST: usize = 20;

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.code
    }

    /// Parses the field `languageCode`. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it is not letters, digits and underscores
    /// that begin with two or three lower-case letters.
    pub fn parse(value: &str) -> Result<Self, Refusal> {
        Self::read(value).ok_or_else(|| {
            refuse_as(
                FailureCategory::Template,
                "invalid-language-code",
                &format!(
                    "The field languageCode must be a code such as it or en_US; it is {}.",
                    quoted(value)
                ),
                "Use the language code that WhatsApp Manager shows for the template, with an \
                 underscore: en_US.",
            )
        })
    }

    /// The English of the United States.
    pub fn english() -> Self {
        Self {
            code: "en_US".to_owned(),
        }
    }

    /// Reads a code, if it is one. White space around it is ignored.
    pub fn read(value: &str) -> Option<Self> {
        let code = value.trim();
        let language = code.split('_').next().unwrap_or_default();
        let is_code = (2..=3).contains(&language.len())
            && language.bytes().all(|byte| byte.is_ascii_lowercase())
            && code.len() <= Self::LONGEST
            && code
                .split('_')
                .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        is_code.then(|| Self {
            code: code.to_owned(),
        })
    }
}

/// Lower-case letters, digits and underscores only.
pub fn is_lower_snake(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}
