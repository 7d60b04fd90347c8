//! The media that the sandbox hosts.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use crate::model::ids::{Way, hex};
use crate::model::newest::{MOST_BYTES, MOST_BYTES_OF_FILES, Newest, Weighs};
use crate::model::settings::Keep;

/// A download link works for five minutes.
const LINK_LIFETIME: u64 = 5 * 60;
/// What the business uploaded is kept for 30 days.
const UPLOAD_LIFETIME: u64 = 30 * 24 * 60 * 60;
/// What a customer sent is kept for seven.
const CUSTOMERS_LIFETIME: u64 = 7 * 24 * 60 * 60;

/// Media that the sandbox hosts: uploaded by the business, or sent by a customer.
#[derive(Clone)]
pub struct Media {
    id: String,
    mime_type: String,
    filename: Option<String>,
    bytes: Bytes,
    sha256: [u8; 32],
    from: Way,
    at: u64,
    /// Whether it is kept until it is deleted.
    for_ever: bool,
}

impl Media {
    pub(crate) fn new(
        id: String,
        mime_type: &str,
        filename: Option<&str>,
        bytes: Bytes,
        from: Way,
        at: u64,
    ) -> Self {
        Self {
            id,
            mime_type: mime_type.to_owned(),
            filename: filename.map(str::to_owned),
            sha256: Sha256::digest(&bytes).into(),
            bytes,
            from,
            at,
            for_ever: false,
        }
    }

    /// The same, kept until it is deleted.
    pub(crate) fn for_ever(mut self) -> Self {
        self.for_ever = true;
        self
    }

    /// The media id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The MIME type as the sender gave it.
    pub fn mime_type(&self) -> &str {
        &self.mime_type
    }

    /// The file's name, if the sender gave one.
    pub fn filename(&self) -> Option<&str> {
        self.filename.as_deref()
    }

    /// The content.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the content in lower-case hexadecimal, as `GET /{media id}` returns it.
    pub fn sha256_hex(&self) -> String {
        hex(&self.sha256)
    }

    /// SHA-256 of the content in base64, as a customer's message contains it.
    pub fn sha256_base64(&self) -> String {
        STANDARD.encode(self.sha256)
    }

    /// Whether a customer sent it, rather than the business uploaded it.
    pub fn is_from_customer(&self) -> bool {
        self.from == Way::In
    }

    pub(crate) fn content(&self) -> Bytes {
        self.bytes.clone()
    }

    fn lives_at(&self, now: u64) -> bool {
        let lifetime = match self.from {
            Way::Out => UPLOAD_LIFETIME,
            Way::In => CUSTOMERS_LIFETIME,
        };
        self.for_ever || now.saturating_sub(self.at) < lifetime
    }
}

impl fmt::Debug for Media {
    /// Leaves the content out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Media")
            .field("id", &self.id)
            .field("mime_type", &self.mime_type)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// A download link is not good, or no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gone;

impl Weighs for Media {
    fn bytes(&self) -> usize {
        self.bytes.len()
    }
}

/// A download link.
#[derive(Debug)]
struct Link {
    hash: String,
    /// The id of the media.
    leads_to: String,
    /// Seconds since 1970.
    expires: u64,
}

impl Weighs for Link {
    fn bytes(&self) -> usize {
        self.hash.len() + self.leads_to.len()
    }
}

/// Where media is kept, and which links lead to it.
#[derive(Debug)]
pub(crate) struct Shelf {
    items: Newest<Media>,
    links: Newest<Link>,
    /// So many links to come have expired before they are given out.
    pub(crate) stale_links: usize,
}

impl Shelf {
    pub(crate) fn new(keep: Keep) -> Self {
        Self {
            items: Newest::new(keep, MOST_BYTES_OF_FILES),
            links: Newest::new(keep, MOST_BYTES),
            stale_links: 0,
        }
    }

    pub(crate) fn keep(&mut self, media: Media) {
        self.items.push(media);
    }

    pub(crate) fn all(&self) -> &Newest<Media> {
        &self.items
    }

    pub(crate) fn find(&self, id: &str, now: u64) -> Option<&Media> {
        self.items
            .iter()
            .find(|media| media.id == id && media.lives_at(now))
    }

    /// Whether there was anything to remove.
    pub(crate) fn remove(&mut self, id: &str) -> bool {
        self.items.remove(|media| media.id == id)
    }

    /// Swaps the content, and keeps the reported hash and size.
    pub(crate) fn spoil(&mut self, id: &str) -> bool {
        let Some(media) = self.items.iter_mut().find(|media| media.id == id) else {
            return false;
        };
        media.bytes = media.bytes.iter().map(|byte| !byte).collect();
        true
    }

    /// Opens a link with this hash. Returns when it expires.
    pub(crate) fn link(&mut self, id: &str, hash: &str, now: u64) -> u64 {
        let expires = if self.stale_links > 0 {
            self.stale_links -= 1;
            now
        } else {
            now.saturating_add(LINK_LIFETIME)
        };
        self.links.push(Link {
            hash: hash.to_owned(),
            leads_to: id.to_owned(),
            expires,
        });
        expires
    }

    /// Follows a link.
    pub(crate) fn follow(&self, id: &str, hash: &str, now: u64) -> Result<&Media, Gone> {
        // Clients follow the links that they got last.
        let link = self.links.iter().rev().find(|link| link.hash == hash);
        let link = link.ok_or(Gone)?;
        if link.leads_to != id || now >= link.expires {
            return Err(Gone);
        }
        self.find(id, now).ok_or(Gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf() -> Shelf {
        let mut shelf = Shelf::new(Keep::default());
        let bytes = Bytes::from_static(b"bread");
        shelf.keep(Media::new(
            "7".to_owned(),
            "image/png",
            None,
            bytes,
            Way::Out,
            0,
        ));
        shelf
    }

    #[test]
    fn a_link_works_for_five_minutes_and_only_for_its_media() {
        let mut shelf = shelf();
        assert_eq!(shelf.link("7", "h", 100), 400);
        assert!(shelf.follow("7", "h", 399).is_ok());
        assert!(shelf.follow("7", "h", 400).is_err());
        assert!(shelf.follow("8", "h", 100).is_err());
        assert!(shelf.follow("7", "x", 100).is_err());
    }

    #[test]
    fn an_upload_is_forgotten_after_thirty_days() {
        let shelf = shelf();
        assert!(shelf.find("7", UPLOAD_LIFETIME - 1).is_some());
        assert!(shelf.find("7", UPLOAD_LIFETIME).is_none());
    }

    #[test]
    fn a_stale_link_has_expired_when_it_is_given_out() {
        let mut shelf = shelf();
        shelf.stale_links = 1;
        shelf.link("7", "old", 100);
        shelf.link("7", "new", 100);
        assert!(shelf.follow("7", "old", 100).is_err());
        assert!(shelf.follow("7", "new", 100).is_ok());
    }
}
