//! `template`: what is sent against what was defined.

mod buttons;
mod choices;
mod given;
mod parameters;
mod part;

use serde_json::Value;

use super::{Known, Looks};
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::templates::{Catalogue, Template};
use given::Given;

/// In Unicode characters, after the parameters are filled in.
const LONGEST_BODY: usize = 1024;

/// The template as the customer reads it, and its definition.
pub(super) fn check<'a>(
    template: &Fields<'_>,
    known: Known<'a>,
) -> Result<(Looks, &'a Template), GraphError> {
    let name = template.text("name")?;
    let language = template.object("language")?;
    let code = language.text("code")?;
    if let Some(policy) = language.optional_text("policy")?
        && !policy.eq_ignore_ascii_case("deterministic")
    {
        return Err(GraphError::parameter(format!(
            "Param template['language']['policy'] must be one of {{DETERMINISTIC}} - got \"{policy}\"."
        )));
    }
    let definition = approved(known.templates, name, code)?;
    let given = Given::read(template)?;

    let mut looks = part::check(&definition.part, definition, &given)?;
    if looks.body.chars().count() > LONGEST_BODY {
        return Err(GraphError::new(132_005).details(format!(
            "The body is longer than {LONGEST_BODY} characters once its parameters are filled in."
        )));
    }
    looks.cards = cards(definition, &given)?;
    check_offer(definition, &given, known.now)?;
    Ok((looks, definition))
}

fn approved<'a>(
    catalogue: &'a Catalogue,
    name: &str,
    code: &str,
) -> Result<&'a Template, GraphError> {
    let missing = || {
        GraphError::new(132_001).details(format!("template name ({name}) does not exist in {code}"))
    };
    let definition = catalogue.find(name, code).ok_or_else(missing)?;
    if definition.is_generated() {
        // Meta's pages do not mention this; the code and its details are from a public report of 2026-08.
        return Err(GraphError::new(132_018)
            .details("Direct send template can't be used for template message"));
    }
    match definition.status.as_str() {
        "APPROVED" => Ok(definition),
        "PAUSED" => Err(GraphError::new(132_015)
            .details("The template is paused because of low quality, so it cannot be sent.")),
        "DISABLED" => Err(GraphError::new(132_016).details(
            "The template was paused too often because of low quality and is now disabled.",
        )),
        _ => Err(missing()),
    }
}

/// How many cards a carousel of products may be sent with.
const PRODUCT_CARDS: std::ops::RangeInclusive<usize> = 2..=10;

/// Media cards come in the defined number. Product cards are defined with two; those beyond are like the last.
fn cards(definition: &Template, given: &Given<'_>) -> Result<Vec<Looks>, GraphError> {
    let count = given.cards.len();
    let (fits, expected) = if definition.has_product_cards() {
        (PRODUCT_CARDS.contains(&count), "2 to 10".to_owned())
    } else {
        let defined = definition.cards.len();
        (count == defined, defined.to_string())
    };
    if !fits {
        return Err(GraphError::new(132_000).details(format!(
            "carousel: number of cards ({count}) does not match the expected number of cards ({expected})"
        )));
    }
    let last = definition.cards.last();
    let pairs = definition
        .cards
        .iter()
        .chain(last.into_iter().cycle())
        .zip(&given.cards);
    pairs
        .map(|(card, given)| part::check(card, definition, given))
        .collect()
}

/// An offer ends at a time to come. `now` is in seconds since 1970.
///
/// Meta documents no code for an offer that is over; 131009 is the one for a value that cannot be.
fn check_offer(definition: &Template, given: &Given<'_>, now: u64) -> Result<(), GraphError> {
    if !definition.offer_expires {
        return Ok(());
    }
    let expires = given
        .offer
        .and_then(|parameters| parameters.first())
        .map(|parameter| &parameter["limited_time_offer"]["expiration_time_ms"])
        .and_then(|time| time.as_u64().or_else(|| time.as_str()?.parse().ok()));
    match expires {
        Some(expires) if expires > now.saturating_mul(1000) => Ok(()),
        Some(_) => Err(GraphError::new(131_009)
            .details("limited_time_offer: expiration_time_ms must be in the future")),
        None => {
            Err(GraphError::new(131_008)
                .details("limited_time_offer: expiration_time_ms is required"))
        }
    }
}

/// The type of a parameter, upper-case; `UNKNOWN` if there is none.
fn type_of(parameter: Option<&Value>) -> String {
    parameter
        .and_then(|parameter| parameter["type"].as_str())
        .map_or_else(|| "UNKNOWN".to_owned(), str::to_uppercase)
}

/// A parameter is of another type than the definition wants.
fn mismatch(place: &str, expected: &str, received: &str) -> GraphError {
    GraphError::new(132_012).details(format!(
        "{place}: Format mismatch, expected {expected}, received {received}"
    ))
}
