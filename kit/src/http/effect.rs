//! What a failure says of a request: which service it was for, and what it does
//! there.

use crate::{CommandError, Failure};

/// A service that an adapter calls, as failures name it.
#[derive(Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name: `WhatsApp`.
    pub name: &'static str,
    /// What to do when an answer is larger than the adapter reads.
    pub too_large_advice: &'static str,
}

/// What a request does at the service, as far as a lost answer leaves it in doubt.
#[derive(Debug, PartialEq, Eq)]
pub struct Effect {
    /// Whether a repeat does no harm: it reads, or leaves the same behind after a
    /// second time. A lost answer is then a temporary failure, and else an unknown
    /// outcome.
    pub is_repeatable: bool,
    /// What a rejection leaves undone: `nothing was sent`.
    pub nothing: &'static str,
    /// What is in doubt when no whole answer came: `the message may have been sent`.
    pub doubt: &'static str,
    /// What to do when nobody knows the outcome.
    pub unknown_advice: &'static str,
}

impl Effect {
    /// The failure of a request that left and whose outcome nobody knows. Where a
    /// repeat may do harm, it names no time to wait for one.
    pub fn unknown_outcome(&self, mut failure: Failure) -> CommandError {
        if self.is_repeatable {
            return failure.temporary();
        }
        failure.retry_after_seconds = None;
        failure.unknown_outcome()
    }
}
