//! How an error names the field that is wrong.

/// The template itself or one of its cards, in a request with typed fields or
/// with one field that holds JSON.
#[derive(Debug, Clone, Copy)]
pub struct Path {
    /// The field that holds JSON.
    json: Option<&'static str>,
    card: Option<usize>,
}

impl Path {
    /// The template itself, in typed fields or in the field `components`.
    pub fn new(is_raw: bool) -> Self {
        Self {
            json: is_raw.then_some("components"),
            card: None,
        }
    }

    /// The template itself, in the field `payload` of a whole message.
    pub fn payload() -> Self {
        Self {
            json: Some("payload"),
            card: None,
        }
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
        match (self.json, self.card) {
            (None, None) => name.to_owned(),
            (None, Some(card)) => format!("cards[{card}].{name}"),
            (Some(json), None) => format!("{json} ({name})"),
            (Some(json), Some(card)) => format!("{json} (card {card}, {name})"),
        }
    }

    /// What the body's values are called.
    pub fn body(self) -> &'static str {
        if self.json.is_some() {
            "body"
        } else {
            "bodyParameters"
        }
    }

    /// What the time is called at which an offer ends.
    pub fn offer(self) -> &'static str {
        if self.json.is_some() {
            "limited_time_offer"
        } else {
            "offerExpirationTimeMs"
        }
    }
}
