//! The files that the sandbox hosts.

use bytes::Bytes;

use super::Sandbox;
use crate::model::ids::Way;
use crate::model::media::Media;

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

    /// Swaps the content of this media for other bytes of the same length, so that the hash told is wrong.
    /// False if there is no such media.
    pub fn spoil_media(&self, id: &str) -> bool {
        self.world.change(|state| state.media.spoil(id))
    }
}
