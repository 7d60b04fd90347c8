//! How an error names the field that is wrong.

use crate::prelude::*;

/// The template itself or one of its cards, in a request with typed fields or
/// with the field `components`.
#[derive(Debug, Clone, Copy)]
pub struct Path {
    is_raw: bool,
    card: Option<usize>,
}

impl Path {
    /// The template itself.
    pub fn new(is_raw: bool) -> Self {
        Self { is_raw, card: None }
    }

    /// One of its cards.
    pub fn card(self, index: usize) -> Self {
        Self {
            card: Some(index),
            ..self
        }
    }

    /// `cards[1].header`, or `components (card 1, header)`.
    pub fn field(self, name: &str) -> String {
        match (self.is_raw, self.card) {
            (false, None) => name.to_owned(),
            (false, Some(card)) => format!("cards[{card}].{name}"),
            (true, None) => format!("components ({name})"),
            (true, Some(card)) => format!("components (card {card}, {name})"),
        }
    }

    /// What the body's values are called.
    pub fn body(self) -> &'static str {
        if self.is_raw {
            "body"
        } else {
            "bodyParameters"
        }
    }

    /// What the time is called at which an offer ends.
    pub fn offer(self) -> &'static str {
        if self.is_raw {
            "limited_time_offer"
        } else {
            "offerExpirationTimeMs"
        }
    }
}
