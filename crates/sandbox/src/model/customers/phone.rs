//! The messages on a customer's phone.

use serde_json::{Map, Value};

use super::Choice;

/// One message on the customer's phone.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    /// The message's id, as the sender got it.
    pub id: String,
    /// The message's type: `text`, `template`, `reaction`…
    pub kind: String,
    /// The number of the business that it came from, in digits.
    pub from: String,
    /// What is shown above the text, if anything: a template's or an interactive message's header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// What the customer reads: the text, the filled-in template, the caption, the emoji.
    pub body: String,
    /// The small print below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// The labels of the buttons, or the titles of a list's rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<String>,
    /// The same, with what each one opens or sends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The cards of a carousel.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<Card>,
    /// The message that this one answers, or on which it is a reaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The type's object exactly as it was sent.
    pub content: Value,
    /// When, in seconds since 1970 by the sandbox's clock.
    pub at: u64,
    /// The place among all messages.
    #[serde(skip)]
    pub(crate) order: u64,
}

/// A card of a carousel.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// Where its picture or film comes from, or the product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// Its text.
    pub body: String,
    /// What can be tapped on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
}

impl Received {
    /// Everything that can be tapped, on the message and on its cards.
    pub fn all_choices(&self) -> impl Iterator<Item = &Choice> {
        self.choices
            .iter()
            .chain(self.cards.iter().flat_map(|card| &card.choices))
    }
}

/// One message of the customer's.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// The message's id.
    pub id: String,
    /// The message's type: `text`, `image`, `interactive`…
    pub kind: String,
    /// The number of the business that it went to, in digits.
    pub to: String,
    /// The message that this one answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The type's object as the Cloud API's notification tells it.
    pub content: Value,
    /// When, in seconds since 1970 by the sandbox's clock.
    pub at: u64,
    /// Whether the business marked it, or a later one, as read.
    pub read: bool,
    /// The id of its file, if the content does not name it.
    #[serde(skip)]
    pub(crate) file: Option<String>,
    /// Other members of the notification's message.
    #[serde(skip)]
    pub(crate) more: Map<String, Value>,
    /// The place among all messages.
    #[serde(skip)]
    pub(crate) order: u64,
}
