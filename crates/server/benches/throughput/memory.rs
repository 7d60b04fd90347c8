//! Whether the memory of `uip serve` stays flat, however many notifications
//! went through it.

use std::sync::Arc;
use std::time::Instant;

use crate::acknowledged::settle;
use crate::lasting::{AHEAD, CONNECTIONS};
use crate::load::{Pace, Until, load};
use crate::servers::{Server, uip};
use crate::table;

const STEPS: u64 = 10;

/// Sends so many notifications, and prints how much memory there is after each
/// tenth of them. False if it could not be measured.
pub async fn run(notifications: u64) -> bool {
    table::title(&format!(
        "uip serve, memory over {} notifications",
        table::number(notifications)
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
    println!(
        "  {:>6}  {:>13}  {:>9}  {:>10}  {:>10}  {:>10}  {:>10}",
        "", "notifications", "a second", "delivered", "memory", "the most", "on disk"
    );
    let pace = Pace::Ahead(Arc::clone(receiver), AHEAD);
    let (mut acknowledged, mut events, mut errors) = (0, 0, 0);
    let mut memory = Vec::new();
    for step in 1..=STEPS {
        let start = Instant::now();
        let loaded = load(
            server.address(),
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
        println!(
            "  {:>4} %  {:>13}  {rate:>9.0}  {:>10}  {:>10}  {:>10}  {:>10}",
            step * 100 / STEPS,
            table::number(acknowledged),
            table::number(receiver.count()),
            table::megabytes(server.memory()),
            table::megabytes(server.most_memory()),
            table::megabytes(Some(server.stored())),
        );
        memory.extend(server.memory());
    }
    println!(
        "  events delivered of those sent: {} of {}; errors: {errors}",
        receiver.count(),
        events
    );
    if let [_, early, .., late] = memory[..] {
        println!(
            "  memory at the end as a multiple of that after a fifth: {:.2}",
            late as f64 / early as f64
        );
    }
    println!("  what is on disk is kept for days, as `[inbox]` says; only age makes it go");
}
