//! How a command fails that takes a service's notifications. No event was emitted, or
//! a repeat emits the same events with the same ids.

use crate::failure::one_line;
use crate::signature::InvalidSignature;
use crate::{CommandError, Failure, FailureCategory};

/// How much of a reason that comes from outside is passed on, in characters.
const LONGEST_REASON: usize = 300;

/// A signature does not count. It comes in the header `header`, and the key of it is
/// the property `property`.
pub fn invalid_signature(error: InvalidSignature, header: &str, property: &str) -> CommandError {
    let (what, advice) = match error {
        InvalidSignature::Missing => (
            "The notification has no signature.",
            format!("Pass the header {header} in the field signature."),
        ),
        InvalidSignature::Malformed => (
            "The field signature does not have the form of a signature.",
            format!("Pass the header {header} unchanged."),
        ),
        InvalidSignature::Wrong => (
            "The signature does not match the notification: it was made with another key, or \
             the text was changed in transit.",
            format!("Check the property {property}, and pass the body of the request unchanged."),
        ),
    };
    refuse("invalid-signature", what, &advice)
}

/// A notification does not have the documented form. `error` is a sentence that names
/// the field and says what is wrong.
pub fn invalid_notification(error: &str) -> CommandError {
    refuse(
        "invalid-notification",
        error,
        "Pass the body of the service's request as text, unchanged.",
    )
}

/// The engine rejected the event with this id, for the reason that it gives. A repeat
/// is safe: it emits the same events again.
pub fn event_refused(event_id: &str, reason: &str) -> CommandError {
    Failure::new(
        "event-refused",
        FailureCategory::Webhook,
        format!(
            "The engine rejected the event {}: {}.",
            one_line(event_id, LONGEST_REASON),
            one_line(reason.trim_end_matches('.'), LONGEST_REASON)
        ),
        "Process the same notification again: its events have the same ids.",
    )
    .temporary()
}

fn refuse(code: &str, what: &str, advice: &str) -> CommandError {
    let error = format!("{what} No event was emitted.");
    Failure::new(code, FailureCategory::Webhook, error, advice).permanent()
}

#[cfg(test)]
mod tests {
    use super::{event_refused, invalid_signature};
    use crate::CommandError;
    use crate::signature::InvalidSignature;

    #[test]
    fn a_bad_signature_is_permanent_and_names_header_and_property() {
        let refused = |error| match invalid_signature(error, "X-Signature", "webhookSecret") {
            CommandError::PermanentFailure(failure) => failure.advice,
            other => panic!("a permanent failure, and not {other:?}"),
        };
        assert!(refused(InvalidSignature::Missing).contains("X-Signature"));
        assert!(refused(InvalidSignature::Malformed).contains("X-Signature"));
        assert!(refused(InvalidSignature::Wrong).contains("webhookSecret"));
    }

    #[test]
    fn a_rejected_event_may_be_repeated() {
        let CommandError::TemporaryFailure(failure) = event_refused("e-1", "the queue is full.")
        else {
            panic!("a temporary failure");
        };
        assert_eq!(
            failure.error,
            "The engine rejected the event e-1: the queue is full."
        );
    }
}
