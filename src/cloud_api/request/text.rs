//! The text of a text message.

use crate::cloud_api::request::refusal::{Refusal, refuse};
use serde::Serialize;

/// The object `text` of a message.
#[derive(Debug, Serialize)]
pub struct Text {
    /// Whether its first link is shown with a preview.
    #[serde(skip_serializing_if = "Option::is_none")]
    preview_url: Option<bool>,
    /// 1 to 4096 characters (Unicode scalar values), not only white space.
    body: String,
}

impl Text {
    const LONGEST: usize = 4096;

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.body
    }

    /// Parses the field `message`. The text is sent as it is, line breaks and
    /// outer spaces included.
    ///
    /// # Errors
    /// A permanent failure when it is blank or too long.
    pub fn parse(message: String, preview_url: Option<bool>) -> Result<Self, Refusal> {
        if message.trim().is_empty() {
            return Err(refuse(
                "empty-text",
                "The field message must have 1 to 4096 characters; it is empty or only \
                 whitespace.",
                "Check the flow's variable that fills message.",
            ));
        }
        let characters = message.chars().count();
        if characters > Self::LONGEST {
            return Err(refuse(
                "text-too-long",
                &format!(
                    "The field message may have at most 4096 characters; it has {characters}."
                ),
                "Shorten the text, or send it in several messages.",
            ));
        }
        Ok(Self {
            preview_url,
            body: message,
        })
    }
}
