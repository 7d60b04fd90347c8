//! The page of what was measured: docs/performance.md, with its plot.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::plot;

const PAGE: &str = "docs/performance.md";
const PLOT: &str = "docs/performance.svg";

/// What the page says around the tables.
const INTRODUCTION: &str = "\
# Performance

`cargo xtask bench --page` measures everything below in one run, and writes this page.
What is compared runs in turns (A, B, A, B…), so a busy machine slows all of it alike.
Compare ratios, not times: those depend on the machine. A benchmark never fails for being
slow. Each aim is next to the result, whether it was reached or not;
[What calls and notifications cost](architecture/costs.md) says why some are missed.

- **native** is the adapter's own code, compiled for the machine, without a component or a
  host around it. **live instance** is the component in the host, in a guest that is
  reused; **fresh instance** starts a guest for each call.
- Public readers of notifications run in the server that their users run them in, with
  their signature check on, and have nothing durable behind them. A rate counts only
  together with the events that came out, and has a bar in the plot only if all did.
- Deliveries to brokers go to real ones, NATS with a stream in a file and RabbitMQ with a
  durable queue; each event counts when the broker has acknowledged it.
- n8n runs as a whole, with its own trigger for WhatsApp and behind `uip serve`.
- Instructions are counted by Callgrind, if it is installed: in one thread, as the
  difference between few and many calls. They hardly depend on the machine's speed and load.
- The load, the receiver and the servers share the machine's cores.
";

/// Writes the page and its plot from the tables in a file. Returns what it wrote.
pub fn write(measured: &Path) -> Result<[&'static str; 2]> {
    let lines = std::fs::read_to_string(measured)
        .with_context(|| format!("{} cannot be read", measured.display()))?;
    let tables: Vec<Value> = lines
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()
        .context("what was measured is not JSON")?;
    std::fs::write(PAGE, page(&tables, &machine()))?;
    std::fs::write(PLOT, plot::draw(&tables))?;
    Ok([PAGE, PLOT])
}

fn page(tables: &[Value], machine: &str) -> String {
    let mut page = format!(
        "{INTRODUCTION}\n{machine}\n\n![Medians and rates of the run, as bars](performance.svg)\n"
    );
    for table in tables {
        let _ = write!(page, "\n## {}\n\n", text(&table["title"]));
        let columns: Vec<&str> = texts(&table["columns"]).collect();
        row(&mut page, columns.iter().copied());
        row(&mut page, columns.iter().map(|_| "---"));
        for cells in table["rows"].as_array().into_iter().flatten() {
            row(&mut page, texts(cells));
        }
        let mut notes = texts(&table["notes"]).peekable();
        if notes.peek().is_some() {
            page.push('\n');
        }
        for note in notes {
            let _ = writeln!(page, "- {note}");
        }
    }
    page
}

fn row<'a>(page: &mut String, cells: impl Iterator<Item = &'a str>) {
    page.push('|');
    for cell in cells {
        let _ = write!(page, " {} |", cell.replace('|', "\\|"));
    }
    page.push('\n');
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().map(text)
}

/// A sentence about the machine, as far as it can be told.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split_once(':'))
        .map_or(std::env::consts::ARCH, |(_, model)| model.trim());
    format!(
        "Measured on {cores} cores of {model}, {}.",
        std::env::consts::OS
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::page;

    #[test]
    fn a_table_becomes_a_section_with_its_aims_below() {
        let tables = [json!({
            "title": "Sending a text", "columns": ["", "median"],
            "rows": [["plain POST", "10 µs"], ["a | b", "20 µs"]],
            "bars": [], "unit": "", "notes": ["aim: at most 1.4: holds (1.20 of 1.40)"],
        })];
        let page = page(&tables, "Measured on 2 cores.");
        let section = page.split_once("## ").map(|(_, section)| section);
        assert_eq!(
            section,
            Some(
                "Sending a text\n\n|  | median |\n| --- | --- |\n| plain POST | 10 µs |\n\
                 | a \\| b | 20 µs |\n\n- aim: at most 1.4: holds (1.20 of 1.40)\n"
            )
        );
    }
}
