//! Posts events to the receivers that wait for them, until they take them.

mod client;
mod gate;
mod post;
mod recording;

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::backoff::Backoff;
use crate::clock::millis;
use crate::config::EventTrigger;
use crate::inbox::StoreError;
use crate::inbox::deliveries::{self, Attempt, Ready};
use crate::metrics::{OfAttempt, OfTrigger};
use crate::processing::Shared;
use crate::signals::is_set;
use client::Client;
use gate::{Change, Gate};
use post::{NotTaken, post};
use recording::{Made, Recording};

/// How long a delivery waits after it was not taken.
const BACKOFF: Backoff = Backoff {
    first: Duration::from_secs(1),
    most: Duration::from_hours(1),
};

/// How many deliveries are read at a time, beside those that run.
const READ: usize = 128;

/// How many attempts may be made and not be on disk yet. So many events a
/// receiver may get twice when the host is killed.
const UNRECORDED: usize = 256;

/// The deliveries of one event trigger. Each has its own, so that no receiver
/// waits for another.
struct Deliveries {
    trigger: Arc<EventTrigger>,
    shared: Arc<Shared>,
    client: Client,
    gate: Gate,
    next: VecDeque<Ready>,
    running: JoinSet<Attempted>,
    recording: Recording,
    taken: HashSet<i64>,
    ids: std::collections::HashMap<tokio::task::Id, i64>,
    stop: watch::Receiver<bool>,
}

/// Delivers the events of a trigger until `stop` says so; then it finishes
/// what runs.
pub(crate) async fn run(trigger: EventTrigger, shared: Arc<Shared>, stop: watch::Receiver<bool>) {
    let trigger = Arc::new(trigger);
    let client = Client::new(&shared.proxies);
    let mut this = Deliveries {
        recording: Recording::new(Arc::clone(&trigger), Arc::clone(&shared), stop.clone()),
        trigger,
        shared,
        client,
        gate: Gate::default(),
        next: VecDeque::new(),
        running: JoinSet::new(),
        taken: HashSet::new(),
        ids: std::collections::HashMap::new(),
        stop,
    };
    let mut routed = this.shared.routed.listen();
    let mut look = true;
    loop {
        let stopping = *this.stop.borrow();
        if stopping && this.running.is_empty() && this.recording.is_empty() {
            return;
        }
        if !stopping {
            if look && this.next.len() < READ / 2 {
                this.look().await;
                look = false;
            }
            this.start();
        }
        let poll = this.shared.poll;
        let wait = this
            .gate
            .closed_for(Instant::now())
            .unwrap_or(poll)
            .min(poll);
        tokio::select! {
            Some(done) = this.running.join_next_with_id() => this.finish(done).await,
            recorded = this.recording.recorded() => {
                for event in recorded {
                    this.taken.remove(&event);
                }
                look = true;
            }
            () = routed.heard(), if !stopping => look = true,
            () = tokio::time::sleep(wait), if !stopping => look = true,
            () = is_set(&mut this.stop), if !stopping => {}
        }
    }
}

impl Deliveries {
    async fn look(&mut self) {
        if self.gate.allows(1, Instant::now()) == 0 {
            return;
        }
        let limit = READ + self.taken.len();
        let taken = self.taken.clone();
        let trigger = Arc::clone(&self.trigger);
        let now = self.shared.caller.clock.now();
        let found = self.shared.inbox.read(move |connection| {
            let wanted = |event| !taken.contains(&event);
            deliveries::ready(connection, &trigger.name, now, limit, wanted)
        });
        match found.await {
            Ok(found) => {
                self.taken.extend(found.iter().map(|ready| ready.event));
                self.next.extend(found);
            }
            Err(error) => tracing::error!(%error, "cannot read deliveries; trying again"),
        }
    }

