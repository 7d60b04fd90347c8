//! What the targets share.

use serde::de::IgnoredAny;
use uip_kit::{CommandError, Failure};

/// Stands for the access token. It does not look like one of Meta's, which would
/// be redacted whoever's it is.
pub const TOKEN: &str = "fuzzed-token-0123456789-abcdefgh";

/// Whether a text is JSON, as another reader sees it. It takes any depth, and
/// half surrogates.
pub fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// The record of an error. The component itself never answers
/// `execution-failed`: it is reserved for engines.
///
/// # Panics
/// When the error is that one.
pub fn failure(error: &CommandError) -> &Failure {
    match error {
        CommandError::PermanentFailure(failure)
        | CommandError::TemporaryFailure(failure)
        | CommandError::PermanentUnknownOutcome(failure) => failure,
        CommandError::ExecutionFailed => panic!("execution-failed is the engine's"),
    }
}

/// Checks what holds for every failure: it says what happened and what to do, on
/// one line each, and its details are JSON.
///
/// # Panics
/// When one of these does not hold.
pub fn check_failure(error: &CommandError) {
    let failure = failure(error);
    for (name, text) in [
        ("code", &failure.code),
        ("error", &failure.error),
        ("advice", &failure.advice),
    ] {
        assert!(!text.trim().is_empty(), "{name} is blank: {failure:?}");
        assert!(
            !text.contains(['\n', '\r', '\0']),
            "{name} has a line break: {text:?}"
        );
    }
    if let Some(details) = &failure.details {
        assert!(is_json(details), "details are not JSON: {details:?}");
    }
}

/// Checks that the request was refused for good.
///
/// # Panics
/// When the error means anything else.
pub fn check_refusal(error: &CommandError) {
    check_failure(error);
    assert!(
        matches!(error, CommandError::PermanentFailure(_)),
        "a wrong request was not refused for good: {error:?}"
    );
}

/// Checks that no text of a failure holds the token.
///
/// # Panics
/// When one does.
pub fn check_redacted(error: &CommandError) {
    let failure = failure(error);
    let optional = [&failure.trace_id, &failure.details];
    for text in [&failure.code, &failure.error, &failure.advice]
        .into_iter()
        .chain(optional.into_iter().flatten())
    {
        assert!(!text.contains(TOKEN), "the token is in {text:?}");
    }
}
