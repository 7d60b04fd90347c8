//! Refusals of templates. Graph puts what is wrong into `error_user_title` and `error_user_msg`, and a
//! number into `error_subcode`.
//!
//! Source of the subcodes: "Error codes", section "Template creation errors", as of 2026-06; those of an
//! existing, a deleted and a missing template are from public reports. Where a rule has no documented
//! subcode, there is none here.

use crate::model::GraphError;

/// A text is longer than its limit.
pub(super) const TOO_LONG: i64 = 2_388_040;
pub(super) const HEADER_FORMAT: i64 = 2_388_047;
pub(super) const BODY_FORMAT: i64 = 2_388_072;
pub(super) const FOOTER_FORMAT: i64 = 2_388_073;
/// Too many variables for so few words.
pub(super) const VARIABLE_RATIO: i64 = 2_388_293;
/// A variable at the start or the end.
pub(super) const DANGLING_VARIABLE: i64 = 2_388_299;
/// The name has been deleted in this language and is still blocked.
pub(super) const BEING_DELETED: i64 = 2_388_023;
/// The name exists in this language.
pub(super) const EXISTS: i64 = 2_388_024;
pub(super) const GENERATED_NOT_EDITABLE: i64 = 2_388_318;
pub(super) const GENERATED_NOT_DELETABLE: i64 = 2_388_330;
pub(super) const NOT_FOUND: i64 = 2_593_002;

/// A refusal with a subcode.
pub(super) fn numbered(
    subcode: i64,
    title: impl Into<String>,
    message: impl Into<String>,
) -> GraphError {
    GraphError::new(100)
        .subcode(subcode)
        .for_users(title, message)
}

/// A refusal whose subcode is not documented.
pub(super) fn plain(title: impl Into<String>, message: impl Into<String>) -> GraphError {
    GraphError::new(100).for_users(title, message)
}

/// `what` is longer than `most` Unicode characters.
pub(super) fn too_long(what: &str, most: usize) -> GraphError {
    numbered(
        TOO_LONG,
        "Character Limit Exceeded",
        format!("{what} has more than {most} characters."),
    )
}

/// Text of at most `most` Unicode characters.
pub(super) fn check_length(what: &str, text: &str, most: usize) -> Result<(), GraphError> {
    if text.chars().count() > most {
        Err(too_long(what, most))
    } else {
        Ok(())
    }
}
