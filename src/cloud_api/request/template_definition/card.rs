//! The cards of a template's carousel.

use super::button::buttons;
use super::header;
use super::mistake::wrong;
use super::object::{Card, Component};
use super::text::{self, Naming};
use crate::bindings::uip::whatsapp::templates::TemplateCardDefinition;
use crate::cloud_api::request::field::{check_count, item, member};
use crate::cloud_api::request::refusal::Refusal;

const FEWEST_CARDS: usize = 2;
const MOST_CARDS: usize = 10;
const LONGEST_BODY: usize = 160;
const MOST_BUTTONS: usize = 2;

/// What all cards have in common.
#[derive(Clone, PartialEq, Eq)]
struct Make {
    header: &'static str,
    has_body: bool,
    buttons: Vec<&'static str>,
}

/// Parses the field `cards`.
///
/// # Errors
/// A permanent failure when there is one card or more than 10, they are not
/// alike, or a field of a card is wrong.
pub fn carousel(
    cards: Vec<TemplateCardDefinition>,
    naming: &mut Naming,
) -> Result<Component, Refusal> {
    check_count("cards", cards.len(), FEWEST_CARDS, MOST_CARDS)?;
    let mut objects = Vec::new();
    let mut first = None;
    for (place, card) in cards.into_iter().enumerate() {
        let field = item("cards", place);
        let (card, make) = parse(&field, card, naming)?;
        objects.push(card);
        if *first.get_or_insert_with(|| make.clone()) != make {
            return Err(wrong(
                &field,
                "differs from the first card",
                "Give all cards the same kind of header, the same kinds of buttons in the same \
                 order, and a text or none.",
            ));
        }
    }
    Ok(Component::Carousel { cards: objects })
}

fn parse(
    field: &str,
    card: TemplateCardDefinition,
    naming: &mut Naming,
) -> Result<(Card, Make), Refusal> {
    let header_field = member(field, "header");
    let header = header::parse(&header_field, card.header, naming)?;
    if !matches!(header.format, "IMAGE" | "VIDEO" | "PRODUCT") {
        return Err(wrong(
            &member(&header_field, "format"),
            "must be image, video or product for a card",
            "Give each card a picture, a video or a product.",
        ));
    }
    let body = card.body.map(|body| {
        let field = member(field, "body");
        text::body(&field, body, LONGEST_BODY, naming)
    });
    let body = body.transpose()?;
    let buttons = buttons(&member(field, "buttons"), card.buttons, MOST_BUTTONS)?;
    let make = Make {
        header: header.format,
        has_body: body.is_some(),
        buttons: buttons.iter().map(|button| button.kind).collect(),
    };
    let mut components = vec![Component::Header(header)];
    components.extend(body);
    components.push(Component::Buttons { buttons });
    Ok((Card { components }, make))
}
