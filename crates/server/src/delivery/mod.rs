//! Delivers events to their receivers until they are taken: HTTP endpoints,
//! brokers, and sinks of this program.

mod broker;
mod circuit_breaker;
mod http;
mod log;
mod message;
mod not_taken;
mod receiver;
mod recording;
mod sink;
mod trial;
mod verdict;

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::Ending;
use crate::config::EventTrigger;
use crate::inbox::StoreError;
use crate::inbox::clock::InboxTime;
use crate::inbox::deliveries::{self, Attempt, Ready};
use crate::inbox::event_triggers::{CircuitState, Operated, set_circuit};
use crate::metrics::{OfAttempt, OfTrigger};
use crate::processing::Shared;
use crate::signals::is_set;
use crate::throttle::Throttle;
use circuit_breaker::{Change, CircuitBreaker};
use log::{Log, log};
use not_taken::{About, NotTaken};
use receiver::Receiver;
use recording::{Made, Recording};
pub(crate) use sink::Sinks;
pub(crate) use trial::test;
use verdict::{Situation, is_expired, verdict};

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
    receiver: Receiver,
    breaker: CircuitBreaker,
    next: VecDeque<Ready>,
    running: JoinSet<Attempted>,
    recording: Recording,
    taken: HashSet<i64>,
    /// Whether deliveries may be due that were not read.
    behind: bool,
    ids: std::collections::HashMap<tokio::task::Id, i64>,
    /// When the receiver took an event for the last time.
    last_taken: Option<InboxTime>,
    log: Log,
    /// For the line that deliveries cannot be read.
    unread: Throttle<()>,
    operated: watch::Receiver<Arc<Operated>>,
    retire: watch::Receiver<bool>,
}

/// Delivers the events of a trigger until it is to end; then it finishes what
/// runs.
pub(crate) async fn run(trigger: EventTrigger, shared: Arc<Shared>, ending: Ending) {
    let trigger = Arc::new(trigger);
    let receiver = Receiver::of(&trigger, &shared.lasting);
    let mut this = Deliveries {
        recording: Recording::new(Arc::clone(&trigger), Arc::clone(&shared), ending.stop),
        receiver,
        breaker: CircuitBreaker::new(trigger.parallel),
        next: VecDeque::new(),
        running: JoinSet::new(),
        taken: HashSet::new(),
        behind: true,
        ids: std::collections::HashMap::new(),
        unread: Throttle::default(),
        last_taken: None,
        log: Log::default(),
        operated: shared.lasting.operated.subscribe(),
        trigger,
        shared,
        retire: ending.retire,
    };
    let metrics = Arc::clone(&this.shared.lasting.metrics);
    metrics.set_circuit(&this.trigger.name, CircuitState::Closed);
    this.take_up();
    let mut routed = this.shared.lasting.routed.listen();
    let mut poll_at = tokio::time::Instant::now();
    loop {
        let stopping = *this.retire.borrow();
        if stopping && this.running.is_empty() && this.recording.is_empty() {
            return;
        }
        let now = tokio::time::Instant::now();
        if !stopping {
            if this.breaker.half_open_if_due(this.elapsed()) {
                this.tell_circuit().await;
                this.behind = true;
            }
            if now >= poll_at {
                poll_at = now + this.shared.lasting.poll;
                this.behind = true;
            }
            if this.behind && this.next.len() < READ / 2 {
                this.look().await;
            }
            this.start();
        }
        this.recording.begin();
        let open_for = this.breaker.open_for(this.elapsed());
        let until = open_for.map_or(poll_at, |wait| poll_at.min(now + wait));
        tokio::select! {
            Some(done) = this.running.join_next_with_id() => {
                this.finish(done).await;
                // Waiting for all that can happen costs more than what finished too.
                while let Some(done) = this.running.try_join_next_with_id() {
                    this.finish(done).await;
                }
            }
            recorded = this.recording.recorded() => {
                for event in &recorded.events {
                    this.taken.remove(event);
                }
                this.behind |= recorded.others_due;
            }
            () = routed.heard(), if !stopping => this.behind = true,
            Ok(()) = this.operated.changed(), if !stopping => this.take_up(),
            () = tokio::time::sleep_until(until), if !stopping => {}
            () = is_set(&mut this.retire), if !stopping => {}
        }
    }
}

