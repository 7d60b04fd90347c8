//! What a customer can tap.

use serde::Serialize;

/// What a tap does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceKind {
    /// A reply button: its id comes back.
    Reply,
    /// A row of a list: its id comes back.
    Row,
    /// A template's quick reply: its payload comes back.
    QuickReply,
    /// A form opens, and what is filled in comes back with the flow's token.
    Flow,
    /// WhatsApp asks for the customer's location.
    Location,
    /// WhatsApp asks for the customer's address.
    Address,
    /// WhatsApp asks for the customer's phone number.
    ContactInfo,
    /// An address is opened; nothing comes back.
    Url,
    /// A number is called; nothing comes back.
    Phone,
    /// A code is copied; nothing comes back.
    CopyCode,
    /// Anything else: a catalogue, a call, a payment.
    Other,
}

/// One thing that can be tapped under a message, with the values that were sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// What a tap does.
    pub kind: ChoiceKind,
    /// What names it: the id of a reply or a row, the payload of a quick reply, the token of a flow, the
    /// whole address, number or code of the others. May be empty for [`ChoiceKind::Other`].
    pub id: String,
    /// Its label.
    pub title: String,
    /// The text below the title, in a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Choice {
    pub(crate) fn new(kind: ChoiceKind, id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            kind,
            id: id.into(),
            title: title.into(),
            description: None,
        }
    }
}
