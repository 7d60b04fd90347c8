//! What `uip serve` does in the long run: how many notifications a second go
//! all the way to the receiver of their events, how long the way is, and what
//! becomes of a burst that is faster.

use std::time::{Duration, Instant};

use uip_testkit::measured::Table;

use crate::acknowledged::settle;
use crate::load::{Pace, Until, load};
use crate::numbers::number;
use crate::servers::{Server, uip};
use crate::table;

/// Over how many connections notifications are sent in the long run, enough
/// that no sender waits for another's acknowledgement; and in a burst.
pub const CONNECTIONS: u32 = 64;
const BURST: u32 = 256;

/// How many events may be under way.
pub const AHEAD: u64 = 2000;

const TIME: Duration = Duration::from_secs(15);
const BURST_TIME: Duration = Duration::from_secs(5);

const TITLE: &str = "uip serve, from a notification to the receiver of its events";

/// Measures it, and prints what was found. False if it could not be measured.
pub async fn run() -> bool {
    table::title(TITLE);
    match uip::start().await {
        Ok(server) => {
            measure(&server).await;
            true
        }
        Err(why) => {
            println!("  NOT MEASURED: {why}");
            false
        }
    }
}

async fn measure(server: &Server) {
    let Some(receiver) = server.receiver() else {
        return;
    };
    let mut kept = Table::new(TITLE, &["", "found"]);
    let mut row = |name: &str, found: String| {
        println!("  {name}: {found}");
        kept.row(vec![name.to_owned(), found]);
    };
    let mut sent = 0;
    let pace = Pace::Ahead(receiver.counter(), AHEAD);
    let loaded = load(server.target(), CONNECTIONS, &pace, Until::Elapsed(TIME)).await;
    let (rate, seconds) = (loaded.rate(), loaded.elapsed.as_secs_f64());
    row(
        &format!("lasting, {AHEAD} events at most under way"),
        format!(
            "{rate:.0} notifications, {:.0} events delivered a second",
            receiver.count() as f64 / seconds
        ),
    );
    sent += loaded.events;
    settle(server, sent).await;

    receiver.times();
    let pace = Pace::PerSecond(rate / 2.0);
    let loaded = load(server.target(), CONNECTIONS, &pace, Until::Elapsed(TIME)).await;
    sent += loaded.events;
    settle(server, sent).await;
    let mut times = receiver.times();
    times.sort_unstable();
    row(
        "at half of that, until an event is at the receiver",
        format!(
            "{} (p50), {} (p99)",
            table::milliseconds(&times, 0.5),
            table::milliseconds(&times, 0.99)
        ),
    );

    let before = receiver.count();
    let loaded = load(
        server.target(),
        BURST,
        &Pace::Full,
        Until::Elapsed(BURST_TIME),
    )
    .await;
    let (at_end, end) = (receiver.count() - before, Instant::now());
    sent += loaded.events;
    settle(server, sent).await;
    let (after, seconds) = (receiver.count() - before, end.elapsed().as_secs_f64());
    row(
        &format!("a burst of {BURST_TIME:?}"),
        format!(
            "{:.0} notifications acknowledged a second; {} of its {} events were delivered when it ended, {} after {seconds:.1} s more: {:.0} a second",
            loaded.rate(),
            number(at_end),
            number(loaded.events),
            number(after),
            (after - at_end) as f64 / seconds
        ),
    );
    kept.keep();
}
