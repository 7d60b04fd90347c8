//! What WhatsApp says about a file.

use crate::bindings::uip::whatsapp::media::MediaDescription;
use uip_kit::file::Digest;
use uip_kit::json::Object;

/// The answer to `GET /{media-id}`. Only the address is a must.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Where the file is for 5 minutes.
    pub url: String,
    /// What kind of file it is.
    pub mime_type: Option<String>,
    /// Its size in bytes.
    pub file_size: Option<u64>,
    /// Its SHA-256, as WhatsApp writes it.
    pub sha256: Option<String>,
}

impl Description {
    /// Reads the answer.
    pub fn read(answer: &Object<'_>) -> Option<Self> {
        Some(Self {
            url: answer.text("url")?,
            mime_type: answer.text("mime_type"),
            file_size: answer.number("file_size"),
            sha256: answer.text("sha256"),
        })
    }

    /// Its SHA-256, where WhatsApp gives it in a form that is known.
    pub fn digest(&self) -> Option<Digest> {
        self.sha256.as_deref().and_then(Digest::parse)
    }
}

impl From<Description> for MediaDescription {
    fn from(description: Description) -> Self {
        Self {
            url: description.url,
            mime_type: description.mime_type,
            file_size: description.file_size,
            sha256: description.sha256,
        }
    }
}
