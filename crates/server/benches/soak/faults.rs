//! What fails, again and again, at times that a seed decides.

use std::any::Any;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use tokio::sync::{Mutex, watch};
use tokio::task::block_in_place;

use crate::brokers::{NatsServer, RabbitMq};
use crate::generator::Addresses;
use crate::node::Node;
use crate::receiver::Receiver;

/// How often something failed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Failures {
    /// Ended with SIGKILL, or gone without a word.
    pub killed: u32,
    /// Asked to end.
    pub stopped: u32,
}

/// What failed until it was to stop.
pub struct Failed {
    pub name: &'static str,
    pub failures: Failures,
    /// What runs on until this is dropped.
    _runs: Box<dyn Any + Send>,
}

impl Failed {
    fn new(name: &'static str, failures: Failures, runs: impl Any + Send) -> Self {
        Self {
            name,
            failures,
            _runs: Box::new(runs),
        }
    }
}

/// When something fails: after so many seconds, for so many milliseconds.
struct Times {
    rng: Rng,
    after: Range<u64>,
    lasts: Range<u64>,
    stop: watch::Receiver<bool>,
}

impl Times {
    /// Waits for the next failure. False if there is to be none.
    async fn next(&mut self) -> bool {
        let wait = Duration::from_secs(self.rng.u64(self.after.clone()));
        let stopped = self.stop.wait_for(|stop| *stop);
        tokio::time::timeout(wait, stopped).await.is_err()
    }

    /// Waits while it lasts.
    async fn last(&mut self) {
        let time = Duration::from_millis(self.rng.u64(self.lasts.clone()));
        tokio::time::sleep(time).await;
    }
}

/// What decides when things fail, and until when.
#[derive(Clone)]
pub struct Plan {
    pub seed: u64,
    pub stop: watch::Receiver<bool>,
}

impl Plan {
    fn times(&self, number: u64, after: Range<u64>, lasts: Range<u64>) -> Times {
        Times {
            rng: Rng::with_seed(self.seed ^ (number << 32)),
            after,
            lasts,
            stop: self.stop.clone(),
        }
    }

    /// Kills a node, and starts it again on its inbox.
    pub async fn of_node(
        self,
        node: Arc<std::sync::Mutex<Node>>,
        addresses: watch::Sender<Addresses>,
    ) -> Result<Failed, String> {
        let mut times = self.times(1, 5..25, 0..3000);
        let mut failures = Failures::default();
        let node = || {
            node.lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
        };
        while times.next().await {
            block_in_place(|| node().kill());
            failures.killed += 1;
            times.last().await;
            block_in_place(|| node().restart())?;
            let address = node().address()?;
            addresses.send_modify(|addresses| addresses[0] = address);
        }
        Ok(Failed::new("node 1", failures, ()))
    }

    /// Stops or kills the NATS server, and starts it again on what it stored.
    pub async fn of_nats(self, mut nats: NatsServer) -> Result<Failed, String> {
        let mut times = self.times(2, 15..60, 0..8000);
        let mut failures = Failures::default();
        while times.next().await {
            if times.rng.bool() {
                block_in_place(|| nats.kill());
                failures.killed += 1;
            } else {
                block_in_place(|| nats.stop());
                failures.stopped += 1;
            }
            times.last().await;
            nats.restart().await;
        }
        Ok(Failed::new("NATS", failures, nats))
    }

    /// Stops or kills the RabbitMQ broker, and starts it again on what it stored.
    pub async fn of_rabbitmq(self, broker: Arc<Mutex<RabbitMq>>) -> Result<Failed, String> {
        // It starts slowly: it is to be there more often than not.
        let mut times = self.times(3, 60..180, 0..8000);
        let mut failures = Failures::default();
        while times.next().await {
            let mut held = broker.lock().await;
            if times.rng.bool() {
                block_in_place(|| held.kill());
                failures.killed += 1;
            } else {
                block_in_place(|| held.stop());
                failures.stopped += 1;
            }
            times.last().await;
            held.restart().await;
        }
        Ok(Failed::new("RabbitMQ", failures, broker))
    }

    /// Takes the HTTP receiver away for seconds. In the end it is well.
    pub async fn of_receiver(self, mut receiver: Receiver) -> Result<Failed, String> {
        let mut times = self.times(4, 10..60, 1000..10_000);
        let mut failures = Failures::default();
        while times.next().await {
            receiver.go().await;
            failures.killed += 1;
            times.last().await;
            let back = receiver.come_back().await;
            back.map_err(|error| format!("the receiver's port: {error}"))?;
        }
        receiver.be_well();
        Ok(Failed::new("HTTP receiver", failures, receiver))
    }
}
