//! What fills a template's header.

use super::media::media;
use super::parameter::TextParameter;
use crate::bindings::exports::uip::whatsapp::commands::{HeaderLocation, TemplateHeader};
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::cloud_api::json_object::JsonObject;
use crate::cloud_api::refusal::{given, refuse};

/// The one parameter of the component `header`.
#[derive(Debug)]
pub enum HeaderParameter {
    /// The value of the header text's variable.
    Text(TextParameter),
    /// A picture, a video, a document or a place: its type, which is also the
    /// key of its object, and the object.
    Other(&'static str, String),
}

impl HeaderParameter {
    /// Parses the field `header`.
    ///
    /// # Errors
    /// A permanent failure that names the member that is wrong.
    pub fn parse(header: TemplateHeader) -> Result<Self, CommandError> {
        Ok(match header {
            TemplateHeader::Text(parameter) => {
                Self::Text(TextParameter::parse("header.text", parameter)?)
            }
            TemplateHeader::Image(source) => {
                Self::Other("image", media("header.image", &source, None)?)
            }
            TemplateHeader::Video(source) => {
                Self::Other("video", media("header.video", &source, None)?)
            }
            TemplateHeader::Document(document) => Self::Other(
                "document",
                media(
                    "header.document.source",
                    &document.source,
                    document.filename.as_deref(),
                )?,
            ),
            TemplateHeader::Location(place) => Self::Other("location", location(&place)?),
        })
    }

    /// The value of the header text's variable, when the header is a text.
    pub fn text(&self) -> Option<&TextParameter> {
        match self {
            Self::Text(parameter) => Some(parameter),
            Self::Other(..) => None,
        }
    }

    /// As it is sent.
    pub fn json(&self) -> String {
        match self {
            Self::Text(parameter) => parameter.json(),
            Self::Other(kind, object) => JsonObject::new()
                .text("type", kind)
                .json(kind, object)
                .finish(),
        }
    }
}

/// Meta writes a template's place with its numbers as text, unlike a message
/// of the type `location`.
fn location(place: &HeaderLocation) -> Result<String, CommandError> {
    Ok(JsonObject::new()
        .text("latitude", &degrees("latitude", place.latitude, 90)?)
        .text("longitude", &degrees("longitude", place.longitude, 180)?)
        .optional_text("name", given(place.name.as_deref()))
        .optional_text("address", given(place.address.as_deref()))
        .finish())
}

fn degrees(field: &str, value: f64, limit: u8) -> Result<String, CommandError> {
    // The shortest form that reads back as the same number. The standard
    // library's way to write it is as large as all of the template code.
    let text = serde_json::to_string(&value).unwrap_or_default();
    if value.abs() <= f64::from(limit) {
        return Ok(text);
    }
    Err(refuse(
        "invalid-location",
        &format!(
            "The field header.location.{field} must be from -{limit} to {limit}; it is {text}."
        ),
        "Give the place in degrees, with a point before the decimals.",
    ))
}
