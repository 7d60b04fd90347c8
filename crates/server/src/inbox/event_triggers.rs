//! What the file says about event triggers: which are configured, which an
//! operator paused, and where their circuit breakers are. A server writes down
//! what it has, for `uip` to show; `uip` writes down what an operator decides,
//! and the server reads it every second.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::clock::Uptime;
use crate::AdapterInfo;
use crate::config::{EventTrigger, WebhookTrigger};

/// What operators decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Operated {
    /// How often they changed something. A server that holds deliveries in
    /// memory reads them again when it differs.
    changes: i64,
    triggers: HashMap<String, Decided>,
}

/// What operators decided about one event trigger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Decided {
    /// Whether nothing is delivered.
    pub paused: bool,
    /// When it was resumed for the last time. No delivery is given up for what
    /// was before.
    pub resumed_at: Uptime,
}

impl Operated {
    pub fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let changes = connection
            .prepare_cached("SELECT changes FROM operated WHERE id = 1")?
            .query_row([], |row| row.get(0))?;
        let triggers = connection
            .prepare_cached("SELECT name, paused, resumed_at FROM event_triggers")?
            .query_map([], |row| {
                let decided = Decided {
                    paused: row.get(1)?,
                    resumed_at: row.get(2)?,
                };
                Ok((row.get(0)?, decided))
            })?
            .collect::<Result<_, _>>()?;
        Ok(Self { changes, triggers })
    }

    /// Whether they resumed an event trigger, and when is not written down.
    pub fn is_unstamped(&self) -> bool {
        let mut decided = self.triggers.values();
        decided.any(|decided| decided.resumed_at == Uptime::UNKNOWN)
    }

    /// What they decided about one event trigger.
    pub fn about(&self, trigger: &str) -> Decided {
        self.triggers.get(trigger).copied().unwrap_or_default()
    }
}

/// Writes down when event triggers were resumed: now. Only a server knows its
/// uptime.
pub(crate) fn stamp(connection: &Connection, now: Uptime) -> rusqlite::Result<()> {
    connection
        .execute(
            "UPDATE event_triggers SET resumed_at = ?1 WHERE resumed_at = ?2",
            params![now, Uptime::UNKNOWN],
        )
        .map(drop)
}

/// Tells a server that runs that something was changed.
pub(crate) fn operated(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .execute("UPDATE operated SET changes = changes + 1", [])
        .map(drop)
}

/// A name that a command can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    Adapter,
    Event,
    WebhookTrigger,
}

impl Name {
    pub fn word(self) -> &'static str {
        match self {
            Self::Adapter => "adapter",
            Self::Event => "event",
            Self::WebhookTrigger => "webhook trigger",
        }
    }
}

/// Writes down what is configured. What operators decided stays.
pub(crate) fn configure(
    connection: &Connection,
    adapters: &[AdapterInfo],
    webhook_triggers: &[WebhookTrigger],
    event_triggers: &[EventTrigger],
) -> rusqlite::Result<()> {
    connection.execute("UPDATE event_triggers SET configured = 0, circuit = 0", [])?;
    let mut known = connection.prepare_cached(
        "INSERT INTO event_triggers (name, adapter, event, configured) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT DO UPDATE SET adapter = ?2, event = ?3, configured = 1",
    )?;
    for trigger in event_triggers {
        known.execute(params![trigger.name, trigger.adapter, trigger.event])?;
    }
    connection.execute("DELETE FROM names", [])?;
    let mut name =
        connection.prepare_cached("INSERT INTO names VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
    for adapter in adapters {
        name.execute([Name::Adapter.word(), &adapter.name])?;
        for event in adapter.events() {
            name.execute([Name::Event.word(), event])?;
        }
    }
    for trigger in webhook_triggers {
        name.execute([Name::WebhookTrigger.word(), &trigger.name])?;
    }
    Ok(())
}

/// The names of a kind that are configured.
pub(crate) fn names(connection: &Connection, kind: Name) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT name FROM names WHERE kind = ?1 ORDER BY name")?
        .query_map([kind.word()], |row| row.get(0))?
        .collect()
}

/// A circuit breaker's state. The numbers are in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CircuitState {
    /// Deliveries go out.
    Closed,
    /// The receiver fails: none goes out until a wait is over.
    Open,
    /// The wait is over: they go out one at a time, until one is taken.
    HalfOpen,
}

impl CircuitState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Closed, Self::Open, Self::HalfOpen];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half-open",
        }
    }
}

/// Writes down a circuit breaker's state.
pub(crate) fn set_circuit(
    connection: &Connection,
    trigger: &str,
    state: CircuitState,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE event_triggers SET circuit = ?2 WHERE name = ?1")?
        .execute(params![trigger, state as i64])
        .map(drop)
}

/// What is written down about an event trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub adapter: String,
    pub event: String,
    pub configured: bool,
    pub paused: bool,
    pub circuit: CircuitState,
}

pub(crate) fn known(connection: &Connection, trigger: &str) -> rusqlite::Result<Option<Known>> {
    connection
        .prepare_cached(
            "SELECT adapter, event, configured, paused, circuit FROM event_triggers
             WHERE name = ?1",
        )?
        .query_row([trigger], |row| {
            let circuit: usize = row.get(4)?;
            Ok(Known {
                adapter: row.get(0)?,
                event: row.get(1)?,
                configured: row.get(2)?,
                paused: row.get(3)?,
                circuit: CircuitState::ALL
                    .get(circuit)
                    .copied()
                    .unwrap_or(CircuitState::Closed),
            })
        })
        .optional()
}

/// Pauses or resumes an event trigger. Tells whether it is known.
pub(crate) fn pause(
    connection: &Connection,
    trigger: &str,
    paused: bool,
) -> rusqlite::Result<bool> {
    let changed = connection
        .prepare_cached(
            "UPDATE event_triggers SET paused = ?2,
                 resumed_at = CASE WHEN paused AND NOT ?2 THEN ?3 ELSE resumed_at END
             WHERE name = ?1",
        )?
        .execute(params![trigger, paused, Uptime::UNKNOWN])?;
    Ok(changed > 0)
}
