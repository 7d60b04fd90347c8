//! How many events a second `uip serve` delivers to each kind of destination: over
//! HTTP, into NATS JetStream, into RabbitMQ. They take turns, each with a server of
//! its own and with events that are sent as fast as they are delivered.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_nats::ConnectOptions;
use tokio::task::JoinHandle;
use uip_testkit::measured::Table;

use crate::broker_triggers::{to_nats, to_rabbitmq};
use crate::brokers::{NatsServer, RabbitMq, is_installed};
use crate::lasting::{AHEAD, CONNECTIONS};
use crate::load::{Arrived, Pace, Until, load};
use crate::numbers::{megabytes, number};
use crate::servers::{Server, uip};
use crate::table;

const TIME: Duration = Duration::from_secs(5);
const ROUNDS: usize = 3;

/// After how long without an event none is expected any more, longer than RabbitMQ
/// takes to count again.
const SILENCE: Duration = Duration::from_secs(15);

const TITLE: &str =
    "uip serve, events delivered a second by destination: 3 times 5s each, in turns";

const COLUMNS: [&str; 5] = [
    "",
    "a second",
    "of HTTP",
    "events there of sent",
    "memory of uip serve",
];

/// Where events are delivered.
enum Destination {
    Http,
    /// A server with a stream in a file.
    Nats(NatsServer),
    /// A broker with a durable queue.
    RabbitMq(Box<RabbitMq>),
}

struct Contestant {
    name: &'static str,
    destination: Destination,
    server: Server,
    delivered: Arc<AtomicU64>,
    counting: JoinHandle<()>,
    /// Events delivered a second, in each round.
    rates: Vec<f64>,
    /// How many events were acknowledged.
    events: u64,
}

/// Measures it, and prints a table. False if something could not be measured.
pub async fn run() -> bool {
    table::title(TITLE);
    let mut all = Vec::new();
    let mut missing = Vec::new();
    for started in [http().await, nats().await, rabbitmq().await] {
        match started {
            Ok(contestant) => all.push(contestant),
            Err(why) => missing.push(why),
        }
    }
    for _ in 0..ROUNDS {
        for contestant in &mut all {
            contestant.load().await;
        }
    }
    let mut kept = Table::new(TITLE, &COLUMNS);
    let http = all.first().map(Contestant::rate);
    for contestant in &all {
        let rate = contestant.rate();
        let there = contestant.there().await;
        let row = [
            contestant.name.to_owned(),
            number(rate as u64),
            http.map_or("-".to_owned(), |http| format!("{:.2}", rate / http)),
            format!("{} of {}", number(there), number(contestant.events)),
            megabytes(contestant.server.memory()),
        ];
        println!("  {}", row.join("  "));
        // A rate counts only with all of its events.
        if there == contestant.events {
            kept.bar(contestant.name, rate, "events a second");
        }
        kept.row(row.to_vec());
    }
    for why in &missing {
        println!("  NOT MEASURED: {why}");
        kept.note(format!("not measured: {why}"));
    }
    kept.keep();
    missing.is_empty()
}

async fn http() -> Result<Contestant, String> {
    let server = uip::start().await?;
    Ok(Contestant::new("HTTP", Destination::Http, server))
}

async fn nats() -> Result<Contestant, String> {
    is_here("nats-server")?;
    let nats = NatsServer::start().await;
    nats.streams(ConnectOptions::new())
        .await
        .create("shop.>")
        .await;
    let server = uip::start_into_broker(&to_nats(&nats.url()))?;
    let destination = Destination::Nats(nats);
    Ok(Contestant::new("NATS JetStream", destination, server))
}

async fn rabbitmq() -> Result<Contestant, String> {
    is_here("rabbitmq-server")?;
    let broker = RabbitMq::start().await;
    let server = uip::start_into_broker(&to_rabbitmq(&broker.url()))?;
    let destination = Destination::RabbitMq(Box::new(broker));
    Ok(Contestant::new("RabbitMQ", destination, server))
}

fn is_here(program: &str) -> Result<(), String> {
    if is_installed(program) {
        return Ok(());
    }
    Err(format!("{program} is not installed"))
}

impl Contestant {
    fn new(name: &'static str, destination: Destination, server: Server) -> Self {
        let delivered = Arc::<AtomicU64>::default();
        let url = format!("http://{}/metrics", server.address());
        let counting = tokio::spawn(count(url, Arc::clone(&delivered)));
        Self {
            name,
            destination,
            server,
            delivered,
            counting,
            rates: Vec::new(),
            events: 0,
        }
    }

    /// Sends events for a while, and waits until they are delivered.
    async fn load(&mut self) {
        let counted = Arc::clone(&self.delivered);
        let arrived: Arrived = Arc::new(move || counted.load(Ordering::Relaxed));
        let before = arrived();
        let pace = Pace::Ahead(Arc::clone(&arrived), AHEAD);
        let target = self.server.target();
        let loaded = load(target, CONNECTIONS, &pace, Until::Elapsed(TIME)).await;
        let delivered = arrived() - before;
        self.rates
            .push(delivered as f64 / loaded.elapsed.as_secs_f64());
        self.events += loaded.events;
        self.until(async |this| this.delivered.load(Ordering::Relaxed))
            .await;
    }

    /// The median of the rounds.
    fn rate(&self) -> f64 {
        let mut rates = self.rates.clone();
        rates.sort_unstable_by(f64::total_cmp);
        rates.get(rates.len() / 2).copied().unwrap_or_default()
    }

    /// How many events are at the destination, each counted once.
    async fn there(&self) -> u64 {
        self.until(async |this| match &this.destination {
            Destination::Http => this.server.delivered().await.unwrap_or_default(),
            Destination::Nats(nats) => nats.streams(ConnectOptions::new()).await.count().await,
            Destination::RabbitMq(broker) => broker.count().await.unwrap_or_default(),
        })
        .await
    }

    /// Waits until so many events as were sent are counted, or no more come.
    async fn until(&self, counted: impl AsyncFn(&Self) -> u64) -> u64 {
        let (mut before, mut since) = (0, Instant::now());
        loop {
            let now = counted(self).await;
            if now >= self.events || since.elapsed() > SILENCE {
                return now;
            }
            if now != before {
                (before, since) = (now, Instant::now());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Contestant {
    fn drop(&mut self) {
        self.counting.abort();
    }
}

/// Counts what the server says that it delivered, for as long as it runs.
async fn count(url: String, delivered: Arc<AtomicU64>) {
    let client = reqwest::Client::new();
    loop {
        if let Ok(answer) = client.get(&url).send().await
            && let Ok(text) = answer.text().await
        {
            delivered.store(delivered_in(&text), Ordering::Relaxed);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn delivered_in(metrics: &str) -> u64 {
    let lines = metrics.lines();
    lines
        .filter(|line| line.starts_with("uip_delivery_attempts_total{"))
        .filter(|line| line.contains("result=\"delivered\""))
        .filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok())
        .sum()
}
