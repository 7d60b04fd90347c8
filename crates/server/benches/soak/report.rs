//! What is printed in the end, as Markdown.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::destination::Tallies;
use crate::faults::Failed;
use crate::generator::Counts;
use crate::numbers::{megabytes, number};
use crate::options::Options;

/// What was found.
pub struct Report<'r> {
    pub options: &'r Options,
    pub counts: &'r Counts,
    pub tallies: &'r [(&'static str, Tallies)],
    pub failed: &'r [Failed],
    /// The peaks of each node's memory in each third of the time, in bytes.
    pub peaks: &'r [[u64; 3]],
    /// The size of each node's inbox, in bytes.
    pub stored: [u64; 2],
    /// How long it took after the load until everything had arrived.
    pub drained: Duration,
}

pub fn print(report: &Report<'_>) {
    let Options { time, rate, seed } = report.options;
    let minutes = time.as_secs() / 60;
    println!("{minutes} minutes at {rate} notifications a second, seed {seed}\n");
    let of = |counter: &std::sync::atomic::AtomicU64| number(counter.load(Ordering::Relaxed));
    let counts = report.counts;
    table(
        &["Notifications", ""],
        &[
            vec!["sent".to_owned(), of(&counts.sent)],
            vec!["acknowledged".to_owned(), of(&counts.acknowledged)],
            vec![
                "sent again without an acknowledgement".to_owned(),
                of(&counts.repeated),
            ],
            vec![
                "sent again after an acknowledgement".to_owned(),
                of(&counts.doubled),
            ],
        ],
    );
    let tallies: Vec<Vec<String>> = report
        .tallies
        .iter()
        .map(|(name, tallies)| {
            let tally = tallies.all();
            let counts = [
                tally.expected,
                tally.arrived,
                tally.lost,
                tallies.of_one_node.twice,
                tallies.of_both.twice,
                tally.out_of_order,
            ];
            std::iter::once((*name).to_owned())
                .chain(counts.map(number))
                .collect()
        })
        .collect();
    table(
        &[
            "Events",
            "expected",
            "arrived",
            "lost",
            "twice, sent to one node",
            "twice, sent to both",
            "out of order",
        ],
        &tallies,
    );
    let failures: Vec<Vec<String>> = report
        .failed
        .iter()
        .map(|Failed { name, failures, .. }| {
            vec![
                (*name).to_owned(),
                failures.killed.to_string(),
                failures.stopped.to_string(),
            ]
        })
        .collect();
    table(&["Failures", "killed or away", "stopped"], &failures);
    let nodes: Vec<Vec<String>> = ["node 1, killed again and again", "node 2"]
        .iter()
        .zip(report.peaks.iter().zip(report.stored))
        .map(|(name, (peaks, stored))| {
            let sizes = peaks
                .iter()
                .copied()
                .chain([stored])
                .map(|size| megabytes(Some(size)));
            std::iter::once((*name).to_owned()).chain(sizes).collect()
        })
        .collect();
    table(
        &[
            "Peak memory",
            "first third",
            "second third",
            "last third",
            "inbox on disk",
        ],
        &nodes,
    );
    println!(
        "The last event arrived {:.0} s after the load ended.",
        report.drained.as_secs_f64()
    );
}

fn table(columns: &[&str], rows: &[Vec<String>]) {
    println!("| {} |", columns.join(" | "));
    println!("|{}", " --- |".repeat(columns.len()));
    for row in rows {
        println!("| {} |", row.join(" | "));
    }
    println!();
}
