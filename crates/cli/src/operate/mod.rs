//! `uip events`, `uip notifications` and `uip triggers`: what an operator looks
//! at and changes, while a server runs or not.

mod changes;
mod events;
mod notifications;
mod triggers;

use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use serde::Serialize;
use uip_server::operations::{OperationError, Operations};

use crate::args::Common;
use crate::describe::width;
use crate::failure::Failure;
use crate::output;

pub use events::events;
pub use notifications::notifications;
pub use triggers::triggers;

impl From<OperationError> for Failure {
    fn from(error: OperationError) -> Self {
        Self::usage(error.to_string())
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
