//! Failures that read well where they happen.
//!
//! A failure is built from what every failure must say (code, kind of
//! problem, what happened, what to do next), takes more facts where there are
//! some, and ends with the word that says whether the message left.

use crate::bindings::uip::whatsapp::types::{CommandError, Failure, FailureCategory};
use crate::cloud_api::without_meta_tokens;

/// A failure with the four things each one has. `error` says what happened
/// and whether anything was sent, `advice` what to do next: one sentence each,
/// free of secrets.
pub fn new(code: &str, category: FailureCategory, error: String, advice: &str) -> Failure {
    Failure {
        code: code.to_owned(),
        error,
        category,
        advice: advice.to_owned(),
        retry_after_seconds: None,
        http_status: None,
        trace_id: None,
        details: None,
    }
}

impl Failure {
    /// Nothing was sent, and trying again cannot help.
    #[must_use]
    pub fn permanent(self) -> CommandError {
        CommandError::PermanentFailure(self)
    }

    /// Nothing was sent, and trying again is safe.
    #[must_use]
    pub fn temporary(self) -> CommandError {
        CommandError::TemporaryFailure(self)
    }

    /// The message may have been sent.
    #[must_use]
    pub fn unknown_outcome(self) -> CommandError {
        CommandError::PermanentUnknownOutcome(self)
    }
}

/// The error with another advice, where it is a refusal with this code.
pub fn advise(mut error: CommandError, code: &str, advice: &str) -> CommandError {
    if let CommandError::PermanentFailure(failure) = &mut error
        && failure.code == code
    {
        advice.clone_into(&mut failure.advice);
    }
    error
}

/// At most this many characters of a refused value are shown.
const EXCERPT_CHARACTERS: usize = 40;

/// The beginning of a refused value in quotes, safe to show. Never for
/// secrets.
pub fn quoted(value: &str) -> String {
    format!("\"{}\"", one_line(value, EXCERPT_CHARACTERS))
}

/// A text from outside, safe to show in one line: what looks like one of
/// Meta's tokens is redacted, control characters become spaces, and what is
/// longer than `most` characters is cut.
pub fn one_line(text: &str, most: usize) -> String {
    let mut line = String::new();
    for (place, character) in without_meta_tokens(text).chars().enumerate() {
        if place == most {
            line.push('…');
            break;
        }
        line.push(if character.is_control() {
            ' '
        } else {
            character
        });
    }
    line
}
