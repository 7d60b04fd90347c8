//! What stands above a message's text.

use crate::bindings::uip::whatsapp::interactive::MessageHeader;
use crate::cloud_api::request::media_message::MediaObject;
use uip_kit::CommandError;
use uip_kit::field::Limited;
use uip_kit::json::ObjectWriter;

/// The object `header`: a line of text, a picture, a video or a document.
pub struct Header(String);

impl Header {
    /// Parses the field `header`.
    ///
    /// # Errors
    /// A permanent failure when a text is blank or too long, or a file's id or
    /// link cannot be one.
    pub fn parse(header: MessageHeader) -> Result<Self, CommandError> {
        let (kind, object) = match header {
            MessageHeader::Text(text) => return Self::text("header.text", text),
            MessageHeader::Image(source) => {
                ("image", MediaObject::parse("header.image", &source, None)?)
            }
            MessageHeader::Video(source) => {
                ("video", MediaObject::parse("header.video", &source, None)?)
            }
            MessageHeader::Document(document) => (
                "document",
                MediaObject::parse(
                    "header.document.source",
                    &document.source,
                    document.filename.as_deref(),
                )?,
            ),
        };
        let json = ObjectWriter::new()
            .text("type", kind)
            .json(kind, &object.into_json());
        Ok(Self(json.finish()))
    }

    /// Parses a header of text alone, in the field `field`.
    ///
    /// # Errors
    /// A permanent failure when it is blank or too long.
    pub fn text(field: &str, text: String) -> Result<Self, CommandError> {
        let text = Limited::<60>::parse(field, text)?;
        let json = ObjectWriter::new()
            .text("type", "text")
            .text("text", text.as_str());
        Ok(Self(json.finish()))
    }

    /// As it is sent.
    pub fn json(&self) -> &str {
        &self.0
    }
}
