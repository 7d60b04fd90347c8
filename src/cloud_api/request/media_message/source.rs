//! A media file: its id, or where it is fetched.

use super::Caption;
use crate::bindings::uip::whatsapp::outgoing::MediaSource;
use crate::cloud_api::request::field::member;
use crate::cloud_api::request::refusal::{Refusal, refuse_as};
use serde::Serialize;
use uip_kit::FailureCategory;
use uip_kit::failure::quoted;
use uip_kit::field::{found, given};
use uip_kit::http::is_web_address;

const LONGEST_ID: usize = 512;

/// The object `image`, `video`, `audio`, `document` or `sticker` of a message
/// or of a header: exactly one of `id` and `link`, and what is shown with it.
#[derive(Debug, Default, Serialize)]
pub struct MediaObject {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) caption: Option<Caption>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) filename: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) voice: Option<bool>,
}

impl MediaObject {
    /// Parses the field `field`. A blank file name counts as not given.
    ///
    /// # Errors
    /// A permanent failure when the id or the link cannot be one.
    pub fn parse(
        field: &str,
        source: &MediaSource,
        filename: Option<&str>,
    ) -> Result<Self, Refusal> {
        let mut media = match source {
            MediaSource::Id(id) => Self::with_id(&member(field, "id"), id)?,
            MediaSource::Link(link) => Self::with_link(&member(field, "link"), link)?,
        };
        media.filename = given(filename).map(str::to_owned);
        Ok(media)
    }

    /// The file with the id in `field`.
    ///
    /// # Errors
    /// A permanent failure when it cannot be the id of a file.
    pub(super) fn with_id(field: &str, id: &str) -> Result<Self, Refusal> {
        let id = id.trim();
        let is_id = (1..=LONGEST_ID).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':'));
        if is_id {
            return Ok(Self {
                id: Some(id.to_owned()),
                ..Self::default()
            });
        }
        Err(refuse_as(
            FailureCategory::Media,
            "invalid-media-id",
            &format!(
                "The field {field} must be the id of an uploaded file, 1 to {LONGEST_ID} letters, \
             digits, -, _ and :; it {}.",
                found(id, LONGEST_ID)
            ),
            "Use the id from uploadMedia or from a customer's message; for a URL, use link. To send a \
         file from your disk, upload it with the command uploadMedia first.",
        ))
    }

    /// The file at the address in `field`.
    ///
    /// # Errors
    /// A permanent failure when it cannot be an address on the web.
    pub(super) fn with_link(field: &str, link: &str) -> Result<Self, Refusal> {
        let link = link.trim();
        if is_web_address(link) {
            return Ok(Self {
                link: Some(link.to_owned()),
                ..Self::default()
            });
        }
        Err(refuse_as(
            FailureCategory::Media,
            "invalid-media-link",
            &format!(
                "The field {field} must be a URL that begins with http:// or https:// and a host and \
             contains no spaces; it is {}.",
                quoted(link)
            ),
            advice_on_link(link),
        ))
    }
}

/// What to do about an address that WhatsApp cannot fetch a file from.
fn advice_on_link(link: &str) -> &'static str {
    let beginning: String = link.chars().take(8).collect();
    let beginning = beginning.to_ascii_lowercase();
    let is_web = beginning.starts_with("http://") || beginning.starts_with("https://");
    if is_web && link.contains(' ') {
        return "Write each space in the URL as %20.";
    }
    if beginning.starts_with("data:") {
        return "Upload the file with the command uploadMedia: give its base64 as content, without \
                the prefix data:…;base64, and send the mediaId that it returns.";
    }
    if is_web {
        return "Use a public https URL that returns the file itself.";
    }
    "Use a public https URL that returns the file itself. WhatsApp cannot read a file on your \
     disk: upload it with the command uploadMedia and send the mediaId that it returns."
}
