//! What is counted, for Prometheus.

mod known;

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::http_server::refusal_log::{self, RefusalLog};
use crate::inbox::clock::InboxTime;
use crate::inbox::deliveries::DeadCause;
use crate::inbox::event_triggers::CircuitState;
use crate::inbox::size::Size;
use crate::inbox::stats::Stats;
use crate::recent::Recent;

/// Labels of what is counted for each trigger.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(crate) struct OfTrigger {
    pub trigger: String,
}

/// Labels of what is refused.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(crate) struct Refused {
    pub reason: String,
}

/// Labels of events.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(crate) struct OfEvent {
    pub adapter: String,
    pub event: String,
}

/// Labels of what a command came to.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(crate) struct OfCommand {
    pub adapter: String,
    pub command: String,
    pub code: String,
}

/// Labels of attempts to deliver.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(crate) struct OfAttempt {
    pub trigger: String,
    /// `delivered`, `retry`, `refused`, `dead` or `expired`.
    pub result: &'static str,
}

/// Labels of dead deliveries.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(crate) struct OfDead {
    pub trigger: String,
    /// [`DeadCause::word`]
    pub cause: &'static str,
}

/// Labels of a circuit breaker's state.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(crate) struct OfCircuit {
    pub trigger: String,
    /// [`CircuitState::word`]
    pub state: &'static str,
}

type Histograms<L> = Family<L, Histogram, fn() -> Histogram>;

/// The counters.
pub(crate) struct Metrics {
    registry: Registry,
    refusal_log: RefusalLog,
    pub recent: Recent,
    pub received: Family<OfTrigger, Counter>,
    pub refused: Family<Refused, Counter>,
    pub events: Family<OfEvent, Counter>,
    pub repeated_events: Family<OfEvent, Counter>,
    pub unclaimed: Family<OfTrigger, Counter>,
    pub commands: Histograms<OfCommand>,
    pub attempts: Family<OfAttempt, Counter>,
    pub delivery_time: Histograms<OfTrigger>,
    pub connections: Gauge,
    notifications_waiting: Gauge,
    notifications_failed: Gauge,
    oldest_notification: Gauge<f64, AtomicU64>,
    pending: Family<OfTrigger, Gauge>,
    oldest_delivery: Family<OfTrigger, Gauge<f64, AtomicU64>>,
    dead: Family<OfDead, Gauge>,
    circuits: Family<OfCircuit, Gauge>,
    paused: Family<OfTrigger, Gauge>,
    database_size: Gauge,
    wal_size: Gauge,
}

fn seconds() -> Histogram {
    Histogram::new([
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
    ])
}

impl Default for Metrics {
    fn default() -> Self {
        let mut this = Self {
            registry: Registry::with_prefix("uip"),
            refusal_log: RefusalLog::default(),
            recent: Recent::default(),
            received: Family::default(),
            refused: Family::default(),
            events: Family::default(),
            repeated_events: Family::default(),
            unclaimed: Family::default(),
            commands: Family::new_with_constructor(seconds),
            attempts: Family::default(),
            delivery_time: Family::new_with_constructor(seconds),
            connections: Gauge::default(),
            notifications_waiting: Gauge::default(),
            notifications_failed: Gauge::default(),
            oldest_notification: Gauge::default(),
            pending: Family::default(),
            oldest_delivery: Family::default(),
            dead: Family::default(),
            database_size: Gauge::default(),
            wal_size: Gauge::default(),
            circuits: Family::default(),
            paused: Family::default(),
        };
        this.register();
        this
    }
}

impl Metrics {
    fn register(&mut self) {
        let r = &mut self.registry;
        r.register(
            "notifications_received",
            "Notifications acknowledged, by trigger",
            self.received.clone(),
        );
        r.register(
            "requests_refused",
            "Requests refused, by reason",
            self.refused.clone(),
        );
        r.register(
            "events",
            "New events, by adapter and event",
            self.events.clone(),
        );
        r.register(
            "events_repeated",
            "Events that were known already",
            self.repeated_events.clone(),
        );
        r.register(
            "events_unclaimed",
            "New events that belong to no adapter, by webhook trigger",
            self.unclaimed.clone(),
        );
        r.register_with_unit(
            "command_duration",
            "How long commands took, by code: success, or the code of the failure",
            Unit::Seconds,
            self.commands.clone(),
        );
        r.register(
            "delivery_attempts",
            "Attempts to deliver, by trigger and result",
            self.attempts.clone(),
        );
        r.register_with_unit(
            "delivery_duration",
            "How long receivers took to answer",
            Unit::Seconds,
            self.delivery_time.clone(),
        );
        r.register(
            "connections",
            "Connections that are open",
            self.connections.clone(),
        );
        self.register_state();
    }

