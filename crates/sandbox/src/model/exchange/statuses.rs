//! The statuses of a message: what follows from them, whoever carries it.

use crate::model::GraphError;
use crate::model::exchange::ledger::Event;
use crate::model::line::Carrier;
use crate::model::notifications::words;
use crate::model::settings::{AutoStatus, Settings};
use crate::model::twilio;
use crate::model::world::State;

/// What has become of a message, before a carrier puts it into its own words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Progress<'a> {
    pub(crate) message_id: &'a str,
    /// `sent`, `delivered`, `read`, `played` or `failed`.
    pub(crate) status: &'a str,
    /// Why it failed.
    pub(crate) error: Option<&'a GraphError>,
    /// Seconds since 1970.
    pub(crate) at: u64,
}

/// Reports one status of a message to the customer `to`.
pub(crate) fn report(
    state: &mut State,
    settings: &Settings,
    to: &str,
    message_id: &str,
    status: &str,
    error: Option<&GraphError>,
) {
    let progress = Progress {
        message_id,
        status,
        error,
        at: state.clock.seconds(),
    };
    let entry = state.ledger.find(message_id);
    if entry.is_some_and(|entry| entry.line.carrier == Carrier::Twilio) {
        twilio::messages::statuses::report(state, settings, &progress);
        return;
    }
    let person = state.customers.meet(to, progress.at);
    tracing::info!("{status} to {}", person.id());
    let update = words::status(person, entry, &progress);
    let event = Event {
        status: status.to_owned(),
        at: progress.at,
        error: error.map(|error| error.summary().to_owned()),
        code: error.map(GraphError::code),
    };
    state.ledger.note(message_id, event);
    state.outbox.add(update, settings);
}

/// The statuses that an accepted message goes through by itself.
pub(crate) fn report_automatic(
    state: &mut State,
    settings: &Settings,
    to: &str,
    message_id: &str,
    kind: &str,
) {
    // Reactions are sent and never reported as delivered or read.
    let furthest = if kind == "reaction" {
        AutoStatus::Sent
    } else {
        AutoStatus::Read
    };
    for (step, status) in [
        (AutoStatus::Sent, "sent"),
        (AutoStatus::Delivered, "delivered"),
        (AutoStatus::Read, "read"),
    ] {
        if step <= state.behavior().auto_status && step <= furthest {
            report(state, settings, to, message_id, status, None);
        }
    }
}
