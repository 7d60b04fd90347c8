//! A media file as a message.

use super::source::{with_id, with_link};
use crate::bindings::uip::whatsapp::media::{MediaMessage, MediaType};
use uip_kit::field::Limited;
use uip_kit::field::{given, refuse_as};
use uip_kit::{CommandError, FailureCategory};

/// The object `image`, `video`, `audio`, `document` or `sticker` of a message,
/// with only what WhatsApp shows beside that kind of file.
#[derive(Debug)]
pub struct MediaContent {
    kind: &'static str,
    object: String,
}

/// Text below a picture, a video or a document.
type Caption = Limited<1024>;

impl MediaContent {
    /// Parses a request. What is blank counts as not given, and so does a
    /// `voice` that is false.
    ///
    /// # Errors
    /// A permanent failure when not exactly one of `link` and `mediaId` is
    /// given, one of them cannot be what it should be, the caption is too
    /// long, or the caption, the file name or `voice` does not go with this
    /// kind of file.
    pub fn parse(request: MediaMessage) -> Result<Self, CommandError> {
        let link = given(request.link.as_deref());
        let id = given(request.media_id.as_deref());
        let mut object = match (link, id) {
            (Some(link), None) => with_link("link", link)?,
            (None, Some(id)) => with_id("mediaId", id)?,
            (None, None) => return Err(not_one("neither is")),
            (Some(_), Some(_)) => return Err(not_one("both are")),
        };
        let kind = request.media_type;
        let caption = Caption::parse_optional("caption", request.caption)?;
        if let Some(caption) = &caption {
            if matches!(kind, MediaType::Audio | MediaType::Sticker) {
                return Err(misplaced("caption", "a picture, a video or a document"));
            }
            object = object.text("caption", caption.as_str());
        }
        if let Some(filename) = given(request.filename.as_deref()) {
            if kind != MediaType::Document {
                return Err(misplaced("filename", "a document"));
            }
            object = object.text("filename", filename);
        }
        if request.voice == Some(true) {
            if kind != MediaType::Audio {
                return Err(misplaced("voice", "audio"));
            }
            object = object.json("voice", "true");
        }
        Ok(Self {
            kind: word(kind),
            object: object.finish(),
        })
    }

    /// The message's type, which is also the key of its object, and the
    /// object.
    pub fn json(&self) -> (&'static str, String) {
        (self.kind, self.object.clone())
    }
}

fn word(kind: MediaType) -> &'static str {
    match kind {
        MediaType::Image => "image",
        MediaType::Video => "video",
        MediaType::Audio => "audio",
        MediaType::Document => "document",
        MediaType::Sticker => "sticker",
    }
}

fn not_one(found: &str) -> CommandError {
    refuse_as(
        FailureCategory::Media,
        "conflicting-fields",
        &format!("Exactly one of the fields link and mediaId must be given; {found}."),
        "Give link for a public URL, or the mediaId that the command uploadMedia returned.",
    )
}

fn misplaced(field: &str, kinds: &str) -> CommandError {
    refuse_as(
        FailureCategory::Media,
        "misplaced-field",
        &format!("The field {field} can only be used with {kinds}."),
        "Leave this field out, or send another mediaType.",
    )
}
