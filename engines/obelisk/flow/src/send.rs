//! Sends a message, and finds out what became of it.

use crate::bindings::obelisk::types::time::{Duration, ScheduleAt};
use crate::bindings::obelisk::workflow::workflow_support::sleep;
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::tracking::Tracking;

/// How often a message is tried.
const ATTEMPTS: u32 = 5;

/// Seconds to wait before the second attempt, where WhatsApp names none; twice
/// as long before each further one.
const FIRST_WAIT: u32 = 2;

/// What became of a message.
#[derive(Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was delivered, or read.
    Arrived,
    /// It was not sent, or WhatsApp could not deliver it; the text says why.
    Failed(String),
    /// It was sent, and nothing more is known: the customer's phone may be
    /// off.
    NoWord,
}

/// Sends a message with `command`, which is given the callback data to send
/// along, and waits until it has arrived.
///
/// It is sent again only when it did not leave: when the adapter says so
/// (`temporary-failure`), or, where nobody could say (`unknown-outcome`; or the
/// node was killed while it sent), when WhatsApp has sent no status of it.
pub fn send<Sent>(command: impl Fn(String) -> Result<Sent, CommandError>) -> Fate {
    let mut why = String::new();
    for attempt in 0..ATTEMPTS {
        let tracking = match Tracking::start() {
            Ok(tracking) => tracking,
            Err(why) => return Fate::Failed(why),
        };
        match command(tracking.callback_data()) {
            Ok(_) => return tracking.wait_until_arrived(),
            Err(CommandError::PermanentFailure(failure)) => return Fate::Failed(failure.error),
            Err(CommandError::TemporaryFailure(failure)) => {
                wait(failure.retry_after_seconds, attempt);
                why = failure.error;
            }
            Err(CommandError::PermanentUnknownOutcome(failure)) => {
                if tracking.has_left() {
                    return tracking.wait_until_arrived();
                }
                why = failure.error;
            }
            Err(CommandError::ExecutionFailed) => {
                if tracking.has_left() {
                    return tracking.wait_until_arrived();
                }
                "the engine could not run the command".clone_into(&mut why);
            }
        }
    }
    Fate::Failed(why)
}

/// Sends what may be sent twice without harm, as a reaction.
pub fn send_repeatable<Sent>(command: impl Fn() -> Result<Sent, CommandError>) -> Fate {
    let mut why = String::new();
    for attempt in 0..ATTEMPTS {
        match command() {
            Ok(_) => return Fate::NoWord,
            Err(CommandError::PermanentFailure(failure)) => return Fate::Failed(failure.error),
            Err(
                CommandError::TemporaryFailure(failure)
                | CommandError::PermanentUnknownOutcome(failure),
            ) => {
                wait(failure.retry_after_seconds, attempt);
                why = failure.error;
            }
            Err(CommandError::ExecutionFailed) => {
                wait(None, attempt);
                "the engine could not run the command".clone_into(&mut why);
            }
        }
    }
    Fate::Failed(why)
}

fn wait(seconds: Option<u32>, attempt: u32) {
    let seconds = seconds.unwrap_or(FIRST_WAIT << attempt);
    // An error means that somebody cut the wait short by hand.
    let _ = sleep(ScheduleAt::In(Duration::Seconds(seconds.into())));
}
