//! WhatsApp's limits, each from both sides: what just fits passes, and one
//! more is refused with the field and the number in the error.
//!
//! A length is in characters: Unicode scalar values, however many bytes they
//! take. How a customer's phone joins them into fewer pictures does not count.

mod counts;
mod files;
mod manifest;
mod numbers;
mod requests;
mod texts;

use super::refused;
use uip_kit::CommandError;

/// Whether a request was refused.
type Outcome = Result<(), CommandError>;

/// A result of which only that matters.
trait Checked {
    fn outcome(self) -> Outcome;
}

impl<T, E: Into<CommandError>> Checked for Result<T, E> {
    fn outcome(self) -> Outcome {
        self.map(drop).map_err(Into::into)
    }
}

/// The value of `field` (of several fields, when it is empty) is refused with
/// the code, and the error says all of `parts`.
fn is_refused(outcome: Outcome, code: &str, field: &str, parts: &[&str]) {
    assert!(outcome.is_err(), "{field} passed, not {parts:?}");
    let failure = refused(outcome);
    assert_eq!(failure.code, code, "{}", failure.error);
    let field = if field.is_empty() {
        "The fields ".to_owned()
    } else {
        format!("The field {field} ")
    };
    for part in [field.as_str()].iter().chain(parts) {
        assert!(
            failure.error.contains(part),
            "no {part:?}: {}",
            failure.error
        );
    }
}
