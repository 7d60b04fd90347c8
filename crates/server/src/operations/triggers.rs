use rusqlite::Connection;
use serde::Serialize;

use super::{OperationError, Operations, Reading};
use crate::CircuitState;
use crate::inbox::event_triggers::{known, pause};
use crate::inbox::stats::trigger_stats;

/// An event trigger, as a server last wrote it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TriggerRow {
    /// Its name.
    pub trigger: String,
    /// Whose events it is for; none if it is not known.
    pub adapter: Option<String>,
    /// Which events; none if it is not known.
    pub event: Option<String>,
    /// Whether it is configured. One that is not, and has deliveries, was
    /// renamed or removed.
    pub configured: bool,
    /// Whether an operator paused it.
    pub paused: bool,
    /// The state of its circuit breaker.
    pub circuit_breaker: CircuitState,
    /// How many deliveries are pending.
    pub pending: u64,
    /// How many deliveries are dead, whatever the cause.
    pub dead: u64,
}

impl Operations {
    /// `uip triggers list`: event triggers, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn triggers(&self) -> Result<Vec<TriggerRow>, OperationError> {
        self.reading().triggers()
    }

    /// `uip triggers pause`: delivers nothing more to an event trigger until it
    /// is resumed. Events go on being kept for it.
    ///
    /// # Errors
    /// When there is no such event trigger.
    pub fn pause_trigger(&self, name: &str) -> Result<(), OperationError> {
        self.set_paused(name, true)
    }

    /// `uip triggers resume`: delivers again. What is pending has its whole
    /// `giveUp` time again.
    ///
    /// # Errors
    /// When there is no such event trigger.
    pub fn resume_trigger(&self, name: &str) -> Result<(), OperationError> {
        self.set_paused(name, false)
    }

    fn set_paused(&self, name: &str, paused: bool) -> Result<(), OperationError> {
        self.reading().check_event_trigger(name)?;
        self.change(|connection| {
            if pause(connection, name, paused)? {
                Ok(())
            } else {
                Err(OperationError::NotConfigured(name.to_owned()))
            }
        })
    }
}

impl Reading<'_> {
    fn triggers(self) -> Result<Vec<TriggerRow>, OperationError> {
        let names: Vec<String> = self
            .0
            .prepare(
                "SELECT name FROM event_triggers WHERE configured
                 UNION SELECT trigger FROM deliveries WHERE state <> 1 ORDER BY 1",
            )?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let rows = names.into_iter().map(|name| row(self.0, name));
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

pub(crate) fn row(connection: &Connection, trigger: String) -> rusqlite::Result<TriggerRow> {
    let known = known(connection, &trigger)?;
    let stats = trigger_stats(connection, &trigger)?;
    let known = known.as_ref();
    Ok(TriggerRow {
        trigger,
        adapter: known.map(|known| known.adapter.clone()),
        event: known.map(|known| known.event.clone()),
        configured: known.is_some_and(|known| known.configured),
        paused: known.is_some_and(|known| known.paused),
        circuit_breaker: known.map_or(CircuitState::Closed, |known| known.circuit),
        pending: stats.pending,
        dead: stats.dead.iter().sum(),
    })
}
