//! A media file: its id, or where it is fetched.

use serde::Serialize;

use crate::bindings::exports::uip::whatsapp::commands::MediaSource;
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::cloud_api::refusal::{given, refuse_as};
use crate::failure::excerpt;

/// The object `image`, `video` or `document`: exactly one of `id` and `link`.
#[derive(Debug, Serialize)]
pub struct Media {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filename: Option<String>,
}

const LONGEST_ID: usize = 512;

impl Media {
    /// Parses the field `field`. A blank file name counts as not given.
    ///
    /// # Errors
    /// A permanent failure when the id or the link cannot be one.
    pub fn parse(
        field: &str,
        source: &MediaSource,
        filename: Option<&str>,
    ) -> Result<Self, CommandError> {
        let (id, link) = match source {
            MediaSource::Id(id) => (Some(media_id(field, id.trim())?), None),
            MediaSource::Link(link) => (None, Some(media_link(field, link.trim())?)),
        };
        Ok(Self {
            id,
            link,
            filename: given(filename).map(str::to_owned),
        })
    }
}

fn media_id(field: &str, id: &str) -> Result<String, CommandError> {
    let is_id = (1..=LONGEST_ID).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':'));
    if is_id {
        return Ok(id.to_owned());
    }
    Err(refuse_as(
        FailureCategory::Media,
        "invalid-media-id",
        &format!(
            "The field {field}.id must be the id of an uploaded file; it is {:?}.",
            excerpt(id)
        ),
        "Use the id that WhatsApp gave for the uploaded file; for an address use link.",
    ))
}

fn media_link(field: &str, link: &str) -> Result<String, CommandError> {
    let lower = link.get(..8).unwrap_or(link).to_ascii_lowercase();
    let has_scheme = lower.starts_with("https://") || lower.starts_with("http://");
    if has_scheme && !link.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Ok(link.to_owned());
    }
    Err(refuse_as(
        FailureCategory::Media,
        "invalid-media-link",
        &format!(
            "The field {field}.link must be an address that begins with https:// and has no \
             spaces; it is {:?}.",
            excerpt(link)
        ),
        "Use a public https address that opens the file itself.",
    ))
}
