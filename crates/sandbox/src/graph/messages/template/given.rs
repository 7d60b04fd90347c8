//! The components of a send, sorted.

use serde_json::Value;

use crate::graph::fields::Fields;
use crate::model::GraphError;

/// What the sender supplies for a template or for one of its cards.
#[derive(Default)]
pub(super) struct Given<'a> {
    pub(super) header: &'a [Value],
    pub(super) body: &'a [Value],
    pub(super) buttons: Vec<GivenButton<'a>>,
    pub(super) cards: Vec<Given<'a>>,
    pub(super) offer: Option<&'a [Value]>,
}

pub(super) struct GivenButton<'a> {
    pub(super) index: usize,
    /// Upper-case.
    pub(super) sub_type: String,
    pub(super) parameters: &'a [Value],
}

/// The button types that take parameters.
const SUB_TYPES: [&str; 10] = [
    "BOOKING_CONFIRMATION",
    "CATALOG",
    "COPY_CODE",
    "FLOW",
    "MPM",
    "ORDER_DETAILS",
    "QUICK_REPLY",
    "REMINDER",
    "URL",
    "VOICE_CALL",
];

impl<'a> Given<'a> {
    /// Reads `components` of `owner`.
    pub(super) fn read(owner: &Fields<'a>) -> Result<Self, GraphError> {
        let mut given = Self::default();
        for (place, component) in owner.optional_list("components")?.iter().enumerate() {
            let component = owner.item("components", place, component)?;
            let parameters = component.optional_list("parameters")?;
            match component.text("type")?.to_lowercase().as_str() {
                "header" => given.header = parameters,
                "body" => given.body = parameters,
                "button" => given.buttons.push(button(&component, parameters)?),
                "carousel" => given.cards = cards(&component)?,
                "limited_time_offer" => given.offer = Some(parameters),
                "order_status" | "tap_target_configuration" => {}
                other => {
                    return Err(GraphError::parameter(format!(
                        "Param {} must be one of {{BODY, BUTTON, CAROUSEL, HEADER, LIMITED_TIME_OFFER, \
                         ORDER_STATUS, TAP_TARGET_CONFIGURATION}} - got \"{other}\".",
                        component.path_of("type")
                    )));
                }
            }
        }
        Ok(given)
    }
}

fn button<'a>(
    component: &Fields<'a>,
    parameters: &'a [Value],
) -> Result<GivenButton<'a>, GraphError> {
    let sub_type = component.text("sub_type")?.to_uppercase();
    if !SUB_TYPES.contains(&sub_type.as_str()) {
        return Err(GraphError::parameter(format!(
            "Param {} must be one of {{{}}} - got \"{}\".",
            component.path_of("sub_type"),
            SUB_TYPES.join(", "),
            sub_type.to_lowercase()
        )));
    }
    // A voice call button may come without an index; there is only one.
    let index = match component.get("index") {
        None if sub_type == "VOICE_CALL" => Some(0),
        None => return Err(component.missing("index")),
        Some(Value::String(text)) => text.parse().ok(),
        Some(number) => number
            .as_u64()
            .and_then(|number| usize::try_from(number).ok()),
    }
    .ok_or_else(|| {
        GraphError::parameter(format!(
            "Param {} must be an integer.",
            component.path_of("index")
        ))
    })?;
    Ok(GivenButton {
        index,
        sub_type,
        parameters,
    })
}

fn cards<'a>(carousel: &Fields<'a>) -> Result<Vec<Given<'a>>, GraphError> {
    let mut cards = Vec::new();
    for (place, card) in carousel.optional_list("cards")?.iter().enumerate() {
        let card = carousel.item("cards", place, card)?;
        let index = card.number("card_index")?;
        #[allow(
            clippy::cast_precision_loss,
            reason = "a carousel has ten cards at most"
        )]
        if (index - place as f64).abs() > f64::EPSILON {
            return Err(GraphError::invalid(
                "The card_index values must count up from 0.",
            ));
        }
        cards.push(Given::read(&card)?);
    }
    Ok(cards)
}
