//! The mark that shows a customer that a message was read.

use super::message_id::MessageId;
use serde::Serialize;
use uip_kit::json::to_string;

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

#[derive(Serialize)]
struct ReadMarkObject<'a> {
    messaging_product: &'static str,
    status: &'static str,
    message_id: &'a MessageId,
    #[serde(skip_serializing_if = "Option::is_none")]
    typing_indicator: Option<TypingIndicator>,
}

/// Its one type.
#[derive(Serialize)]
struct TypingIndicator {
    #[serde(rename = "type")]
    kind: &'static str,
}

impl ReadMark {
    /// The request's body.
    pub fn json(&self) -> String {
        let typing = TypingIndicator { kind: "text" };
        to_string(&ReadMarkObject {
            messaging_product: "whatsapp",
            status: "read",
            message_id: &self.message_id,
            typing_indicator: self.typing.then_some(typing),
        })
    }
}
