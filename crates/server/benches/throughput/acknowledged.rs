//! Notifications acknowledged a second, in turns (A, B, C, D, A, B…), so that a
//! busy machine slows all alike; then each server at half of its own rate.

use std::time::{Duration, Instant};

use crate::load::{Loaded, Pace, Until, load};
use crate::servers::{self, Server};
use crate::table::{self, Row};

/// Over how many connections notifications are sent.
const CONNECTIONS: u32 = 256;

/// How long each server is measured, and how often.
const TIME: Duration = Duration::from_secs(5);
const ROUNDS: usize = 3;

/// After how long without an event none is expected any more.
const SILENCE: Duration = Duration::from_secs(5);

/// A server, and what was found.
struct Measured {
    server: Server,
    rates: Vec<f64>,
    errors: u64,
    /// How many events were acknowledged.
    events: u64,
}

/// Measures all servers and prints a table.
pub async fn run() -> bool {
    let title = format!(
        "Signed notifications acknowledged: {CONNECTIONS} connections, {ROUNDS} times {TIME:?} each, in turns"
    );
    table::title(&title);
    let mut all = Vec::new();
    let mut missing = Vec::new();
    for server in servers::all().await {
        match server {
            Ok(server) => all.push(Measured::new(server)),
            Err(why) => missing.push(why),
        }
    }
    for _ in 0..ROUNDS {
        for measured in &mut all {
            let loaded = measured.load(&Pace::Full).await;
            measured.rates.push(loaded.rate());
        }
    }
    let plain = all
        .iter()
        .find(|it| it.server.name.starts_with("(b)"))
        .map(Measured::rate);
    let mut rows = Vec::new();
    for measured in &mut all {
        let rate = measured.rate();
        let half = measured.load(&Pace::PerSecond(rate / 2.0)).await;
        rows.push(Row {
            name: measured.server.name.clone(),
            is_peer: measured.server.is_peer(),
            rate,
            of_plain: plain.map(|plain| rate / plain),
            half: half.times,
            errors: measured.errors,
            delivered: measured.server.delivered().await,
            events: measured.events,
            memory: measured.server.memory(),
        });
    }
    table::rows(&title, &rows);
    for it in all.iter().filter(|it| !it.server.details.is_empty()) {
        println!("  {}: {}", it.server.name, it.server.details);
    }
    for why in &missing {
        println!("  NOT MEASURED: {why}");
    }
    missing.is_empty()
}

impl Measured {
    fn new(server: Server) -> Self {
        Self {
            server,
            rates: Vec::new(),
            errors: 0,
            events: 0,
        }
    }

    /// The median of the rounds.
    fn rate(&self) -> f64 {
        let mut rates = self.rates.clone();
        rates.sort_unstable_by(f64::total_cmp);
        rates.get(rates.len() / 2).copied().unwrap_or_default()
    }

    /// Loads the server, and waits until nothing is left for it to do.
    async fn load(&mut self, pace: &Pace) -> Loaded {
        let loaded = load(
            self.server.target(),
            CONNECTIONS,
            pace,
            Until::Elapsed(TIME),
        )
        .await;
        self.errors += loaded.errors;
        self.events += loaded.events;
        settle(&self.server, self.events).await;
        loaded
    }
}

/// Waits until this many events came out of a server, or no more come.
pub async fn settle(server: &Server, events: u64) {
    let mut before = server.delivered().await;
    let mut since = Instant::now();
    while before.is_some_and(|delivered| delivered < events) && since.elapsed() < SILENCE {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let delivered = server.delivered().await;
        if delivered != before {
            before = delivered;
            since = Instant::now();
        }
    }
}
