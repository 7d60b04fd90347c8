//! What is wrong with a definition, each named with its field.

use crate::cloud_api::request::refusal::{Refusal, refuse_as};
use uip_kit::FailureCategory;
use uip_kit::field::check_text;

/// The field is not as WhatsApp accepts it. `what` follows its name: `must …`.
#[inline(never)]
pub fn wrong(field: &str, what: &str, advice: &str) -> Refusal {
    refuse_as(
        FailureCategory::Template,
        "invalid-template-definition",
        &["The field ", field, " ", what, "."].concat(),
        advice,
    )
}

/// The field does not fit another.
#[inline(never)]
pub fn conflict(field: &str, what: &str, advice: &str) -> Refusal {
    refuse_as(
        FailureCategory::Template,
        "conflicting-fields",
        &["The field ", field, " ", what, "."].concat(),
        advice,
    )
}

/// The text of a required field: 1 to `most` characters, no variable.
#[inline(never)]
pub fn plain(field: &str, text: Option<String>, most: usize) -> Result<String, Refusal> {
    let text = text.unwrap_or_default();
    check_text(field, &text, most)?;
    if text.contains("{{") || text.contains("}}") {
        return Err(wrong(
            field,
            "must not have a variable",
            "Put the variable into the template's body.",
        ));
    }
    if text.contains(char::is_control) {
        return Err(wrong(
            field,
            "must be one line without control characters",
            "Put the text on one line.",
        ));
    }
    Ok(text)
}
