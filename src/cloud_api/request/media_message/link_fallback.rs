//! `linkFallback`: a text with the link for a file that WhatsApp would not show.
//!
//! Decided by what the request says of the file, before anything is sent:
//! nothing is fetched. Types and sizes are those of Meta's page on media, except
//! that audio over 5 MB becomes a link, as with Sunshine Conversations.

use super::content::misplaced;
use crate::bindings::uip::whatsapp::outgoing::{MediaMessage, MediaType};
use crate::cloud_api::request::refusal::Refusal;
use crate::cloud_api::request::text::Text;
use uip_kit::field::given;

const MEGABYTE: u64 = 1024 * 1024;

/// What WhatsApp shows as one kind of file.
struct Shown {
    /// MIME types, without parameters. Empty: any.
    types: &'static [&'static str],
    /// Extensions of names. Empty: any.
    extensions: &'static [&'static str],
    /// In bytes.
    largest: u64,
}

fn shown(kind: MediaType) -> Shown {
    match kind {
        MediaType::Image => Shown {
            types: &["image/jpeg", "image/jpg", "image/png"],
            extensions: &["jpg", "jpeg", "png"],
            largest: 5 * MEGABYTE,
        },
        MediaType::Video => Shown {
            types: &["video/mp4", "video/3gpp"],
            extensions: &["mp4", "3gp", "3gpp"],
            largest: 16 * MEGABYTE,
        },
        MediaType::Audio => Shown {
            types: &[
                "audio/aac",
                "audio/amr",
                "audio/mp4",
                "audio/mpeg",
                "audio/ogg",
                "audio/opus",
            ],
            extensions: &["aac", "amr", "mp3", "mp4", "m4a", "ogg", "opus"],
            largest: 5 * MEGABYTE,
        },
        MediaType::Document => Shown {
            types: &[],
            extensions: &[],
            largest: 100 * MEGABYTE,
        },
        MediaType::Sticker => Shown {
            types: &["image/webp"],
            extensions: &["webp"],
            largest: 500 * 1024,
        },
    }
}

/// The text to send instead of the file of `request`, which has a link, if the
/// request asks for it and WhatsApp would not show the file.
///
/// # Errors
/// A permanent failure when the file has no link, or when the caption and the
/// link are too long for a text.
pub fn link_instead(request: &MediaMessage) -> Result<Option<Text>, Refusal> {
    if request.link_fallback != Some(true) {
        return Ok(None);
    }
    if given(request.media_id.as_deref()).is_some() {
        return Err(misplaced_fallback());
    }
    let Some(link) = given(request.link.as_deref()) else {
        return Ok(None);
    };
    if is_shown(request, link) {
        return Ok(None);
    }
    let text = match given(request.caption.as_deref()) {
        Some(caption) => [caption, "\n", link].concat(),
        None => link.to_owned(),
    };
    Text::parse(text, None).map(Some)
}

fn is_shown(request: &MediaMessage, link: &str) -> bool {
    let shown = shown(request.media_type);
    if request.file_size.is_some_and(|size| size > shown.largest) {
        return false;
    }
    if shown.types.is_empty() {
        return true;
    }
    match given(request.mime_type.as_deref()) {
        Some(mime_type) => {
            let essence = mime_type.split(';').next().unwrap_or_default().trim();
            let is_it = |known: &&str| known.eq_ignore_ascii_case(essence);
            shown.types.iter().any(is_it)
        }
        None => extension(link).is_none_or(|extension| {
            let is_it = |known: &&str| known.eq_ignore_ascii_case(extension);
            shown.extensions.iter().any(is_it)
        }),
    }
}

/// The extension of the file's name in a link.
fn extension(link: &str) -> Option<&str> {
    let (_, rest) = link.split_once("://")?;
    let path = rest.split(['?', '#']).next()?;
    let (_, path) = path.split_once('/')?;
    let name = path.rsplit('/').next()?;
    let (_, extension) = name.rsplit_once('.')?;
    let is_extension = (1..=5).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_extension.then_some(extension)
}

fn misplaced_fallback() -> Refusal {
    misplaced(
        "linkFallback",
        "link, or with bucketName and objectName: an uploaded file has no link",
    )
}
