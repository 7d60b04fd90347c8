//! What a request's body consists of.

use crate::file::FileText;

/// A part of a request's body.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// Text as it is.
    Text(&'a str),
    /// A file, decoded while it is sent.
    File(&'a FileText),
}

impl Part<'_> {
    /// Its size in bytes.
    pub fn length(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::File(file) => file.length(),
        }
    }

    /// Hands over its bytes in pieces, until `take` says that it takes no more.
    pub fn pieces(&self, take: &mut dyn FnMut(&[u8]) -> bool) {
        match self {
            Self::Text(text) => {
                take(text.as_bytes());
            }
            Self::File(file) => file.pieces(take),
        }
    }
}