impl Deliveries {
    fn elapsed(&self) -> Duration {
        self.shared.caller.clock.system().elapsed()
    }

    /// Reads deliveries that are due; while the circuit is open, those alone
    /// that an operator asked for.
    async fn look(&mut self) {
        self.behind = false;
        if self.operated.borrow().about(&self.trigger.name).paused {
            return;
        }
        let state = self.breaker.state();
        let until = match state {
            CircuitState::Open => InboxTime::AT_ONCE,
            CircuitState::Closed | CircuitState::HalfOpen => self.shared.caller.clock.now().time,
        };
        let limit = READ + self.taken.len();
        let taken = self.taken.clone();
        let trigger = Arc::clone(&self.trigger);
        let found = self.shared.lasting.inbox.read(move |connection| {
            let wanted = |event| !taken.contains(&event);
            deliveries::ready(connection, &trigger.name, until, limit, wanted)
        });
        let mut found = match found.await {
            Ok(found) => found,
            Err(error) => {
                if let Some(left_out) = self.unread.admits((), Instant::now()) {
                    let left_out = (left_out > 0).then_some(left_out);
                    tracing::error!(%error, left_out, "cannot read deliveries; trying again");
                }
                return;
            }
        };
        self.behind = found.len() >= READ;
        if found.is_empty() {
            return;
        }
        if state == CircuitState::Open {
            self.breaker.half_open();
            self.tell_circuit().await;
        }
        if state != CircuitState::Closed {
            // What has failed least says most about the receiver, and the newest
            // event is the least like those that made it fail.
            found.sort_by_key(|ready| (!ready.at_once, ready.attempts, -ready.event));
        }
        self.taken.extend(found.iter().map(|ready| ready.event));
        self.next.extend(found);
    }

    /// Takes up what operators decided.
    fn take_up(&mut self) {
        self.put_back();
        let name = &self.trigger.name;
        let paused = self.operated.borrow_and_update().about(name).paused;
        self.shared.lasting.metrics.set_paused(name, paused);
    }

    /// Forgets what was read and is not under way: it is read again.
    fn put_back(&mut self) {
        for ready in self.next.drain(..) {
            self.taken.remove(&ready.event);
        }
        self.behind = true;
    }

