//! What is to fill a template's places: the array `components` of a message.

use crate::json::{Object, Raw};
use crate::prelude::*;

/// The parameters for one part: the template itself, or a card.
#[derive(Default)]
pub struct Given<'a> {
    /// The header's.
    pub header: Vec<Parameter<'a>>,
    /// The body's.
    pub body: Vec<Parameter<'a>>,
    /// The buttons', each with its place.
    pub buttons: Vec<GivenButton<'a>>,
    /// The cards', in the order of their places.
    pub cards: Vec<Given<'a>>,
}

/// What one button gets.
pub struct GivenButton<'a> {
    /// Its place among the buttons.
    pub index: usize,
    /// `quick_reply`, `url`, `copy_code`, …
    pub sub_type: String,
    /// Its parameter.
    pub parameter: Option<Parameter<'a>>,
}

/// One parameter.
pub struct Parameter<'a> {
    /// As it is sent.
    pub raw: Raw<'a>,
    /// `text`, `image`, `payload`, …
    pub kind: String,
    /// The variable's name, when it has one.
    pub name: Option<String>,
    object: Object<'a>,
}

impl<'a> Parameter<'a> {
    fn read(raw: Raw<'a>) -> Option<Self> {
        let object = raw.object()?;
        Some(Self {
            raw,
            kind: object.text("type").unwrap_or_default().to_ascii_lowercase(),
            name: object.text("parameter_name"),
            object,
        })
    }

    /// What the customer reads in its place, or what a button gets.
    pub fn value(&self) -> Option<String> {
        match self.kind.as_str() {
            "currency" | "date_time" => self.object.object(&self.kind)?.text("fallback_value"),
            kind => self.object.text(kind),
        }
    }

    /// A member of the file's object.
    pub fn file(&self, name: &str) -> Option<String> {
        self.object.object(&self.kind)?.text(name)
    }
}

/// A carousel has at most ten cards.
const MOST_CARDS: usize = 10;

impl<'a> Given<'a> {
    /// Reads an array of components.
    pub fn read(components: Raw<'a>) -> Self {
        let mut given = Self::default();
        for component in components.items().unwrap_or_default() {
            let Some(component) = component.object() else {
                continue;
            };
            given.add(&component);
            if component.text("type").as_deref() == Some("carousel") {
                given.add_cards(&component.objects("cards"));
            }
        }
        given
    }

    fn add_cards(&mut self, cards: &[Object<'a>]) {
        for (place, card) in cards.iter().enumerate() {
            let index = card.number("card_index").unwrap_or(place);
            if index < MOST_CARDS && self.cards.len() <= index {
                self.cards.resize_with(index + 1, Self::default);
            }
            if let Some(place) = self.cards.get_mut(index) {
                *place = Self::card(card);
            }
        }
    }

    /// A card has no carousel of its own.
    fn card(card: &Object<'a>) -> Self {
        let mut given = Self::default();
        for component in card.objects("components") {
            given.add(&component);
        }
        given
    }

    fn add(&mut self, component: &Object<'a>) {
        let mut parameters: Vec<_> = component
            .items("parameters")
            .into_iter()
            .filter_map(Parameter::read)
            .collect();
        match component.text("type").as_deref() {
            Some("header") => self.header = parameters,
            Some("body") => self.body = parameters,
            Some("button") => self.buttons.push(GivenButton {
                index: component.number("index").unwrap_or(0),
                sub_type: component.text("sub_type").unwrap_or_default(),
                parameter: (!parameters.is_empty()).then(|| parameters.remove(0)),
            }),
            _ => {}
        }
    }
}
