//! What benchmarks found, kept for the page that shows it.
//!
//! A benchmark of another workspace includes this file by its path, so it depends on
//! nothing but std and `serde_json`.

use std::fs::OpenOptions;
use std::io::Write as _;

use serde_json::{Value, json};

/// The variable that names the file to which tables are appended, a line of JSON
/// each. Without it, tables are not kept.
pub const MEASURED: &str = "UIP_MEASURED";

/// A table of one run: contestants below each other, and what each reached.
#[derive(Debug, Default)]
pub struct Table {
    title: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    bars: Vec<(String, f64)>,
    unit: String,
    notes: Vec<String>,
}

impl Table {
    /// An empty table. The first column names the contestants.
    #[must_use]
    pub fn new(title: impl Into<String>, columns: &[&str]) -> Self {
        Self {
            title: title.into(),
            columns: columns.iter().map(|&column| column.to_owned()).collect(),
            ..Self::default()
        }
    }

    /// Adds a contestant.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Adds a bar of the plot, whose bars are all in this unit.
    pub fn bar(&mut self, name: impl Into<String>, value: f64, unit: &str) {
        unit.clone_into(&mut self.unit);
        self.bars.push((name.into(), value));
    }

    /// Adds a sentence below the table: an aim and whether it was reached.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Appends it to the file that [`MEASURED`] names, if it has rows.
    ///
    /// # Panics
    /// If that file cannot be written.
    pub fn keep(&self) {
        let Some(path) = std::env::var_os(MEASURED) else {
            return;
        };
        if self.rows.is_empty() {
            return;
        }
        let bars: Vec<Value> = self
            .bars
            .iter()
            .map(|(name, value)| json!({"name": name, "value": value}))
            .collect();
        let line = json!({
            "title": self.title, "columns": self.columns, "rows": self.rows,
            "bars": bars, "unit": self.unit, "notes": self.notes,
        });
        let file = OpenOptions::new().create(true).append(true).open(path);
        let mut file = file.expect("the file for what was measured can be opened");
        writeln!(file, "{line}").expect("what was measured can be written");
    }
}
