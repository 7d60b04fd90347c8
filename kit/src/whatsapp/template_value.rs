//! The text that takes the place of a variable in a template's header or body.

use crate::field::refuse_as;
use crate::{CommandError, FailureCategory};

/// Checks that the value of the field `field` is not blank.
///
/// # Errors
/// A permanent failure that names the field.
pub fn check_given(field: &str, text: &str) -> Result<(), CommandError> {
    if !text.trim().is_empty() {
        return Ok(());
    }
    let what = if text.is_empty() {
        "is empty"
    } else {
        "is blank"
    };
    Err(refuse_as(
        FailureCategory::Template,
        "empty-template-parameter",
        &format!("The field {field} {what}; WhatsApp does not accept an empty value."),
        "Check the flow's variable that fills this parameter, or use a placeholder such as -.",
    ))
}

/// Checks that WhatsApp takes the value of the field `field` for a variable: it
/// is not blank, in one line, without tabs and without five spaces in a row.
///
/// Meta's rule is for the parameters of headers and bodies, the fallback
/// values of amounts and dates included. For what a button gets, such as the
/// end of a link, Meta states none.
///
/// # Errors
/// A permanent failure that names the field and what is wrong with it.
pub fn check(field: &str, text: &str) -> Result<(), CommandError> {
    check_given(field, text)?;
    let what = if text.contains(['\n', '\r']) {
        "a line break"
    } else if text.contains('\t') {
        "a tab"
    } else if text.contains("     ") {
        "more than 4 spaces in a row"
    } else {
        return Ok(());
    };
    Err(refuse_as(
        FailureCategory::Template,
        "invalid-template-parameter",
        &format!(
            "The field {field} has {what}; WhatsApp accepts no line break, no tab and at most 4 \
             spaces in a row in the value of a variable."
        ),
        "Put the value on one line, for example with commas between its parts. Only the \
         template's own text can contain line breaks.",
    ))
}
