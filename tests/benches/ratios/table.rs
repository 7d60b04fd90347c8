//! What is printed.

use std::time::Duration;

use crate::measure::Samples;

/// A headline.
pub fn title(text: &str) {
    println!("\n{text}");
}

/// A line for each contestant; the ratio is to the first one's median.
pub fn times(samples: &[Samples]) {
    let width = samples.iter().map(|it| it.name.len()).max().unwrap_or(0);
    println!(
        "  {:width$}  {:>10}  {:>10}  {:>7}",
        "", "median", "p95", "ratio"
    );
    for it in samples {
        println!(
            "  {:width$}  {:>10}  {:>10}  {:>7.2}",
            it.name,
            shown(it.median()),
            shown(it.p95()),
            ratio(it.median(), samples[0].median()),
        );
    }
}

/// Whether an aim holds, and by how much.
pub fn aim(what: &str, found: f64, at_most: f64, unit: &str) {
    let verdict = if found <= at_most {
        "holds"
    } else {
        "DOES NOT HOLD"
    };
    println!("  aim: {what}: {verdict} ({found:.2}{unit} of {at_most:.2}{unit})");
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
