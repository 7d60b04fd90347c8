//! A message that the customer wrote, and what became of it.

use serde_json::Value;

/// One message of the customer's.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// The message's id.
    pub id: String,
    /// The message's type: `text`, `image`, `interactive`…
    pub kind: String,
    /// The type's object as in the notification.
    pub content: Value,
    /// When, in seconds since 1970 by the sandbox's clock.
    pub at: u64,
    /// Whether the business marked it, or a later one, as read.
    pub read: bool,
}
