use std::process::ExitCode;

use uip_triggers::Replay;
use uip_triggers::operations::{EventFilter, EventRow};

use super::{as_json, open, rows, say};
use crate::args::{Common, Events};
use crate::failure::Failure;

/// What `uip events` is asked for.
pub fn events(common: &Common, verb: &Events) -> Result<ExitCode, Failure> {
    let inbox = open(common)?;
    match verb {
        Events::List(list) => {
            let filter = EventFilter {
                adapter: list.adapter.clone(),
                event: list.event.clone(),
                delivery: list.state.map(Into::into),
                limit: list.limit,
            };
            table(list.json, &inbox.events(&filter)?)?;
        }
        Events::Dead(dead) => table(dead.json, &inbox.dead(dead.limit)?)?,
        Events::Show(show) => {
            let event = inbox.event(show.adapter.as_deref(), &show.id)?;
            if show.json {
                as_json(&event)?;
            } else {
                say(&event);
            }
        }
        Events::Replay(replay) => {
            if let Some(id) = &replay.id {
                let which = if replay.all {
                    Replay::All
                } else {
                    Replay::Dead
                };
                inbox.replay_event(replay.adapter.as_deref(), id, which)?;
                say(&format!("{id} is sent again"));
            } else {
                let count = inbox.replay_dead(replay.trigger.as_deref())?;
                say(&format!("dead events that are sent again: {count}"));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn table(json: bool, events: &[EventRow]) -> Result<(), Failure> {
    let header = [
        "Stored",
        "Event",
        "Pending",
        "Delivered",
        "Dead",
        "Event id",
    ];
    rows(json, events, header, |row| {
        [
            row.created_at.to_string(),
            format!("{}.{}", row.adapter, row.event),
            row.pending.to_string(),
            row.delivered.to_string(),
            row.dead.to_string(),
            row.event_id.clone(),
        ]
    })
}