    /// What is set and not counted up.
    fn register_state(&mut self) {
        let r = &mut self.registry;
        r.register(
            "notifications_waiting",
            "Notifications that wait for their command",
            self.notifications_waiting.clone(),
        );
        r.register(
            "notifications_failed",
            "Notifications whose command failed for good",
            self.notifications_failed.clone(),
        );
        r.register_with_unit(
            "notifications_oldest_age",
            "Age of the oldest notification that waits",
            Unit::Seconds,
            self.oldest_notification.clone(),
        );
        r.register(
            "deliveries_pending",
            "Deliveries that wait, by trigger",
            self.pending.clone(),
        );
        r.register_with_unit(
            "deliveries_oldest_age",
            "Age of the oldest delivery that waits",
            Unit::Seconds,
            self.oldest_delivery.clone(),
        );
        r.register(
            "deliveries_dead",
            "Dead letters, by trigger and cause",
            self.dead.clone(),
        );
        r.register_with_unit(
            "inbox_database",
            "Size of the inbox's database",
            Unit::Bytes,
            self.database_size.clone(),
        );
        r.register_with_unit(
            "inbox_wal",
            "Size of the write-ahead log of the inbox",
            Unit::Bytes,
            self.wal_size.clone(),
        );
        r.register(
            "circuit_breaker_state",
            "1 for the state that a trigger's circuit breaker is in, 0 for the others",
            self.circuits.clone(),
        );
        r.register(
            "trigger_paused",
            "Whether an operator paused an event trigger",
            self.paused.clone(),
        );
    }

    /// Takes over how large the inbox's files are.
    pub fn set_size(&self, size: Size) {
        let bytes = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
        self.database_size.set(bytes(size.database));
        self.wal_size.set(bytes(size.wal));
    }

    /// Takes over what the inbox counted.
    pub fn set(&self, stats: &Stats, now: InboxTime) {
        let age = |since: Option<InboxTime>| {
            let age = since.map_or(Duration::ZERO, |since| now.since(since));
            age.as_secs_f64()
        };
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.notifications_waiting
            .set(count(stats.notifications_waiting));
        self.notifications_failed
            .set(count(stats.notifications_failed));
        self.oldest_notification.set(age(stats.oldest_notification));
        // One that is not configured any more, and has nothing left, is gone.
        self.pending.clear();
        self.oldest_delivery.clear();
        self.dead.clear();
        for of in &stats.triggers {
            let labels = OfTrigger {
                trigger: of.trigger.clone(),
            };
            self.pending.get_or_create(&labels).set(count(of.pending));
            self.oldest_delivery
                .get_or_create(&labels)
                .set(age(of.oldest));
            for (cause, dead) in DeadCause::ALL.iter().zip(of.dead) {
                let labels = OfDead {
                    trigger: of.trigger.clone(),
                    cause: cause.word(),
                };
                self.dead.get_or_create(&labels).set(count(dead));
            }
        }
    }

    /// Sets whether a trigger is paused.
    pub fn set_paused(&self, trigger: &str, paused: bool) {
        let labels = OfTrigger {
            trigger: trigger.to_owned(),
        };
        self.paused.get_or_create(&labels).set(i64::from(paused));
    }

    /// Sets the state of a trigger's circuit breaker.
    pub fn set_circuit(&self, trigger: &str, state: CircuitState) {
        for known in CircuitState::ALL {
            let labels = OfCircuit {
                trigger: trigger.to_owned(),
                state: known.word(),
            };
            let is = i64::from(known == state);
            self.circuits.get_or_create(&labels).set(is);
        }
    }

    /// Removes what is told of an event trigger that is not configured any more.
    pub fn forget_trigger(&self, trigger: &str) {
        let trigger = trigger.to_owned();
        for state in CircuitState::ALL {
            self.circuits.remove(&OfCircuit {
                trigger: trigger.clone(),
                state: state.word(),
            });
        }
        self.paused.remove(&OfTrigger { trigger });
    }

    /// Counts a refusal, and logs it if none for its reason was logged recently.
    pub fn refuse(&self, refused: &refusal_log::Refused<'_>) {
        self.count_refused(refused.reason);
        self.recent.refuse(refused);
        self.refusal_log.log(refused);
    }

    /// Counts a refusal that is logged elsewhere.
    pub fn count_refused(&self, reason: &str) {
        debug_assert!(known::REASONS.contains(&reason), "{reason} is not known");
        let reason = reason.to_owned();
        self.refused.get_or_create(&Refused { reason }).inc();
    }

    /// Everything, in the text format of `OpenMetrics`.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = prometheus_client::encoding::text::encode(&mut text, &self.registry);
        text
    }
}
