//! A file that a customer sends.

use bytes::Bytes;
use serde_json::{Value, json};

use super::{Kind, Media};
use crate::model::ids::Way;

/// A picture, a sound, a film, a paper or a sticker, ready to be sent.
///
/// ```
/// use uip_sandbox::Attachment;
/// let photo = Attachment::image("image/jpeg", vec![0xff, 0xd8]).caption("My loaf");
/// ```
#[derive(Debug, Clone)]
pub struct Attachment {
    kind: Kind,
    mime_type: String,
    bytes: Bytes,
    caption: Option<String>,
    filename: Option<String>,
    voice: bool,
    animated: bool,
}

impl Attachment {
    pub(crate) fn new(kind: Kind, mime_type: &str, bytes: impl Into<Bytes>) -> Self {
        Self {
            kind,
            mime_type: mime_type.to_owned(),
            bytes: bytes.into(),
            caption: None,
            filename: None,
            voice: false,
            animated: false,
        }
    }

    /// A picture.
    pub fn image(mime_type: &str, bytes: impl Into<Bytes>) -> Self {
        Self::new(Kind::Image, mime_type, bytes)
    }

    /// A film.
    pub fn video(mime_type: &str, bytes: impl Into<Bytes>) -> Self {
        Self::new(Kind::Video, mime_type, bytes)
    }

    /// A sound.
    pub fn audio(mime_type: &str, bytes: impl Into<Bytes>) -> Self {
        Self::new(Kind::Audio, mime_type, bytes)
    }

    /// A file, with its name.
    pub fn document(mime_type: &str, filename: &str, bytes: impl Into<Bytes>) -> Self {
        Self::new(Kind::Document, mime_type, bytes).filename(filename)
    }

    /// A sticker.
    pub fn sticker(bytes: impl Into<Bytes>) -> Self {
        Self::new(Kind::Sticker, "image/webp", bytes)
    }

    /// Words below it.
    #[must_use]
    pub fn caption(mut self, caption: &str) -> Self {
        self.caption = Some(caption.to_owned());
        self
    }

    /// The file's name.
    #[must_use]
    pub fn filename(mut self, filename: &str) -> Self {
        self.filename = Some(filename.to_owned());
        self
    }

    /// It was spoken into the telephone.
    #[must_use]
    pub fn voice(mut self) -> Self {
        self.voice = true;
        self
    }

    /// The sticker moves.
    #[must_use]
    pub fn animated(mut self) -> Self {
        self.animated = true;
        self
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn mime_type(&self) -> &str {
        &self.mime_type
    }

    pub(crate) fn is_voice(&self) -> bool {
        self.voice
    }

    pub(crate) fn is_animated(&self) -> bool {
        self.animated
    }

    /// The file, to be hosted under this id from `now` on.
    pub(crate) fn hosted(&self, id: &str, now: u64) -> Media {
        let bytes = self.bytes.clone();
        let filename = self.filename.as_deref();
        Media::new(
            id.to_owned(),
            &self.mime_type,
            filename,
            bytes,
            Way::In,
            now,
        )
    }

    /// The object of the message, but for what a carrier's hosting adds.
    pub(crate) fn content(&self) -> Value {
        let mut content = json!({});
        if let Some(caption) = &self.caption {
            content["caption"] = json!(caption);
        }
        if let Some(filename) = &self.filename {
            content["filename"] = json!(filename);
        }
        content["mime_type"] = json!(self.mime_type);
        content
    }
}
