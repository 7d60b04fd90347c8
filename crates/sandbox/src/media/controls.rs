//! What a test can do with media, in addition to what a client can do.

use bytes::Bytes;

use super::Media;
use crate::ids::Way;
use crate::sandbox::Sandbox;

impl Sandbox {
    /// All media that is hosted, oldest first; also what has outlived its time.
    pub fn media(&self) -> Vec<Media> {
        self.world.look(|state| state.media.all().to_vec())
    }

    /// Hosts media as if the business had uploaded it; nothing is checked. Returns its id.
    pub fn host_media(&self, mime_type: &str, bytes: impl Into<Bytes>) -> String {
        let bytes = bytes.into();
        self.world.change(|state| {
            let (id, now) = (state.ids.object(), state.clock.seconds());
            let media = Media::new(id.clone(), mime_type, None, bytes, Way::Out, now);
            state.media.keep(media);
            id
        })
    }

    /// The next so many download links have expired before they are given out.
    pub fn stale_media_links(&self, count: usize) {
        self.world.change(|state| state.media.stale_links = count);
    }

    /// Swaps the content of this media for other bytes of the same length, so that the reported hash is wrong.
    /// Returns false if the media does not exist.
    pub fn spoil_media(&self, id: &str) -> bool {
        self.world.change(|state| state.media.spoil(id))
    }
}
