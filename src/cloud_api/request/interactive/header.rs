//! What is shown above a message's text.

use crate::bindings::uip::whatsapp::outgoing::MessageHeader;
use crate::cloud_api::request::media_message::MediaObject;
use crate::cloud_api::request::refusal::Refusal;
use serde::Serialize;
use uip_kit::field::Limited;

/// The object `header`: a line of text, a picture, a video or a document.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Header {
    Text { text: Limited<60> },
    Image { image: MediaObject },
    Video { video: MediaObject },
    Document { document: MediaObject },
}

impl Header {
    /// Parses the field `header`.
    ///
    /// # Errors
    /// A permanent failure when a text is blank or too long, or a file's id or
    /// link cannot be one.
    pub fn parse(header: MessageHeader) -> Result<Self, Refusal> {
        Ok(match header {
            MessageHeader::Text(text) => Self::text("header.text", text)?,
            MessageHeader::Image(source) => Self::Image {
                image: MediaObject::parse("header.image", &source, None)?,
            },
            MessageHeader::Video(source) => Self::Video {
                video: MediaObject::parse("header.video", &source, None)?,
            },
            MessageHeader::Document(document) => Self::Document {
                document: MediaObject::parse(
                    "header.document.source",
                    &document.source,
                    document.filename.as_deref(),
                )?,
            },
        })
    }

    /// Parses a header of text alone, in the field `field`.
    ///
    /// # Errors
    /// A permanent failure when it is blank or too long.
    pub fn text(field: &str, text: String) -> Result<Self, Refusal> {
        let text = Limited::parse(field, text)?;
        Ok(Self::Text { text })
    }
}