    fn start(&mut self) {
        let allowed = self.gate.allows(self.trigger.parallel, Instant::now());
        while self.running.len() < allowed
            && self.running.len() + self.recording.len() < UNRECORDED
            && let Some(ready) = self.next.pop_front()
        {
            let event = ready.event;
            let delivery = deliver(
                Arc::clone(&self.trigger),
                Arc::clone(&self.shared),
                self.client.clone(),
                ready,
            );
            let task = self.running.spawn(delivery);
            self.ids.insert(task.id(), event);
        }
    }

    async fn finish(&mut self, done: Result<(tokio::task::Id, Attempted), tokio::task::JoinError>) {
        let id = done
            .as_ref()
            .map_or_else(tokio::task::JoinError::id, |it| it.0);
        let event = self.ids.remove(&id);
        let change = if let Ok((_, Attempted { made, taken })) = done {
            self.recording.add(made);
            if taken {
                self.gate.succeeded()
            } else {
                self.gate.failed(Instant::now())
            }
        } else {
            // It crashed, and is made again.
            if let Some(event) = event {
                self.taken.remove(&event);
            }
            Change::None
        };
        let trigger = self.trigger.name.as_str();
        match change {
            Change::None => {}
            Change::Down => {
                tracing::warn!(trigger, "the receiver is down; it is tried now and then");
                // What waits is read again when the receiver is up.
                for ready in self.next.drain(..) {
                    self.taken.remove(&ready.event);
                }
            }
            Change::UpAgain => {
                tracing::info!(trigger, "the receiver is up again");
                if let Err(error) = self.hurry().await {
                    tracing::warn!(%error, trigger, "what waits for the receiver waits for its own time");
                }
            }
        }
    }

    async fn hurry(&self) -> Result<(), StoreError> {
        let now = self.shared.caller.clock.now();
        loop {
            let trigger = Arc::clone(&self.trigger);
            let hurry = move |connection: &_| deliveries::hurry(connection, &trigger.name, now);
            if !self.shared.inbox.write(hurry).await? {
                return Ok(());
            }
        }
    }
}

/// What became of an attempt to deliver an event.
struct Attempted {
    made: Made,
    /// Whether the receiver took it.
    taken: bool,
}

/// Tries to deliver one event.
async fn deliver(
    trigger: Arc<EventTrigger>,
    shared: Arc<Shared>,
    client: Client,
    ready: Ready,
) -> Attempted {
    let start = Instant::now();
    let result = post(&client, &trigger, &ready, shared.caller.clock.now()).await;
    let name = &trigger.name;
    shared
        .metrics
        .delivery_time
        .get_or_create(&OfTrigger {
            trigger: name.clone(),
        })
        .observe(start.elapsed().as_secs_f64());
    let taken = result.is_ok();
    let attempt = attempt(result, &ready, &shared, name);
    let label = match attempt {
        Attempt::Delivered => "delivered",
        Attempt::Again(..) => "retry",
        Attempt::Dead(_) => "dead",
    };
    let labels = OfAttempt {
        trigger: name.clone(),
        result: label,
    };
    shared.metrics.attempts.get_or_create(&labels).inc();
    Attempted {
        made: Made {
            event: ready.event,
            key: ready.key,
            attempt,
        },
        taken,
    }
}

fn attempt(result: Result<(), NotTaken>, ready: &Ready, shared: &Shared, trigger: &str) -> Attempt {
    let NotTaken { error, wait } = match result {
        Ok(()) => return Attempt::Delivered,
        Err(not_taken) => not_taken,
    };
    let now = shared.caller.clock.now();
    let (event, attempts) = (ready.event, ready.attempts + 1);
    if now >= ready.retry_until {
        tracing::error!(
            trigger,
            event,
            attempts,
            error,
            "a delivery is given up; `uip events dead` shows it"
        );
        return Attempt::Dead(error);
    }
    tracing::debug!(
        trigger,
        event,
        attempts,
        error,
        "a delivery was not taken and is tried again"
    );
    let wait = wait.unwrap_or_default().max(BACKOFF.after(attempts));
    Attempt::Again(now.saturating_add(millis(wait)), error)
}
