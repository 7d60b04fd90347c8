//! What is printed.

use uip_testkit::measured::Table;

use crate::notification::MIX;
use crate::numbers::{megabytes, number};

/// What was found of a server.
pub struct Row {
    pub name: String,
    /// Whether it is a public reader of notifications that others wrote.
    pub is_peer: bool,
    /// Notifications acknowledged a second.
    pub rate: f64,
    /// The same as a multiple of the plain handler's.
    pub of_plain: Option<f64>,
    /// How long answers took at half of that rate, in microseconds, the
    /// shortest first.
    pub half: Vec<u32>,
    /// How many notifications were not acknowledged.
    pub errors: u64,
    /// How many events came out, of so many in acknowledged notifications.
    pub delivered: Option<u64>,
    pub events: u64,
    /// The resident set at the end, in bytes.
    pub memory: Option<u64>,
}

/// What everything is measured on.
pub fn setting() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "Load and receiver: this process, {cores} threads, on the {cores} cores that the servers have too."
    );
    println!("{MIX}.");
}

/// A headline.
pub fn title(text: &str) {
    println!("\n{text}");
}

/// A line for each server, and whether the aims hold for ours.
pub fn rows(title: &str, rows: &[Row]) {
    let mut kept = Table::new(title, &COLUMNS);
    let width = rows.iter().map(|it| it.name.len()).max().unwrap_or(0);
    let [_, rate, of_plain, half, errors, delivered, memory] = COLUMNS;
    println!(
        "  {:width$}  {rate:>10}  {of_plain:>6}  {half:>22}  {errors:>6}  {delivered:>24}  {memory:>8}",
        ""
    );
    for it in rows {
        let of_plain = it.of_plain.map_or("-".to_owned(), |it| format!("{it:.2}"));
        let half = format!(
            "{}, {}",
            milliseconds(&it.half, 0.5),
            milliseconds(&it.half, 0.99)
        );
        let delivered = it.delivered.map_or("none are".to_owned(), |delivered| {
            format!("{} of {}", number(delivered), number(it.events))
        });
        let (rate, memory) = (number(it.rate as u64), megabytes(it.memory));
        println!(
            "  {:width$}  {rate:>10}  {of_plain:>6}  {half:>22}  {:>6}  {delivered:>24}  {memory:>8}",
            it.name, it.errors,
        );
        // A rate counts only with all of its events.
        if it.delivered.is_none_or(|delivered| delivered == it.events) {
            kept.bar(&it.name, it.rate, "notifications a second");
        }
        let errors = number(it.errors);
        kept.row(vec![
            it.name.clone(),
            rate,
            of_plain,
            half,
            errors,
            delivered,
            memory,
        ]);
    }
    aims(&mut kept, rows);
    kept.keep();
}

const COLUMNS: [&str; 7] = [
    "",
    "a second",
    "of (b)",
    "p50, p99 at half load",
    "errors",
    "events delivered of sent",
    "memory",
];

fn aims(kept: &mut Table, rows: &[Row]) {
    let mut aim = |what: &str, holds: bool, found: &str| {
        let verdict = if holds { "holds" } else { "DOES NOT HOLD" };
        let aim = format!("aim: {what}: {verdict} ({found})");
        println!("  {aim}");
        kept.note(aim);
    };
    let Some(durable) = rows.iter().find(|it| it.name.starts_with("uip")) else {
        return;
    };
    if let Some(found) = durable.of_plain {
        aim("at least half of (b)", found >= 0.5, &format!("{found:.2}"));
    }
    let peers = rows.iter().filter(|it| it.is_peer);
    if let Some(peer) = peers.max_by(|a, b| a.rate.total_cmp(&b.rate)) {
        let found = durable.rate / peer.rate;
        aim(
            "several times the fastest peer",
            found >= 3.0,
            &format!("{found:.1}"),
        );
    }
    let p99 = at(&durable.half, 0.99);
    let found = milliseconds(&durable.half, 0.99);
    aim("p99 under 50 ms at half load", p99 < 50_000, &found);
    let delivered = durable.delivered.unwrap_or_default();
    let found = format!("{} of {}", number(delivered), number(durable.events));
    aim(
        "every acknowledged event is delivered",
        delivered == durable.events,
        &found,
    );
}

/// The time that this share of sorted microseconds is under.
fn at(times: &[u32], share: f64) -> u32 {
    let place = times.len().saturating_sub(1) as f64 * share;
    times.get(place as usize).copied().unwrap_or_default()
}

/// The same, to be read.
pub fn milliseconds(times: &[u32], share: f64) -> String {
    format!("{:.1} ms", f64::from(at(times, share)) / 1e3)
}
