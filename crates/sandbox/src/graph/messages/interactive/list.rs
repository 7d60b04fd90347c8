//! `list`: up to ten rows in sections.

use super::{LONGEST_LABEL, optional_within, twice, up_to, within};
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::customers::{Choice, ChoiceKind};

const MOST_SECTIONS: usize = 10;
/// In all sections together.
const MOST_ROWS: usize = 10;
const LONGEST_TITLE: usize = 24;
const LONGEST_ID: usize = 200;
const LONGEST_DESCRIPTION: usize = 72;

/// Several sections need titles; row ids must be unique in the whole list.
pub(super) fn check(action: &Fields<'_>) -> Result<Vec<Choice>, GraphError> {
    within(action, "button", "List button", LONGEST_LABEL)?;
    let sections = up_to(action, "sections", "sections", 1..=MOST_SECTIONS)?;
    let mut rows: Vec<Choice> = Vec::new();
    for (place, section) in sections.iter().enumerate() {
        let section = action.item("sections", place, section)?;
        let title = optional_within(&section, "title", "Section title", LONGEST_TITLE)?;
        if sections.len() > 1 && title.is_none_or(str::is_empty) {
            return Err(GraphError::new(131_009)
                .details("Section title is required when there is more than one section."));
        }
        for (place, row) in section.list("rows", 1..=usize::MAX)?.iter().enumerate() {
            let row = self::row(&section.item("rows", place, row)?)?;
            if rows.iter().any(|known| known.id == row.id) {
                return Err(twice("row id", &row.id));
            }
            rows.push(row);
        }
    }
    if rows.len() > MOST_ROWS {
        return Err(GraphError::new(131_009).details(format!(
            "Total row count exceed max allowed count: {MOST_ROWS}"
        )));
    }
    Ok(rows)
}

fn row(row: &Fields<'_>) -> Result<Choice, GraphError> {
    let id = within(row, "id", "Row id", LONGEST_ID)?;
    let title = within(row, "title", "Row title", LONGEST_TITLE)?;
    let description = optional_within(row, "description", "Row description", LONGEST_DESCRIPTION)?;
    Ok(Choice {
        description: description.map(str::to_owned),
        ..Choice::new(ChoiceKind::Row, id, title)
    })
}
