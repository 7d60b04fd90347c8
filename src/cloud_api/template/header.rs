//! What fills a template's header.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::media::Media;
use super::parameter::TextParameter;
use crate::bindings::exports::uip::whatsapp::commands::{HeaderLocation, TemplateHeader};
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::cloud_api::refusal::{given, refuse};

/// The one parameter of the component `header`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum HeaderParameter {
    /// The value of the header text's variable.
    Text(TextParameter),
    /// A picture, a video or a document.
    Media(MediaParameter),
    /// A place.
    Location(LocationParameter),
}

/// A parameter of the type `image`, `video` or `document`, which is also the
/// key of its object.
#[derive(Debug)]
pub struct MediaParameter {
    kind: &'static str,
    media: Media,
}

impl Serialize for MediaParameter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("type", self.kind)?;
        map.serialize_entry(self.kind, &self.media)?;
        map.end()
    }
}

/// A parameter of the type `location`.
#[derive(Debug, Serialize)]
pub struct LocationParameter {
    r#type: &'static str,
    location: Location,
}

/// Meta writes a template's place with its numbers as text, unlike a message
/// of the type `location`.
#[derive(Debug, Serialize)]
struct Location {
    latitude: String,
    longitude: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
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
            TemplateHeader::Image(source) => Self::Media(MediaParameter {
                kind: "image",
                media: Media::parse("header.image", &source, None)?,
            }),
            TemplateHeader::Video(source) => Self::Media(MediaParameter {
                kind: "video",
                media: Media::parse("header.video", &source, None)?,
            }),
            TemplateHeader::Document(document) => Self::Media(MediaParameter {
                kind: "document",
                media: Media::parse(
                    "header.document.source",
                    &document.source,
                    document.filename.as_deref(),
                )?,
            }),
            TemplateHeader::Location(location) => Self::Location(LocationParameter {
                r#type: "location",
                location: Location::parse(&location)?,
            }),
        })
    }

    /// The value of the header text's variable, when the header is a text.
    pub fn text(&self) -> Option<&TextParameter> {
        match self {
            Self::Text(parameter) => Some(parameter),
            Self::Media(_) | Self::Location(_) => None,
        }
    }
}

impl Location {
    fn parse(location: &HeaderLocation) -> Result<Self, CommandError> {
        Ok(Self {
            latitude: degrees("latitude", location.latitude, 90)?,
            longitude: degrees("longitude", location.longitude, 180)?,
            name: given(location.name.as_deref()).map(str::to_owned),
            address: given(location.address.as_deref()).map(str::to_owned),
        })
    }
}

fn degrees(field: &str, value: f64, limit: u8) -> Result<String, CommandError> {
    if value.abs() <= f64::from(limit) {
        // The shortest form that reads back as the same number.
        return Ok(serde_json::to_string(&value).unwrap_or_default());
    }
    Err(refuse(
        "invalid-location",
        &format!(
            "The field header.location.{field} must be from -{limit} to {limit}; it is {value}."
        ),
        "Give the place in degrees, with a point before the decimals.",
    ))
}
