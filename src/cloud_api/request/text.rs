//! The text of a text message.

use uip_kit::CommandError;
use uip_kit::field::refuse;

/// 1 to 4096 characters (Unicode scalar values), not only white space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    const LONGEST: usize = 4096;

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the field `message`. The text is sent as it is, line breaks and
    /// outer spaces included.
    ///
    /// # Errors
    /// A permanent failure when it is blank or too long.
    pub fn parse(value: String) -> Result<Self, CommandError> {
        if value.trim().is_empty() {
            return Err(refuse(
                "empty-text",
                "The field message must have 1 to 4096 characters; it is empty or only \
                 whitespace.",
                "Check the flow's variable that fills message.",
            ));
        }
        let characters = value.chars().count();
        if characters > Self::LONGEST {
            return Err(refuse(
                "text-too-long",
                &format!(
                    "The field message may have at most 4096 characters; it has {characters}."
                ),
                "Shorten the text, or send it in several messages.",
            ));
        }
        Ok(Self(value))
    }
}
