use std::process::ExitCode;

use super::changes::when;
use super::{open, rows};
use crate::args::{Common, Triggers};
use crate::failure::Failure;
use crate::output::tell;

/// What `uip triggers` is asked for.
pub fn triggers(common: &Common, verb: &Triggers) -> Result<ExitCode, Failure> {
    let inbox = open(common)?;
    match verb {
        Triggers::List(list) => {
            let header = [
                "Trigger",
                "Event",
                "State",
                "Circuit breaker",
                "Pending",
                "Dead",
            ];
            rows(list.json, &inbox.triggers()?, header, |row| {
                let event = match (&row.adapter, &row.event) {
                    (Some(adapter), Some(event)) => format!("{adapter}.{event}"),
                    _ => String::new(),
                };
                let state = match (row.configured, row.paused) {
                    (false, _) => "not configured",
                    (true, true) => "paused",
                    (true, false) => "active",
                };
                [
                    row.trigger.clone(),
                    event,
                    state.to_owned(),
                    row.circuit_breaker.word().to_owned(),
                    row.pending.to_string(),
                    row.dead.to_string(),
                ]
            })?;
        }
        Triggers::Pause(trigger) => {
            let name = &trigger.name;
            inbox.pause_trigger(name)?;
            tell(format!(
                "{name} is paused: its events are kept until `uip triggers resume {name}`; {}",
                when(&inbox)
            ))?;
        }
        Triggers::Resume(trigger) => {
            let name = &trigger.name;
            inbox.resume_trigger(name)?;
            tell(format!(
                "{name} delivers its events again; {}",
                when(&inbox)
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
