mod answers;
mod bodies;
mod error_table;
mod fields;
mod meta_examples;
mod recipients;
mod transport;

use crate::bindings::uip::whatsapp::types::{CommandError, Failure};

/// The failure of something that was refused before it was sent.
fn refused<T: std::fmt::Debug>(result: Result<T, CommandError>) -> Failure {
    match result {
        Err(CommandError::PermanentFailure(failure)) => {
            assert!(failure.error.contains("Nothing was sent."), "{failure:?}");
            assert!(!failure.advice.is_empty());
            failure
        }
        other => panic!("expected a permanent failure, got {other:?}"),
    }
}

/// Case and failure.
fn taken_apart(error: CommandError) -> (&'static str, Failure) {
    match error {
        CommandError::PermanentFailure(failure) => ("permanent", failure),
        CommandError::TemporaryFailure(failure) => ("temporary", failure),
        CommandError::PermanentUnknownOutcome(failure) => ("unknown", failure),
        CommandError::ExecutionFailed => panic!("reserved for engines"),
    }
}
