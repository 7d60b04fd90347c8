//! A template as WhatsApp lists it.

use crate::json::Object;
use crate::prelude::*;

/// Header, body, footer and buttons: of a template, or of a carousel's card.
#[derive(Debug, Default)]
pub struct Part {
    /// What stands on top.
    pub header: Option<Header>,
    /// The text of a limited-time offer.
    pub offer: Option<String>,
    /// The text.
    pub body: String,
    /// What stands below.
    pub footer: Option<String>,
    /// The buttons, in their order.
    pub buttons: Vec<Button>,
}

/// What stands on top.
#[derive(Debug, PartialEq, Eq)]
pub enum Header {
    /// A text, perhaps with a variable.
    Text(String),
    /// A file, a place or a product: `image`, `video`, `document`,
    /// `location`, `product`.
    Media(String),
}

/// A button.
#[derive(Debug)]
pub struct Button {
    /// `QUICK_REPLY`, `URL`, `PHONE_NUMBER`, `COPY_CODE`, `OTP`, …
    pub kind: String,
    /// The words on it.
    pub text: String,
    /// The address, perhaps with a variable at its end.
    pub url: Option<String>,
    /// The number to call.
    pub phone_number: Option<String>,
}

/// What an authentication template says, whose text WhatsApp writes itself
/// and does not always list.
const AUTHENTICATION_BODY: &str = "*{{1}}*";

/// A template, and the cards of its carousel.
pub fn read(definition: &Object<'_>) -> (Part, Vec<Part>) {
    let components = definition.objects("components");
    let cards = find(&components, "CAROUSEL").map(|carousel| carousel.objects("cards"));
    let mut template = part(&components);
    let is_authentication = definition
        .text("category")
        .is_some_and(|category| category.eq_ignore_ascii_case("AUTHENTICATION"));
    if template.body.is_empty() && is_authentication {
        AUTHENTICATION_BODY.clone_into(&mut template.body);
    }
    let cards = cards.unwrap_or_default();
    let cards = cards.iter().map(|card| part(&card.objects("components")));
    (template, cards.collect())
}

fn part(components: &[Object<'_>]) -> Part {
    let text = |kind| find(components, kind).and_then(|component| component.text("text"));
    let header = find(components, "HEADER").map(|header| {
        let format = header.text("format").unwrap_or_default();
        match (header.text("text"), format.to_ascii_lowercase()) {
            (Some(text), format) if matches!(format.as_str(), "" | "text") => Header::Text(text),
            (_, format) => Header::Media(format),
        }
    });
    let buttons = find(components, "BUTTONS").map(|component| component.objects("buttons"));
    Part {
        header,
        offer: find(components, "LIMITED_TIME_OFFER")
            .and_then(|component| component.object("limited_time_offer")?.text("text")),
        body: text("BODY").unwrap_or_default(),
        footer: text("FOOTER"),
        buttons: buttons.unwrap_or_default().iter().map(button).collect(),
    }
}

fn button(button: &Object<'_>) -> Button {
    let kind = button.text("type").unwrap_or_default().to_ascii_uppercase();
    Button {
        text: button.text("text").unwrap_or_default(),
        url: button.text("url"),
        phone_number: button.text("phone_number"),
        kind,
    }
}

fn find<'a, 'j>(components: &'a [Object<'j>], kind: &str) -> Option<&'a Object<'j>> {
    components.iter().find(|component| {
        component
            .text("type")
            .is_some_and(|found| found.eq_ignore_ascii_case(kind))
    })
}
