//! Components that the request gives as JSON.

use super::{Array, Definition};
use crate::cloud_api::request::refusal::Refusal;
use uip_kit::failure::quoted;
use uip_kit::field::json as json_field;
use uip_kit::field::refuse_as;
use uip_kit::json::{Object, OwnedRaw, Raw};
use uip_kit::{CommandError, FailureCategory};

/// Reads the field `components`. Only the outer form is checked: the array is
/// there for what the other fields cannot say.
///
/// # Errors
/// A permanent failure when it is not a JSON array of at least one object, or is
/// too large or too deep.
pub fn parse(json: &str) -> Result<Definition, Refusal> {
    let document = json_field::parse("components", json, invalid)?;
    let array = document.root();
    let components: Option<Vec<Object<'_>>> = array
        .items()
        .and_then(|items| items.map(Raw::object).collect());
    match components {
        Some(components) if !components.is_empty() => Ok(Definition {
            is_named: components.iter().any(has_named_samples),
            components: Array::Raw(OwnedRaw::from(array)),
        }),
        _ => Err(invalid(&format!(
            "The field components must be a JSON array of objects, not empty; it is {}.",
            quoted(json)
        ))
        .into()),
    }
}

/// Whether a component, or one of its cards, has samples for variables with
/// names.
fn has_named_samples(component: &Object<'_>) -> bool {
    let example = component.object("example");
    let is_named = |name| example.as_ref().is_some_and(|it| it.get(name).is_some());
    is_named("header_text_named_params")
        || is_named("body_text_named_params")
        || component.objects("cards").iter().any(|card| {
            // A card has no cards of its own.
            card.objects("components").iter().any(|component| {
                component
                    .object("example")
                    .is_some_and(|example| example.get("body_text_named_params").is_some())
            })
        })
}

fn invalid(error: &str) -> CommandError {
    refuse_as(
        FailureCategory::Template,
        "invalid-components",
        error,
        "Give all components as one JSON array in the form that WhatsApp documents for creating a \
         template.",
    )
}
