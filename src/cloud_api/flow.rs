//! What a form (WhatsApp Flow) starts with, wherever its button is.

use super::json_field;
use super::refusal::refuse;
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::failure::quoted;

/// What WhatsApp takes for a form that was given no token.
pub const UNUSED_TOKEN: &str = "unused";

/// The values of a form's first screen in `field`: a JSON object.
///
/// # Errors
/// A permanent failure when it is none, has no member, or is too large or too
/// deep.
pub fn data_object<'a>(field: &str, data: &'a str) -> Result<&'a str, CommandError> {
    let document = json_field::parse(field, data, invalid)?;
    let object = document.object();
    if object.is_some_and(|object| object.members().next().is_some()) {
        return Ok(document.text());
    }
    Err(invalid(&format!(
        "The field {field} must be a JSON object that is not empty; it is {}.",
        quoted(data)
    )))
}

fn invalid(error: &str) -> CommandError {
    refuse(
        "invalid-flow-data",
        error,
        "Give the values of the form's first screen as a JSON object, or leave the field out.",
    )
}
