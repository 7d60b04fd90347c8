//! The cards of a template's carousel.

use super::button::buttons;
use super::components::head;
use super::object::{Card, Component};
use crate::bindings::uip::whatsapp::templates::TemplateCard;
use crate::cloud_api::request::field::{check_count, item, member};
use crate::cloud_api::request::refusal::Refusal;

const FEWEST_CARDS: usize = 2;
const MOST_CARDS: usize = 10;

/// The component `carousel` for the field `cards`; none when there are no
/// cards.
///
/// # Errors
/// A permanent failure when there is one card or more than 10, or a field of
/// a card has a bad value.
pub fn carousel(cards: Vec<TemplateCard>) -> Result<Option<Component>, Refusal> {
    if cards.is_empty() {
        return Ok(None);
    }
    check_count("cards", cards.len(), FEWEST_CARDS, MOST_CARDS)?;
    let mut objects = Vec::new();
    for (index, card) in cards.into_iter().enumerate() {
        let path = member(&item("cards", index), "");
        let mut components = head(&path, card.header, card.body_parameters)?;
        components.extend(buttons(&path, &card.buttons.unwrap_or_default())?);
        objects.push(Card {
            card_index: index,
            components,
        });
    }
    Ok(Some(Component::Carousel { cards: objects }))
}
