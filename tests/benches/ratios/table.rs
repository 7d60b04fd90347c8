//! What is printed.

use std::time::Duration;

use uip_testkit::measured::Table;

use crate::measure::Samples;

/// One comparison: printed while it is made, and kept when it is over.
pub struct Comparison {
    kept: Table,
}

/// Begins a comparison with a headline.
pub fn compare(title: &str) -> Comparison {
    println!("\n{title}");
    Comparison {
        kept: Table::new(title, &["", "median", "p95", "ratio"]),
    }
}

impl Comparison {
    /// A line for each contestant; the ratio is to the first one's median.
    pub fn times(&mut self, samples: &[Samples]) {
        let width = samples.iter().map(|it| it.name.len()).max().unwrap_or(0);
        println!(
            "  {:width$}  {:>10}  {:>10}  {:>7}",
            "", "median", "p95", "ratio"
        );
        for it in samples {
            let (median, p95) = (shown(it.median()), shown(it.p95()));
            let ratio = format!("{:.2}", ratio(it.median(), samples[0].median()));
            println!("  {:width$}  {median:>10}  {p95:>10}  {ratio:>7}", it.name);
            self.kept.row(vec![it.name.to_owned(), median, p95, ratio]);
            self.kept
                .bar(it.name, it.median().as_secs_f64() * 1e6, "µs");
        }
    }

    /// Whether an aim holds, and by how much.
    pub fn aim(&mut self, what: &str, found: f64, at_most: f64, unit: &str) {
        let verdict = if found <= at_most {
            "holds"
        } else {
            "DOES NOT HOLD"
        };
        let aim = format!("aim: {what}: {verdict} ({found:.2}{unit} of {at_most:.2}{unit})");
        println!("  {aim}");
        self.kept.note(aim);
    }

    /// Says something else that was found.
    pub fn note(&mut self, note: &str) {
        println!("  {note}");
        self.kept.note(note);
    }
}

impl Drop for Comparison {
    fn drop(&mut self) {
        self.kept.keep();
    }
}

/// One time as a multiple of another.
pub fn ratio(time: Duration, of: Duration) -> f64 {
    time.as_secs_f64() / of.as_secs_f64()
}

/// A time in the unit that suits it.
pub fn shown(time: Duration) -> String {
    let nanos = time.as_secs_f64() * 1e9;
    if nanos < 1e6 {
        format!("{:.1} µs", nanos / 1e3)
    } else {
        format!("{:.2} ms", nanos / 1e6)
    }
}

/// A size in KB: a thousand bytes.
#[allow(
    clippy::cast_precision_loss,
    reason = "a byte more or less is not shown"
)]
pub fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1e3
}
