//! A message as the customer sees it.

use serde_json::Value;

/// One message on the customer's phone.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    /// The message's id, as the sender got it.
    pub id: String,
    /// The message's type: `text`, `template`, `reaction`…
    pub kind: String,
    /// What stands above the text, if anything: a template's or an interactive message's header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// What the customer reads: the text, the filled-in template, the caption, the emoji.
    pub body: String,
    /// The small print below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// The labels of the buttons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<String>,
    /// The message that this one answers, or on which it is a reaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The type's object exactly as it was sent.
    pub content: Value,
    /// When, in seconds since 1970 by the sandbox's clock.
    pub at: u64,
}
