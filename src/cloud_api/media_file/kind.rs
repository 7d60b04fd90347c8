//! The kinds of files that WhatsApp takes, after Meta's page on media.

use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::cloud_api::refusal::refuse_as;
use crate::failure::quoted;
use crate::prelude::*;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its MIME type, as it is sent.
    pub mime_type: &'static str,
    /// The usual ending of its name.
    pub ending: &'static str,
    /// The largest size in bytes.
    pub largest: usize,
}

const KILOBYTE: usize = 1024;
const MEGABYTE: usize = 1024 * KILOBYTE;
const PICTURE: usize = 5 * MEGABYTE;
const SOUND_OR_VIDEO: usize = 16 * MEGABYTE;
const DOCUMENT: usize = 100 * MEGABYTE;
const STICKER: usize = 100 * KILOBYTE;
const ANIMATED_STICKER: usize = 500 * KILOBYTE;

const fn kind(mime_type: &'static str, ending: &'static str, largest: usize) -> Kind {
    Kind {
        mime_type,
        ending,
        largest,
    }
}

static KINDS: &[Kind] = &[
    kind("image/jpeg", "jpg", PICTURE),
    kind("image/png", "png", PICTURE),
    kind("image/webp", "webp", STICKER),
    kind("audio/aac", "aac", SOUND_OR_VIDEO),
    kind("audio/amr", "amr", SOUND_OR_VIDEO),
    kind("audio/mp4", "m4a", SOUND_OR_VIDEO),
    kind("audio/mpeg", "mp3", SOUND_OR_VIDEO),
    kind("audio/ogg", "ogg", SOUND_OR_VIDEO),
    kind("audio/ogg; codecs=opus", "ogg", SOUND_OR_VIDEO),
    kind("audio/opus", "opus", SOUND_OR_VIDEO),
    kind("video/mp4", "mp4", SOUND_OR_VIDEO),
    kind("video/3gpp", "3gp", SOUND_OR_VIDEO),
    kind("text/plain", "txt", DOCUMENT),
    kind("application/pdf", "pdf", DOCUMENT),
    kind("application/msword", "doc", DOCUMENT),
    kind("application/vnd.ms-excel", "xls", DOCUMENT),
    kind("application/vnd.ms-powerpoint", "ppt", DOCUMENT),
    kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        DOCUMENT,
    ),
    kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        DOCUMENT,
    ),
    kind(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptx",
        DOCUMENT,
    ),
];

impl Kind {
    /// Parses the field `mimeType`. Case and spaces do not count. Of what
    /// stands behind `;` only the codec Opus of Ogg means something to
    /// WhatsApp; the rest, such as a text's charset, is left out.
    ///
    /// # Errors
    /// A permanent failure when WhatsApp takes no files of this type.
    pub fn parse(value: &str) -> Result<Self, CommandError> {
        let mut written = value.to_ascii_lowercase();
        written.retain(|c| !c.is_ascii_whitespace());
        let mime_type = match written.as_str() {
            "audio/ogg;codecs=opus" => "audio/ogg; codecs=opus",
            other => other.split(';').next().unwrap_or_default(),
        };
        KINDS
            .iter()
            .find(|kind| kind.mime_type == mime_type)
            .copied()
            .ok_or_else(|| {
                refuse_as(
                    FailureCategory::Media,
                    "unsupported-media-type",
                    &format!(
                        "The field mimeType must be a type of file that WhatsApp takes; it is {}.",
                        quoted(value)
                    ),
                    "Use image/jpeg, image/png, image/webp, audio/aac, audio/amr, audio/mp4, \
                     audio/mpeg, audio/ogg, audio/opus, video/mp4, video/3gpp, text/plain, \
                     application/pdf, or a type of Word, Excel or PowerPoint; convert other files.",
                )
            })
    }

    /// The largest size of this file in bytes: an animated sticker may be
    /// larger than one that stands still.
    pub fn largest(self, content: &[u8]) -> usize {
        if self.mime_type == "image/webp" && is_animated(content) {
            ANIMATED_STICKER
        } else {
            self.largest
        }
    }
}

/// Whether the file of a sticker has the flag of an animation in its extended header.
fn is_animated(webp: &[u8]) -> bool {
    const ANIMATION: u8 = 0x02;
    webp.get(8..16) == Some(b"WEBPVP8X") && webp.get(20).is_some_and(|flags| flags & ANIMATION != 0)
}
