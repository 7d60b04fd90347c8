//! What a request looks like that is refused before it is sent.

use crate::{CommandError, Failure, FailureCategory, failure};

/// A field of the request is wrong. `error` is a sentence that names the
/// field, the limit and what was given.
pub fn refuse(code: &str, error: &str, advice: &str) -> CommandError {
    refuse_as(FailureCategory::Request, code, error, advice)
}

/// As [`refuse`], for a problem of another kind.
pub fn refuse_as(category: FailureCategory, code: &str, error: &str, advice: &str) -> CommandError {
    Failure::new(code, category, format!("{error} Nothing was sent."), advice).permanent()
}

/// An optional field that a form left blank counts as not given.
pub fn given(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.trim().is_empty())
}

/// What was given in the place of an id or a name that has at most `most`
/// characters: its length where that is wrong, or else the value.
pub fn found(value: &str, most: usize) -> String {
    let characters = value.chars().count();
    if characters > most {
        format!("has {characters} characters")
    } else {
        format!("is {}", failure::quoted(value))
    }
}
