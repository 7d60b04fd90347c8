//! The load: lanes that send their notifications one after the other, each until it
//! is acknowledged, as Meta does.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use fastrand::Rng;
use http::StatusCode;
use tokio::sync::watch;
use tokio::time::interval;

use crate::notification::{CUSTOMERS, Event, STREAMS, body};
use crate::support::sender::Sender;

/// How many lanes there are.
pub const LANES: usize = 32;

/// How long a lane waits before it repeats a notification; twice as long each time.
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// Where the nodes listen.
pub type Addresses = [SocketAddr; 2];

/// What was sent, counted in notifications.
#[derive(Default)]
pub struct Counts {
    pub sent: AtomicU64,
    pub acknowledged: AtomicU64,
    /// Posts again because there was no acknowledgement.
    pub repeated: AtomicU64,
    /// Posts again, to the same node or the other one, after an acknowledgement.
    pub doubled: AtomicU64,
}

/// Sends at this rate, over all lanes, until it is to stop. Returns how many events
/// were sent in each stream, all of them acknowledged.
pub async fn send(
    rate: u32,
    seed: u64,
    addresses: watch::Receiver<Addresses>,
    stop: watch::Receiver<bool>,
    counts: Arc<Counts>,
) -> Vec<usize> {
    let period = Duration::from_secs(LANES as u64) / rate;
    let lanes: Vec<_> = (0..LANES)
        .map(|number| {
            let lane = Lane {
                number,
                rng: Rng::with_seed(seed.wrapping_add(number as u64)),
                sent: vec![0; STREAMS],
                senders: addresses.borrow().map(|at| Sender::new(at, "whatsapp")),
                addresses: addresses.clone(),
                counts: Arc::clone(&counts),
            };
            tokio::spawn(lane.run(period, stop.clone()))
        })
        .collect();
    let mut sent = Vec::new();
    for lane in lanes {
        sent.extend(lane.await.expect("a lane does not panic"));
    }
    sent
}

/// Whether all events of a stream go to one node, which keeps their order. The other
/// lanes send as through a balancer: to either node, and to the other one if there is
/// no answer.
pub fn is_ordered(stream: usize) -> bool {
    stays(stream / STREAMS)
}

fn stays(lane: usize) -> bool {
    lane % 4 != 3
}

struct Lane {
    number: usize,
    rng: Rng,
    /// How many events each of its streams has.
    sent: Vec<usize>,
    addresses: watch::Receiver<Addresses>,
    senders: [Sender; 2],
    counts: Arc<Counts>,
}

impl Lane {
    async fn run(mut self, period: Duration, stop: watch::Receiver<bool>) -> Vec<usize> {
        tokio::time::sleep(period.mul_f64(self.rng.f64())).await;
        let mut due = interval(period);
        while !*stop.borrow() {
            due.tick().await;
            self.send().await;
        }
        self.sent
    }

    /// Sends the next notification until it is acknowledged.
    async fn send(&mut self) {
        let body = body(&self.events());
        add(&self.counts.sent);
        let stays = stays(self.number);
        let node = if stays {
            self.number % 2
        } else {
            self.rng.usize(0..2)
        };
        let taken_by = self.until_taken(node, &body).await;
        add(&self.counts.acknowledged);
        let again = self.rng.u8(0..100) < if stays { 2 } else { 25 };
        if again {
            let node = if stays { taken_by } else { 1 - taken_by };
            add(&self.counts.doubled);
            self.until_taken(node, &body).await;
        }
    }

    /// Posts until a node acknowledges, and tells which one did.
    async fn until_taken(&mut self, mut node: usize, body: &str) -> usize {
        let mut wait = FIRST_WAIT;
        loop {
            if self.addresses.has_changed().unwrap_or(false) {
                let addresses = *self.addresses.borrow_and_update();
                self.senders = addresses.map(|at| Sender::new(at, "whatsapp"));
            }
            let answer = self.senders[node].try_send(body).await;
            if matches!(answer, Ok(StatusCode::OK)) {
                return node;
            }
            add(&self.counts.repeated);
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
            if !stays(self.number) {
                node = 1 - node;
            }
        }
    }

    /// The events of the next notification: of ten, five have one message, four one
    /// status, and one three of both.
    fn events(&mut self) -> Vec<Event> {
        let (messages, statuses) = match self.rng.u8(0..10) {
            0..5 => (1, 0),
            5..9 => (0, 1),
            _ => (3, 3),
        };
        let messages = std::iter::repeat_n(0, messages);
        let kinds: Vec<usize> = messages.chain(std::iter::repeat_n(1, statuses)).collect();
        kinds.into_iter().map(|kind| self.event(kind)).collect()
    }

    fn event(&mut self, kind: usize) -> Event {
        let own = self.rng.usize(0..CUSTOMERS) * 2 + kind;
        let number = self.sent[own];
        self.sent[own] += 1;
        Event {
            stream: self.number * STREAMS + own,
            number,
        }
    }
}

fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
