//! `CAROUSEL`: two to ten cards of the same make.

use super::super::refusal::plain;
use super::{Basics, Components, buttons, text, upper};
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::media::uploads::Uploads;

const CARDS: std::ops::RangeInclusive<usize> = 2..=10;
const LONGEST_BODY: usize = 160;
const MOST_BUTTONS: usize = 2;

/// What all cards must have in common.
#[derive(PartialEq, Eq)]
struct Make {
    header: String,
    has_body: bool,
    buttons: Vec<String>,
}

pub(super) fn check(
    carousel: &Fields<'_>,
    basics: Basics,
    uploads: &Uploads,
) -> Result<(), GraphError> {
    let cards = carousel.list("cards", 1..=usize::MAX)?;
    if !CARDS.contains(&cards.len()) {
        return Err(plain(
            "Invalid number of cards",
            format!("A carousel has {} to {} cards.", CARDS.start(), CARDS.end()),
        ));
    }
    let mut makes = Vec::new();
    for (place, card) in cards.iter().enumerate() {
        makes.push(one(&carousel.item("cards", place, card)?, basics, uploads)?);
    }
    if makes.iter().skip(1).any(|make| makes.first() != Some(make)) {
        return Err(plain(
            "Cards differ",
            "All cards of a carousel must have the same components, header format and buttons.",
        ));
    }
    Ok(())
}

fn one(card: &Fields<'_>, basics: Basics, uploads: &Uploads) -> Result<Make, GraphError> {
    let components = Components::read(card, &["BODY", "BUTTONS", "HEADER"])?;
    let header = components
        .get("HEADER")
        .ok_or_else(|| plain("Missing header", "A card must have a HEADER component."))?;
    let format = upper(header, "format")?;
    if !matches!(format.as_str(), "IMAGE" | "VIDEO" | "PRODUCT") {
        return Err(GraphError::parameter(format!(
            "Param {} must be one of {{IMAGE, PRODUCT, VIDEO}} - got \"{format}\".",
            header.path_of("format")
        )));
    }
    text::header(header, basics, uploads)?;
    let body = components.get("BODY");
    if let Some(body) = body {
        text::body_within(body, basics, LONGEST_BODY)?;
    }
    let buttons = components
        .get("BUTTONS")
        .ok_or_else(|| plain("Missing buttons", "A card must have a BUTTONS component."))?;
    Ok(Make {
        header: format,
        has_body: body.is_some(),
        buttons: buttons::check_up_to(buttons, MOST_BUTTONS)?,
    })
}
