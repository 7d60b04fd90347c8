//! A media file: its id, or where it is fetched.

use crate::bindings::exports::uip::whatsapp::commands::MediaSource;
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::cloud_api::refusal::{given, refuse_as};
use crate::failure::quoted;
use crate::json::ObjectWriter;

const LONGEST_ID: usize = 512;

/// The object `image`, `video` or `document`, from the field `field`: exactly
/// one of `id` and `link`. A blank file name counts as not given.
///
/// # Errors
/// A permanent failure when the id or the link cannot be one.
pub fn media(
    field: &str,
    source: &MediaSource,
    filename: Option<&str>,
) -> Result<String, CommandError> {
    let json = ObjectWriter::new();
    let json = match source {
        MediaSource::Id(id) => json.text("id", media_id(field, id.trim())?),
        MediaSource::Link(link) => json.text("link", media_link(field, link.trim())?),
    };
    Ok(json.optional_text("filename", given(filename)).finish())
}

fn media_id<'a>(field: &str, id: &'a str) -> Result<&'a str, CommandError> {
    let is_id = (1..=LONGEST_ID).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':'));
    if is_id {
        return Ok(id);
    }
    Err(refuse_as(
        FailureCategory::Media,
        "invalid-media-id",
        &format!(
            "The field {field}.id must be the id of an uploaded file; it is {}.",
            quoted(id)
        ),
        "Use the id that WhatsApp gave for the uploaded file; for an address use link.",
    ))
}

fn media_link<'a>(field: &str, link: &'a str) -> Result<&'a str, CommandError> {
    let lower = link.get(..8).unwrap_or(link).to_ascii_lowercase();
    let has_scheme = lower.starts_with("https://") || lower.starts_with("http://");
    if has_scheme && !link.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Ok(link);
    }
    Err(refuse_as(
        FailureCategory::Media,
        "invalid-media-link",
        &format!(
            "The field {field}.link must be an address that begins with https:// and has no \
             spaces; it is {}.",
            quoted(link)
        ),
        "Use a public https address that opens the file itself.",
    ))
}
