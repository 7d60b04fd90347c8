//! Whether the memory of `uip serve` stays flat, however many notifications
//! went through it.

use std::time::Instant;

use uip_testkit::measured::Table;

use crate::acknowledged::settle;
use crate::lasting::{AHEAD, CONNECTIONS};
use crate::load::{Pace, Until, load};
use crate::numbers::{megabytes, number};
use crate::servers::{Server, uip};
use crate::table;

const STEPS: u64 = 10;

/// Sends so many notifications, and prints how much memory there is after each
/// tenth of them. False if it could not be measured.
pub async fn run(notifications: u64) -> bool {
    table::title(&format!(
        "uip serve, memory over {} notifications",
        number(notifications)
    ));
    match uip::start().await {
        Ok(server) => {
            measure(&server, notifications).await;
            true
        }
        Err(why) => {
            println!("  NOT MEASURED: {why}");
            false
        }
    }
}

async fn measure(server: &Server, notifications: u64) {
    let Some(receiver) = server.receiver() else {
        return;
    };
    let columns = [
        "",
        "notifications",
        "a second",
        "delivered",
        "memory",
        "the most",
        "on disk",
    ];
    let mut kept = Table::new("uip serve, whether memory stays flat", &columns);
    println!("{}", line(&columns));
    let pace = Pace::Ahead(receiver.counter(), AHEAD);
    let (mut acknowledged, mut events, mut errors) = (0, 0, 0);
    let mut memory = Vec::new();
    for step in 1..=STEPS {
        let start = Instant::now();
        let loaded = load(
            server.target(),
            CONNECTIONS,
            &pace,
            Until::Sent(notifications / STEPS),
        )
        .await;
        acknowledged += loaded.acknowledged;
        events += loaded.events;
        errors += loaded.errors;
        settle(server, events).await;
        let rate = loaded.acknowledged as f64 / start.elapsed().as_secs_f64();
        let row = [
            format!("{} %", step * 100 / STEPS),
            number(acknowledged),
            format!("{rate:.0}"),
            number(receiver.count()),
            megabytes(server.memory()),
            megabytes(server.most_memory()),
            megabytes(Some(server.stored())),
        ];
        println!("{}", line(&row));
        kept.row(row.to_vec());
        memory.extend(server.memory());
    }
    let mut note = |note: String| {
        println!("  {note}");
        kept.note(note);
    };
    note(format!(
        "events delivered of those sent: {} of {}; errors: {errors}",
        number(receiver.count()),
        number(events)
    ));
    if let [_, early, .., late] = memory[..] {
        note(format!(
            "memory at the end as a multiple of that after a fifth: {:.2}",
            late as f64 / early as f64
        ));
    }
    note("what is on disk is kept for days, as `[inbox]` says; only age makes it go".to_owned());
    kept.keep();
}

fn line(cells: &[impl AsRef<str>; 7]) -> String {
    let [step, notifications, rate, delivered, memory, most, disk] = cells.each_ref();
    format!(
        "  {:>6}  {:>13}  {:>9}  {:>10}  {:>10}  {:>10}  {:>10}",
        step.as_ref(),
        notifications.as_ref(),
        rate.as_ref(),
        delivered.as_ref(),
        memory.as_ref(),
        most.as_ref(),
        disk.as_ref()
    )
}
