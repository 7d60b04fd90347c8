//! What is to fill a template's places: the array `components` of a message.

use uip_kit::json::{Items, Object, Raw};

/// The parameters for one part: the template itself, or a card.
#[derive(Default)]
pub struct Given<'a> {
    /// The header's.
    pub header: Vec<GivenParameter<'a>>,
    /// The body's.
    pub body: Vec<GivenParameter<'a>>,
    /// The buttons', each with its place.
    pub buttons: Vec<GivenButton<'a>>,
    /// The cards', in the order of their places.
    pub cards: Vec<Given<'a>>,
    /// The time at which the offer ends, in milliseconds since 1970.
    pub offer_time: Option<u64>,
    /// The type of a component that no template has.
    pub unknown: Option<String>,
    /// A member that WhatsApp does not take as it is, and how it takes it.
    pub problem: Option<(&'static str, &'static str)>,
}

/// What one button gets.
pub struct GivenButton<'a> {
    /// Its place among the buttons.
    pub index: Option<usize>,
    /// `quick_reply`, `url`, `copy_code`, …
    pub sub_type: String,
    /// Its parameter.
    pub parameter: Option<GivenParameter<'a>>,
}

/// One parameter.
pub struct GivenParameter<'a> {
    /// As it is sent.
    pub raw: Raw<'a>,
    /// `text`, `image`, `payload`, …
    pub kind: String,
    /// The variable's name, when it has one.
    pub name: Option<String>,
    object: Option<Object<'a>>,
}

impl<'a> GivenParameter<'a> {
    /// What is no object has no type and no value.
    fn read(raw: Raw<'a>) -> Self {
        let object = raw.object();
        let text = |name| object.as_ref().and_then(|object| object.text(name));
        Self {
            raw,
            kind: text("type").unwrap_or_default().to_ascii_lowercase(),
            name: text("parameter_name"),
            object,
        }
    }

    /// What the customer reads in its place, or what a button gets.
    pub fn text(&self) -> Option<String> {
        match self.kind.as_str() {
            "currency" | "date_time" => self.member("fallback_value"),
            kind => self.object.as_ref()?.text(kind),
        }
    }

    /// As [`text`](Self::text), unless it is blank.
    pub fn value(&self) -> Option<String> {
        self.text().filter(|text| !text.trim().is_empty())
    }

    /// A member of the file's or the action's object, when it is a text.
    pub fn member(&self, name: &str) -> Option<String> {
        self.inner()?.text(name)
    }

    /// Whether the file's or the action's object has this member.
    pub fn has(&self, name: &str) -> bool {
        self.inner().is_some_and(|object| {
            object.get(name).is_some_and(|member| {
                !member.is_null() && member.text().is_none_or(|text| !text.trim().is_empty())
            })
        })
    }

    /// Whether a member of that object is a number, or a text that holds one:
    /// Graph takes both.
    pub fn has_number(&self, name: &str) -> bool {
        self.inner().is_some_and(|object| {
            let value = object.get(name);
            object.decimal(name).is_some()
                || value.is_some_and(|it| it.text().is_none() && it.text_or_number().is_some())
        })
    }

    fn inner(&self) -> Option<Object<'a>> {
        self.object.as_ref()?.object(&self.kind)
    }
}

impl<'a> Given<'a> {
    /// Reads an array of components.
    pub fn read(components: Raw<'a>) -> Self {
        let mut given = Self::default();
        for component in components.items().unwrap_or_default() {
            let Some(component) = component.object() else {
                continue;
            };
            if kind(&component) == "carousel" {
                given.add_cards(&component);
            } else {
                given.add(&component);
            }
        }
        given
    }

    fn add_cards(&mut self, carousel: &Object<'a>) {
        self.cards.clear();
        for card in self.items(carousel, "cards") {
            let mut given = Self::default();
            let card = card.object();
            let index = card.as_ref().and_then(|card| card.get("card_index"));
            if index.is_none_or(|index| index.get() != self.cards.len().to_string()) {
                self.problem = Some(("card_index", "must be an index, counted from 0"));
            }
            // A card has no carousel of its own.
            for component in
                card.map_or_else(Items::default, |card| given.items(&card, "components"))
            {
                if let Some(component) = component.object() {
                    given.add(&component);
                }
            }
            self.cards.push(given);
        }
    }

    /// The items of a member that is an array, or not there.
    fn items(&mut self, object: &Object<'a>, name: &'static str) -> Items<'a> {
        let value = object.get(name).filter(|value| !value.is_null());
        let items = value.map(Raw::items);
        if matches!(items, Some(None)) {
            self.problem = Some((name, "must be an array"));
        }
        items.flatten().unwrap_or_default()
    }

    fn add(&mut self, component: &Object<'a>) {
        let parameters = self.items(component, "parameters");
        let mut parameters: Vec<_> = parameters.map(GivenParameter::read).collect();
        match kind(component).as_str() {
            "header" => self.header = parameters,
            "body" => self.body = parameters,
            "button" => self.buttons.push(GivenButton {
                index: component.number("index"),
                sub_type: component
                    .text("sub_type")
                    .unwrap_or_default()
                    .to_ascii_lowercase(),
                parameter: (!parameters.is_empty()).then(|| parameters.remove(0)),
            }),
            "limited_time_offer" => {
                const TIME: &str = "expiration_time_ms";
                let offer = parameters.first().filter(|offer| offer.has(TIME));
                let time = offer.and_then(|offer| offer.inner()?.number::<u64>(TIME));
                self.offer_time = time;
                if offer.is_some() && time.is_none() {
                    self.problem = Some((TIME, "must be an integer number of milliseconds"));
                }
            }
            "order_status" | "tap_target_configuration" => {}
            other => self.unknown = Some(other.to_owned()),
        }
    }
}

/// WhatsApp reads a component's type in any case.
fn kind(component: &Object<'_>) -> String {
    component
        .text("type")
        .unwrap_or_default()
        .to_ascii_lowercase()
}
