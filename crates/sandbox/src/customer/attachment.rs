//! Media that a customer sends.

use serde_json::Map;

use super::Customer;
use crate::model::exchange::inbound::Words;
use crate::model::media::Attachment;

impl Customer {
    /// Sends media: the sandbox hosts it, and the notification contains its id, its hash and a link. Returns
    /// the message's id.
    pub fn sends_media(&self, attachment: Attachment) -> String {
        self.send(Words {
            kind: attachment.kind().name(),
            content: attachment.content(),
            attachment: Some(attachment),
            quoting: self.quoting.as_deref(),
            more: Map::new(),
        })
    }
}