    fn start(&mut self) {
        let now = self.shared.caller.clock.now().time;
        while self.running.len() < self.breaker.limit()
            && self.running.len() + self.recording.len() < UNRECORDED
            && let Some(ready) = self.next.pop_front()
        {
            if is_expired(&self.trigger, &ready, now) {
                self.record(ready, Attempt::Expired);
                continue;
            }
            let event = ready.event;
            let delivery = deliver(
                Arc::clone(&self.trigger),
                Arc::clone(&self.shared),
                self.receiver.clone(),
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
        let Ok((_, Attempted { ready, result })) = done else {
            // It crashed, and is made again.
            if let Some(event) = event {
                self.taken.remove(&event);
            }
            return;
        };
        let now = self.shared.caller.clock.now();
        // What failed before a restart or a reload waits for the receiver too.
        let first = result.is_ok() && self.last_taken.is_none();
        let mut why = String::new();
        let (change, attempt) = match result {
            Ok(()) => {
                self.last_taken = Some(now.time);
                (self.breaker.succeeded(), Attempt::Delivered)
            }
            Err(not_taken) => {
                let change = match not_taken.about {
                    About::Receiver => {
                        why.clone_from(&not_taken.error);
                        self.breaker.failed(self.elapsed())
                    }
                    About::Address | About::Event => Change::None,
                };
                let situation = Situation {
                    now,
                    resumed_at: self.operated.borrow().about(&self.trigger.name).resumed_at,
                    last_taken: self.last_taken,
                };
                let attempt = verdict(&self.trigger, &ready, not_taken, situation);
                (change, attempt)
            }
        };
        self.record(ready, attempt);
        if first && change == Change::None {
            self.release_all().await;
        }
        self.change(change, &why).await;
    }

    fn record(&mut self, ready: Ready, attempt: Attempt) {
        self.tell(&ready, &attempt);
        self.recording.add(Made {
            event: ready.event,
            key: ready.key,
            attempt,
        });
    }

    /// Counts and logs an attempt.
    fn tell(&mut self, ready: &Ready, attempt: &Attempt) {
        let result = match attempt {
            Attempt::Delivered => "delivered",
            Attempt::Retry(retry) if retry.refused => "refused",
            Attempt::Retry(_) => "retry",
            Attempt::Dead(..) => "dead",
            Attempt::Expired => "expired",
        };
        let labels = OfAttempt {
            trigger: self.trigger.name.clone(),
            result,
        };
        self.shared
            .lasting
            .metrics
            .attempts
            .get_or_create(&labels)
            .inc();
        let recent = &self.shared.lasting.metrics.recent;
        recent.attempted(&self.trigger.name, ready, attempt);
        let now = self.elapsed();
        log(&mut self.log, &self.trigger.name, ready, attempt, now);
    }

    /// Does what a change of the circuit breaker asks for. `why` says how the receiver
    /// failed last.
    async fn change(&mut self, change: Change, why: &str) {
        let trigger = self.trigger.name.as_str();
        match change {
            Change::None => return,
            Change::Opened => tracing::warn!(
                trigger,
                error = why,
                "the receiver fails; the circuit breaker is open and lets one delivery through now and then"
            ),
            Change::Reopened => {}
            Change::Closed => {
                tracing::info!(
                    trigger,
                    "the receiver works again; the circuit breaker is closed"
                );
                self.release_all().await;
            }
        }
        if change != Change::Closed {
            self.put_back();
        }
        self.tell_circuit().await;
    }

    /// Shows the circuit breaker's state in metrics and to `uip`.
    async fn tell_circuit(&self) {
        let state = self.breaker.state();
        self.shared
            .lasting
            .metrics
            .set_circuit(&self.trigger.name, state);
        let trigger = Arc::clone(&self.trigger);
        let set = move |connection: &_| set_circuit(connection, &trigger.name, state);
        if let Err(error) = self.shared.lasting.inbox.write(set).await {
            tracing::debug!(%error, "cannot write down the circuit breaker's state");
        }
    }

    /// Lets everything that failed because of the receiver be tried now.
    async fn release_all(&mut self) {
        self.behind = true;
        if let Err(error) = self.release().await {
            let trigger = self.trigger.name.as_str();
            tracing::warn!(%error, trigger, "deliveries that failed wait for their own time");
        }
    }

    async fn release(&self) -> Result<(), StoreError> {
        let now = self.shared.caller.clock.now().time;
        loop {
            let trigger = Arc::clone(&self.trigger);
            let release = move |connection: &_| deliveries::release(connection, &trigger.name, now);
            if !self.shared.lasting.inbox.write(release).await? {
                return Ok(());
            }
        }
    }
}

/// What became of an attempt to deliver an event.
struct Attempted {
    ready: Ready,
    result: Result<(), NotTaken>,
}

/// Tries to deliver one event.
async fn deliver(
    trigger: Arc<EventTrigger>,
    shared: Arc<Shared>,
    receiver: Receiver,
    ready: Ready,
) -> Attempted {
    let start = Instant::now();
    let now = shared.caller.clock.now().wall;
    let result = receiver.take(&trigger, &ready, now).await;
    shared
        .lasting
        .metrics
        .delivery_time
        .get_or_create(&OfTrigger {
            trigger: trigger.name.clone(),
        })
        .observe(start.elapsed().as_secs_f64());
    Attempted { ready, result }
}
