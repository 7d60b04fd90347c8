//! `carousel`: cards with an image or a video and a link or replies, or with products.
//!
//! Source: Meta's pages "Interactive media carousel messages" (2025-12-22) and "Interactive product carousel
//! messages".

use super::{buttons, link, up_to, within};
use crate::graph::fields::Fields;
use crate::graph::messages::{Looks, media};
use crate::model::GraphError;
use crate::model::customers::{Choice, ChoiceKind};

const LONGEST_BODY: usize = 160;
const MOST_LINE_BREAKS: usize = 2;
/// On one card. Meta says "one or more" and shows two.
const MOST_REPLIES: usize = 2;

/// Two to ten cards, counted from 0, all of one type.
pub(super) fn check(action: &Fields<'_>) -> Result<Vec<Looks>, GraphError> {
    let mut looks = Vec::new();
    let mut types = Vec::new();
    for (place, card) in up_to(action, "cards", "cards", 2..=10)?.iter().enumerate() {
        let card = action.item("cards", place, card)?;
        check_index(&card, place)?;
        let kind = card.text("type")?;
        looks.push(match kind {
            "product" => product(&card)?,
            "cta_url" | "quick_reply" => with_media(&card)?,
            other => {
                return Err(GraphError::parameter(format!(
                    "Param {} must be one of {{CTA_URL, PRODUCT, QUICK_REPLY}} - got \"{other}\".",
                    card.path_of("type")
                )));
            }
        });
        types.push(kind);
    }
    check_buttons(&looks)?;
    if types.windows(2).any(|pair| pair.first() != pair.last()) {
        return Err(GraphError::new(131_009).details("All cards must be of the same type."));
    }
    Ok(looks)
}

/// If one card has two replies, each has two. A reply's id and title count within its card only.
///
/// Meta does not document the code of this refusal.
fn check_buttons(cards: &[Looks]) -> Result<(), GraphError> {
    let kinds = |card: &Looks| -> Vec<ChoiceKind> {
        card.choices.iter().map(|choice| choice.kind).collect()
    };
    let mut each = cards.iter().map(kinds);
    let first = each.next();
    if each.all(|kinds| Some(&kinds) == first.as_ref()) {
        Ok(())
    } else {
        Err(GraphError::new(131_009)
            .details("The types and number of buttons must match across all cards."))
    }
}

fn check_index(card: &Fields<'_>, place: usize) -> Result<(), GraphError> {
    let index = card.number("card_index")?;
    #[allow(
        clippy::cast_precision_loss,
        reason = "a carousel has ten cards at most"
    )]
    if (index - place as f64).abs() > f64::EPSILON {
        return Err(GraphError::new(131_009).details("The card_index values must count up from 0."));
    }
    Ok(())
}

fn product(card: &Fields<'_>) -> Result<Looks, GraphError> {
    let action = card.object("action")?;
    action.text("catalog_id")?;
    let product = action.text("product_retailer_id")?;
    Ok(Looks {
        header: Some(product.to_owned()),
        choices: vec![Choice::new(ChoiceKind::Other, product, "View")],
        ..Looks::default()
    })
}

/// A card with an image or a video, and either a link or replies.
fn with_media(card: &Fields<'_>) -> Result<Looks, GraphError> {
    let header = card.object("header")?;
    let header = match header.text("type")? {
        kind @ ("image" | "video") => media::source(&header.object(kind)?)?,
        other => {
            return Err(GraphError::parameter(format!(
                "Param {} must be one of {{IMAGE, VIDEO}} - got \"{other}\".",
                header.path_of("type")
            )));
        }
    };
    let body = match card.optional_object("body")? {
        Some(body) => within(&body, "text", "Card body text", LONGEST_BODY)?,
        None => "",
    };
    if body.matches('\n').count() > MOST_LINE_BREAKS {
        return Err(GraphError::new(131_009).details(format!(
            "Card body text may have {MOST_LINE_BREAKS} line breaks at most."
        )));
    }
    let action = card.object("action")?;
    let choices = if action.get("buttons").is_some() {
        buttons::replies(&action, "quick_reply", 1..=MOST_REPLIES)?
    } else {
        link::check(&action)?
    };
    Ok(Looks {
        header: Some(header),
        choices,
        ..Looks::of(body)
    })
}
