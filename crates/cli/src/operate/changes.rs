//! What a change did, in words and as an exit code.

use std::process::ExitCode;

use uip_server::operations::{Effect, OperationError, Operations, Outcome, Replayed};

use crate::failure::Failure;
use crate::output::{note, tell};

/// When a change takes effect.
pub fn when(inbox: &Operations) -> &'static str {
    if inbox.is_served() {
        "the server that runs takes it up within a second"
    } else {
        "no server runs: it takes effect when `uip serve` starts"
    }
}

/// Says what became of an event's deliveries that were to be changed.
pub fn of_event(
    inbox: &Operations,
    id: &str,
    changed: Result<Vec<Effect>, OperationError>,
) -> Result<ExitCode, Failure> {
    match changed {
        Err(error @ OperationError::NoDeliveries(_)) => Ok(not_done(&format!("{id}: {error}"))),
        changed => effects(inbox, id, &changed?),
    }
}

/// Says what became of each delivery of an event.
pub fn effects(inbox: &Operations, id: &str, effects: &[Effect]) -> Result<ExitCode, Failure> {
    if effects.is_empty() {
        return Ok(not_done(&format!(
            "{id}: nothing was changed: the event has no such delivery; `uip events replay --all` sends it to the event triggers that it matches now"
        )));
    }
    let mut done = false;
    for effect in effects {
        if effect.outcome.is_done() {
            done = true;
            tell(format!("{id}: {effect}"))?;
        } else {
            note(format_args!("{id}: {effect}"));
        }
    }
    if done {
        let is_over = |effect: &Effect| effect.outcome == Outcome::Delivered;
        if !effects.iter().all(is_over) {
            tell(when(inbox))?;
        }
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}

/// Says what became of an event that is to go to all that it matches.
pub fn routed(
    inbox: &Operations,
    id: &str,
    routed: Option<&[Effect]>,
) -> Result<ExitCode, Failure> {
    match routed {
        Some([]) => Ok(not_done(&format!(
            "{id}: nothing was changed: no event trigger matches it"
        ))),
        Some(found) => effects(inbox, id, found),
        None if inbox.is_served() => {
            tell(format!(
                "{id}: the server that runs has not taken it up within five seconds; it does when it can write to the inbox"
            ))?;
            Ok(ExitCode::SUCCESS)
        }
        None => {
            tell(format!(
                "{id}: no server runs: it is sent to every event trigger that it matches when `uip serve` starts"
            ))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Says how many deliveries were replayed.
pub fn replayed(inbox: &Operations, replayed: Replayed) -> Result<ExitCode, Failure> {
    let Replayed {
        deliveries,
        not_configured,
        undelivered,
        ..
    } = replayed;
    if not_configured > 0 {
        note(format_args!(
            "deliveries that were not replayed, since their event triggers are not configured any more: {not_configured}; `uip triggers list` shows which"
        ));
    }
    if deliveries == 0 && undelivered == 0 && not_configured > 0 {
        return Ok(ExitCode::FAILURE);
    }
    tell(format!("deliveries that are pending again: {deliveries}"))?;
    if undelivered > 0 {
        tell(format!(
            "events that no event trigger had, and that go to those that match them now: {undelivered}"
        ))?;
    }
    if deliveries + undelivered > 0 {
        tell(when(inbox))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Says how many unclaimed events are given to adapters.
pub fn claimed(inbox: &Operations, events: usize) -> Result<ExitCode, Failure> {
    tell(format!("unclaimed events that are routed again: {events}"))?;
    if events > 0 {
        tell(format!(
            "{}; `uip events list --state unclaimed` shows those that no adapter has the value of",
            when(inbox)
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Says why nothing was changed.
pub fn not_done(why: &str) -> ExitCode {
    note(why);
    ExitCode::FAILURE
}
