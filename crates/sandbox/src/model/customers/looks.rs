//! How a message looks to the customer.

use serde_json::Value;

use super::{Card, Choice, Received};

/// How a message looks to the customer, whoever carries it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Looks {
    pub(crate) header: Option<String>,
    pub(crate) body: String,
    pub(crate) footer: Option<String>,
    pub(crate) choices: Vec<Choice>,
    /// The cards of a carousel.
    pub(crate) cards: Vec<Self>,
}

/// What a message is, next to its looks.
pub(crate) struct Arrival<'a> {
    pub(crate) id: &'a str,
    pub(crate) kind: &'a str,
    /// The business's number, in digits.
    pub(crate) from: &'a str,
    /// The message that this one answers, or on which it is a reaction.
    pub(crate) about: Option<String>,
    /// The type's object.
    pub(crate) content: Value,
    /// Seconds since 1970.
    pub(crate) at: u64,
    /// The place among all messages.
    pub(crate) order: u64,
}

impl Looks {
    pub(crate) fn of(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            ..Self::default()
        }
    }

    /// The message as it is on the customer's phone.
    pub(crate) fn on_phone(self, arrival: Arrival<'_>) -> Received {
        let titles = self.choices.iter().map(|choice| choice.title.clone());
        Received {
            id: arrival.id.to_owned(),
            kind: arrival.kind.to_owned(),
            from: arrival.from.to_owned(),
            header: self.header,
            body: self.body,
            footer: self.footer,
            buttons: titles.collect(),
            choices: self.choices,
            cards: self.cards.into_iter().map(Self::card).collect(),
            about: arrival.about,
            content: arrival.content,
            at: arrival.at,
            order: arrival.order,
        }
    }

    fn card(self) -> Card {
        Card {
            header: self.header,
            body: self.body,
            choices: self.choices,
        }
    }
}
