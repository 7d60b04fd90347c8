//! A media file as a message.

use super::{Caption, MediaObject};
use crate::bindings::uip::whatsapp::outgoing::{MediaMessage, MediaType};
use crate::cloud_api::request::refusal::{Refusal, refuse_as};
use uip_kit::FailureCategory;
use uip_kit::field::given;

/// A file with only what WhatsApp shows with that kind of file.
#[derive(Debug)]
pub struct MediaContent {
    /// The message's type, which is also the key of the object.
    pub(in crate::cloud_api::request) kind: MediaType,
    /// The file.
    pub(in crate::cloud_api::request) object: MediaObject,
}

impl MediaContent {
    /// Parses a request whose file is at a link or has an id. What is blank
    /// counts as not given, and so does a `voice` that is false.
    ///
    /// # Errors
    /// A permanent failure when not exactly one of `link` and `mediaId` is
    /// given, one of them cannot be what it should be, the caption is too
    /// long, or the caption, the file name or `voice` does not go with this
    /// kind of file.
    pub fn parse(request: MediaMessage) -> Result<Self, Refusal> {
        let link = given(request.link.as_deref());
        let id = given(request.media_id.as_deref());
        let mut object = match (link, id) {
            (Some(link), None) => MediaObject::with_link("link", link)?,
            (None, Some(id)) => MediaObject::with_id("mediaId", id)?,
            (None, None) => return Err(not_one("none of them is")),
            (Some(_), Some(_)) => return Err(not_one("more than one is")),
        };
        let kind = request.media_type;
        let caption = Caption::parse_optional("caption", request.caption)?;
        if caption.is_some() && matches!(kind, MediaType::Audio | MediaType::Sticker) {
            return Err(misplaced("caption", "a picture, a video or a document"));
        }
        object.caption = caption;
        if let Some(filename) = given(request.filename.as_deref()) {
            if kind != MediaType::Document {
                return Err(misplaced("filename", "a document"));
            }
            object.filename = Some(filename.to_owned());
        }
        if request.voice == Some(true) {
            if kind != MediaType::Audio {
                return Err(misplaced("voice", "audio"));
            }
            object.voice = Some(true);
        }
        Ok(Self { kind, object })
    }
}

/// A file comes from one place, and not from none or from several.
pub(super) fn not_one(found: &str) -> Refusal {
    refuse_as(
        FailureCategory::Media,
        "conflicting-fields",
        &format!("Exactly one of the fields link, mediaId and bucketName must be given; {found}."),
        "Give link for a public URL, the mediaId that the command uploadMedia returned, or bucketName \
         and objectName for a file in your storage.",
    )
}

pub(super) fn misplaced(field: &str, kinds: &str) -> Refusal {
    refuse_as(
        FailureCategory::Media,
        "misplaced-field",
        &format!("The field {field} can only be used with {kinds}."),
        "Leave this field out, or send another mediaType.",
    )
}
