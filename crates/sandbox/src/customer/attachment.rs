//! Media that a customer sends.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::Customer;
use crate::model::exchange::inbound::{self, Words};
use crate::model::ids::Way;
use crate::model::media::{Kind, Media};

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

    /// The object of the notification, but for what hosting adds.
    fn content(&self) -> Value {
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

impl Customer {
    /// Sends media: the sandbox hosts it, and the notification contains its id, its hash and a link. Returns
    /// the message's id.
    pub fn sends_media(&self, attachment: Attachment) -> String {
        let settings = &self.world.settings;
        self.world.change(|state| {
            let mut content = attachment.content();
            let (id, now) = (state.ids.object(), state.clock.seconds());
            let media = Media::new(
                id.clone(),
                &attachment.mime_type,
                attachment.filename.as_deref(),
                attachment.bytes,
                Way::In,
                now,
            );
            content["sha256"] = json!(media.sha256_base64());
            content["id"] = json!(id);
            state.media.keep(media);
            content["url"] = json!(state.media_link(&id, &settings.base()));
            match attachment.kind {
                Kind::Audio => content["voice"] = json!(attachment.voice),
                Kind::Sticker => content["animated"] = json!(attachment.animated),
                _ => {}
            }
            let words = Words {
                kind: attachment.kind.name(),
                content,
                quoting: self.quoting.as_deref(),
                more: Map::new(),
            };
            inbound::send(state, settings, &self.id, words)
        })
    }
}
