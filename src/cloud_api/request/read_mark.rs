//! The mark that shows a customer that a message was read.

use super::message_id::MessageId;
use uip_kit::json::ObjectWriter;

/// The body of `POST /{version}/{phone-number-id}/messages` that marks a
/// message instead of sending one.
#[derive(Debug)]
pub struct ReadMark {
    /// The customer's message, not older than 30 days. All earlier ones of
    /// the conversation are marked with it.
    pub message_id: MessageId,
    /// Whether the customer is shown that an answer is being written, until
    /// it comes or for 25 seconds.
    pub typing: bool,
}

impl ReadMark {
    /// The request's body.
    pub fn json(&self) -> String {
        let json = ObjectWriter::new()
            .text("messaging_product", "whatsapp")
            .text("status", "read")
            .text("message_id", self.message_id.as_str());
        if self.typing {
            json.json("typing_indicator", r#"{"type":"text"}"#).finish()
        } else {
            json.finish()
        }
    }
}
