//! Files of the resumable upload: samples of template headers, and profile pictures.

use bytes::{Bytes, BytesMut};

use crate::model::newest::{MOST_BYTES_OF_FILES, Newest, Weighs};
use crate::model::settings::Keep;

/// An upload that was announced, and what has arrived of it.
#[derive(Debug)]
struct Session {
    id: String,
    file_type: String,
    /// The announced size in bytes.
    length: usize,
    content: BytesMut,
    /// Set once the whole file has arrived.
    handle: Option<String>,
}

/// Why bytes cannot be added to an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CannotAdd {
    /// No upload has this id.
    NoSuchUpload,
    /// The bytes do not continue what has arrived; `expected` is where they must begin.
    WrongOffset { expected: usize },
    /// There are more bytes than were announced.
    TooLong { announced: usize },
}

impl Weighs for Session {
    /// What was announced: it may still arrive.
    fn bytes(&self) -> usize {
        self.length
    }
}

/// All resumable uploads that are kept.
#[derive(Debug)]
pub(crate) struct Uploads {
    sessions: Newest<Session>,
}

impl Uploads {
    pub(crate) fn new(keep: Keep) -> Self {
        Self {
            sessions: Newest::new(keep, MOST_BYTES_OF_FILES),
        }
    }

    pub(crate) fn begin(&mut self, id: String, file_type: &str, length: usize) {
        self.sessions.push(Session {
            id,
            file_type: file_type.to_owned(),
            length,
            content: BytesMut::new(),
            handle: None,
        });
    }

    /// How many bytes have arrived; `None` if no upload has this id.
    pub(crate) fn offset(&self, id: &str) -> Option<usize> {
        let session = self.sessions.iter().find(|session| session.id == id)?;
        Some(session.content.len())
    }

    /// Adds bytes at `offset`. Returns the handle, made of `unique`, if the file is complete.
    pub(crate) fn add(
        &mut self,
        id: &str,
        offset: usize,
        bytes: &[u8],
        unique: &str,
    ) -> Result<Option<String>, CannotAdd> {
        let session = self
            .sessions
            .iter_mut()
            .find(|session| session.id == id)
            .ok_or(CannotAdd::NoSuchUpload)?;
        let expected = session.content.len();
        if offset != expected {
            return Err(CannotAdd::WrongOffset { expected });
        }
        if bytes.len() > session.length.saturating_sub(expected) {
            return Err(CannotAdd::TooLong {
                announced: session.length,
            });
        }
        session.content.extend_from_slice(bytes);
        if session.content.len() == session.length {
            session.handle = Some(format!("4::{unique}"));
        }
        Ok(session.handle.clone())
    }

    fn complete(&self, handle: &str) -> Option<&Session> {
        self.sessions
            .iter()
            .find(|session| session.handle.as_deref() == Some(handle))
    }

    /// The MIME type of a complete file; `None` for an unknown handle.
    pub(crate) fn file_type(&self, handle: &str) -> Option<&str> {
        self.complete(handle)
            .map(|session| session.file_type.as_str())
    }

    /// The content of a complete file; `None` for an unknown handle.
    pub(crate) fn content(&self, handle: &str) -> Option<Bytes> {
        self.complete(handle)
            .map(|session| session.content.clone().freeze())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_comes_with_the_last_byte() {
        let mut uploads = Uploads::new(Keep::default());
        uploads.begin("u".to_owned(), "image/png", 5);
        assert_eq!(uploads.add("u", 0, b"bre", "h"), Ok(None));
        assert_eq!(uploads.offset("u"), Some(3));
        assert_eq!(
            uploads.add("u", 0, b"bread", "h"),
            Err(CannotAdd::WrongOffset { expected: 3 })
        );
        assert_eq!(
            uploads.add("u", 3, b"ads", "h"),
            Err(CannotAdd::TooLong { announced: 5 })
        );
        assert_eq!(uploads.file_type("4::h"), None);
        assert_eq!(uploads.add("u", 3, b"ad", "h"), Ok(Some("4::h".to_owned())));
        assert_eq!(uploads.file_type("4::h"), Some("image/png"));
        assert_eq!(uploads.content("4::h").unwrap(), "bread");
        assert_eq!(uploads.add("x", 0, b"", "h"), Err(CannotAdd::NoSuchUpload));
    }
}
