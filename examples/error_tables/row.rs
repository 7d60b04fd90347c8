//! The rows of a table.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use uip_kit::{CommandError, Failure};

use super::Result;

/// What a row says after its codes.
#[derive(Clone, PartialEq, Eq)]
pub struct Meaning {
    failure: &'static str,
    category: String,
    wait: Option<u32>,
    advice: String,
}

impl Meaning {
    /// What a flow gets.
    ///
    /// # Errors
    /// If it is an error that no adapter returns.
    pub fn of(error: CommandError) -> Result<Self> {
        let (failure, of_failure) = match error {
            CommandError::PermanentFailure(failure) => ("permanent", failure),
            CommandError::TemporaryFailure(failure) => ("temporary", failure),
            CommandError::PermanentUnknownOutcome(failure) => ("unknown outcome", failure),
            CommandError::ExecutionFailed => return Err("reserved for engines".into()),
        };
        let Failure {
            category,
            retry_after_seconds: wait,
            advice,
            ..
        } = of_failure;
        Ok(Self {
            failure,
            category: word(&format!("{category:?}")),
            wait,
            advice,
        })
    }
}

/// The codes that the adapter knows, in the order of the numbers, with what each
/// means. A code that a range has does not come a second time, unless it means
/// something else.
///
/// # Errors
/// If a meaning cannot be found out.
pub fn known(
    codes: &BTreeSet<(u32, u32)>,
    meaning: impl Fn(u32) -> Result<Meaning>,
) -> Result<Vec<(u32, u32, Meaning)>> {
    /// A code that no table has.
    const UNKNOWN: u32 = 999_999_999;

    let unknown = meaning(UNKNOWN)?;
    let mut known: Vec<(u32, u32, Meaning)> = Vec::new();
    for &(first, last) in codes {
        // The set has a range after its first code, which may mean something else.
        let meaning = meaning(last)?;
        if meaning != unknown {
            known.push((first, last, meaning));
        }
    }
    let spans: Vec<_> = known.iter().filter(|(a, b, _)| a < b).cloned().collect();
    known.retain(|(first, last, meaning)| {
        !spans.iter().any(|(a, b, of_span)| {
            a <= first && last <= b && (a, b) != (first, last) && of_span == meaning
        })
    });
    Ok(known)
}

/// `63100` or `63100` to `63111`, as Markdown.
pub fn span(first: u32, last: u32) -> String {
    if first == last {
        format!("`{first}`")
    } else {
        format!("`{first}` to `{last}`")
    }
}

/// The table of these rows, as Markdown.
///
/// # Errors
/// None: text is written.
pub fn table(rows: Vec<(String, Meaning)>) -> Result<String> {
    let mut table = "| Code | Failure | Category | Wait | What to do |\n".to_owned();
    table.push_str("|---|---|---|---|---|\n");
    for (codes, meaning) in rows {
        let Meaning {
            failure,
            category,
            wait,
            advice,
        } = meaning;
        let wait = wait.map_or_else(String::new, |wait| format!("{} ", time(wait)));
        writeln!(
            table,
            "| {codes} | {failure} | `{category}` | {wait}| {advice} |"
        )?;
    }
    Ok(table)
}

/// `FailureCategory::Throttled` is `throttled` in JSON.
fn word(debug: &str) -> String {
    let name = debug.rsplit("::").next().unwrap_or(debug);
    name.to_ascii_lowercase()
}

fn time(seconds: u32) -> String {
    let units = [
        (86_400, "day"),
        (3600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    let fits = |(length, _): &&(u32, &str)| seconds >= *length && seconds.is_multiple_of(*length);
    let (length, unit) = units.iter().find(fits).copied().unwrap_or((1, "second"));
    match seconds / length {
        1 => format!("1 {unit}"),
        count => format!("{count} {unit}s"),
    }
}
