//! A media file as a message.

use super::Content;
use crate::bindings::uip::whatsapp_twilio::outgoing::{MediaMessage, MediaType};
use uip_kit::FailureCategory;
use uip_kit::failure::quoted;
use uip_kit::field::{Limited, given};
use uip_kit::http::is_web_address;
use uip_kit::refusal::{Refusal, refuse_as};
use uip_kit::stored_file::StoredFile;

/// The file that a request names in a storage, if it does.
///
/// # Errors
/// A permanent failure when both names do not come together, or with a link.
pub fn stored_file(request: &MediaMessage) -> Result<Option<StoredFile<'_>>, Refusal> {
    let file = StoredFile::parse(
        request.bucket_name.as_deref(),
        request.object_name.as_deref(),
        request.link_seconds,
    )?;
    if file.is_some() && given(request.link.as_deref()).is_some() {
        return Err(not_one("both are"));
    }
    Ok(file)
}

/// The content of a message with the file at this link, or else at that of the
/// request.
///
/// # Errors
/// A permanent failure when there is no link or it cannot be one, or when the
/// caption is too long or would not be delivered.
pub fn media(request: MediaMessage, link: Option<String>) -> Result<Content, Refusal> {
    let link = match link {
        Some(link) => link,
        None => web_address(given(request.link.as_deref()).ok_or_else(|| not_one("neither is"))?)?,
    };
    let caption = Limited::<1600>::parse_optional("caption", request.caption)?;
    match caption {
        None => Ok(Content::new("MediaUrl", link)),
        Some(caption) if request.media_type == MediaType::Image => {
            Ok(Content::new("Body", caption.as_str()).with("MediaUrl", link))
        }
        Some(_) => Err(refuse_as(
            FailureCategory::Media,
            "caption-not-delivered",
            "The field caption can only be used with a picture: Twilio does not deliver it with \
             another file.",
            "Leave caption out, and send the text with sendMessageText before the file.",
        )),
    }
}

fn web_address(link: &str) -> Result<String, Refusal> {
    let link = link.trim();
    if is_web_address(link) {
        return Ok(link.to_owned());
    }
    Err(refuse_as(
        FailureCategory::Media,
        "invalid-media-link",
        &format!(
            "The field link must be a URL that begins with http:// or https:// and a host and \
             contains no spaces; it is {}.",
            quoted(link)
        ),
        "Use a public https URL that returns the file itself, without a login.",
    ))
}

fn not_one(found: &str) -> Refusal {
    refuse_as(
        FailureCategory::Media,
        "conflicting-fields",
        &format!("Exactly one of the fields link and bucketName must be given; {found}."),
        "Give link for a public URL, or bucketName and objectName for a file in your storage.",
    )
}
