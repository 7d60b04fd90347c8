//! What a message may refer to.

use crate::media::Shelf;
use crate::templates::Catalogue;

/// Templates and media, at a point in time.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) templates: &'a Catalogue,
    pub(super) media: &'a Shelf,
    /// Seconds since 1970.
    pub(super) now: u64,
}
