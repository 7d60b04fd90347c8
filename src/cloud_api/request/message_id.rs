//! The id of a message.

use crate::cloud_api::request::refusal::{Refusal, refuse};
use serde::Serialize;
use uip_kit::field::{found, given};

/// WhatsApp's id of a message (`wamid.…`): 1 to 512 ASCII letters,
/// digits and signs. Meta documents no more about its form, so no more is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageId(String);

impl MessageId {
    const LONGEST: usize = 512;

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the field `field`. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it cannot be a message id.
    pub fn parse(field: &str, value: &str) -> Result<Self, Refusal> {
        let id = value.trim();
        if (1..=Self::LONGEST).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Ok(Self(id.to_owned()));
        }
        Err(refuse(
            "invalid-message-id",
            &format!(
                "The field {field} must be a message id, 1 to 512 ASCII letters, digits and signs \
                 without spaces; it {}.",
                found(id, Self::LONGEST)
            ),
            "Use the complete message id from an event or an earlier command: it begins with \
             wamid.",
        ))
    }

    /// Parses an optional field; a blank one counts as not given.
    ///
    /// # Errors
    /// As [`MessageId::parse`].
    pub fn parse_optional(field: &str, value: Option<&str>) -> Result<Option<Self>, Refusal> {
        given(value)
            .map(|value| Self::parse(field, value))
            .transpose()
    }
}
