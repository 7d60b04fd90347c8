//! `uip events`, `uip notifications` and `uip triggers`: what an operator looks
//! at and changes, while a server runs or not.

mod changes;
mod events;
mod notifications;
mod triggers;

use std::process::ExitCode;

use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use serde::Serialize;
use uip_server::operations::{OperationError, Operations};

use crate::args::{Common, Events, Notifications, Triggers};
use crate::describe::width;
use crate::failure::Failure;
use crate::output;

/// What `uip events` is asked for.
pub fn events(common: &Common, verb: &Events) -> Result<ExitCode, Failure> {
    use Events::{Drop, Replay, Retry};
    let changes = matches!(verb, Retry(_) | Drop(_) | Replay(_));
    told(changes, events::events(common, verb))
}

/// What `uip notifications` is asked for.
pub fn notifications(common: &Common, verb: &Notifications) -> Result<ExitCode, Failure> {
    let changes = matches!(verb, Notifications::Replay(_));
    told(changes, notifications::notifications(common, verb))
}

/// What `uip triggers` is asked for.
pub fn triggers(common: &Common, verb: &Triggers) -> Result<ExitCode, Failure> {
    let changes = matches!(verb, Triggers::Pause(_) | Triggers::Resume(_));
    told(changes, triggers::triggers(common, verb))
}

/// Who wanted a change is told that there was none.
fn told(changes: bool, outcome: Result<ExitCode, Failure>) -> Result<ExitCode, Failure> {
    if changes {
        outcome.map_err(Failure::and_nothing_was_changed)
    } else {
        outcome
    }
}

impl From<OperationError> for Failure {
    fn from(error: OperationError) -> Self {
        let text = error.to_string();
        match error {
            OperationError::NoEvent(_)
            | OperationError::SeveralEvents(_)
            | OperationError::NoNotification(_)
            | OperationError::NoName { .. } => Self::usage(text),
            OperationError::Partly(_)
            | OperationError::PartlyReplayed { .. }
            | OperationError::Stored(_) => Self::Afterwards(text),
            _ => Self::NotDone(text),
        }
    }
}

fn open(common: &Common) -> Result<Operations, Failure> {
    Ok(Operations::open(&crate::triggers::inbox(common)?.file)?)
}

/// Prints rows: as a table, or as one JSON array.
fn rows<R: Serialize, const N: usize>(
    json: bool,
    rows: &[R],
    header: [&str; N],
    cells: impl Fn(&R) -> [String; N],
) -> Result<(), Failure> {
    if json {
        return as_json(&rows);
    }
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width())
        .set_header(header);
    // Names and ids are there to be copied: a line break within would spoil
    // them. Only an error is a text.
    for (index, name) in header.iter().enumerate() {
        if *name != "Last error"
            && let Some(column) = table.column_mut(index)
        {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    for row in rows {
        table.add_row(cells(row));
    }
    output::show(table)
}

fn as_json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(value).map_err(|error| Failure::usage(error.to_string()))?;
    output::show(text)
}
