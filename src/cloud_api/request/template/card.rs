//! The cards of a template's carousel.

use super::button::buttons;
use super::components::head;
use crate::bindings::uip::whatsapp::template_parameters::TemplateCard;
use uip_kit::CommandError;
use uip_kit::field::check_count;
use uip_kit::json::{ObjectWriter, array};

const FEWEST_CARDS: usize = 2;
const MOST_CARDS: usize = 10;

/// The component `carousel` for the field `cards`; none when there are no
/// cards.
///
/// # Errors
/// A permanent failure when there is one card or more than 10, or a field of
/// a card has a bad value.
pub fn carousel(cards: Vec<TemplateCard>) -> Result<Option<String>, CommandError> {
    if cards.is_empty() {
        return Ok(None);
    }
    check_count("cards", cards.len(), FEWEST_CARDS, MOST_CARDS)?;
    let mut objects = Vec::new();
    for (index, card) in cards.into_iter().enumerate() {
        let path = format!("cards[{index}].");
        let mut components = head(&path, card.header, card.body_parameters)?;
        components.extend(buttons(&path, &card.buttons.unwrap_or_default())?);
        let object = ObjectWriter::new()
            .json("card_index", &index.to_string())
            .json("components", &array(&components));
        objects.push(object.finish());
    }
    let carousel = ObjectWriter::new()
        .text("type", "carousel")
        .json("cards", &array(&objects));
    Ok(Some(carousel.finish()))
}
