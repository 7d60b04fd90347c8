use std::fmt;

use rusqlite::Connection;
use serde::Serialize;
use serde_json::value::RawValue;

use super::waiting::{Pending, Waiting};
use super::{DeliveryState, EventRow, OperationError, Operations, Reading, Time, state};
use crate::DeadCause;
use crate::inbox::clock::{InboxTime, SavedClock};
use crate::inbox::deliveries::WaitReason;
use crate::inbox::event_triggers::known;

/// A delivery of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryRow {
    /// The event trigger.
    pub trigger: String,
    /// What it is ordered by.
    pub key: Option<String>,
    /// Its state.
    pub state: DeliveryState,
    /// Why it is dead, if it is.
    pub cause: Option<DeadCause>,
    /// What it waits for, if it is pending.
    pub waiting: Option<Waiting>,
    /// How often it was tried.
    pub attempts: u32,
    /// How many of the attempts the receiver refused.
    pub refusals: u32,
    /// How often it was sent again after it was over.
    pub replays: u32,
    /// When it is tried next; none if it is over, or waits for an earlier one
    /// of its key.
    pub next_at: Option<Time>,
    /// When it was over.
    pub finished_at: Option<Time>,
    /// Why it was not taken the last time.
    pub last_error: Option<String>,
}

/// An event with its content and deliveries.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct EventDetails {
    /// The event.
    #[serde(flatten)]
    pub event: EventRow,
    /// Its deliveries.
    pub deliveries: Vec<DeliveryRow>,
    /// Its content: a customer's message. None if it is deleted already.
    pub properties: Option<Box<RawValue>>,
}

impl Operations {
    /// `uip events show`: one event with its content. `adapter` is needed if
    /// several have an event of this id.
    ///
    /// # Errors
    /// When there is no such event.
    pub fn event(&self, adapter: Option<&str>, id: &str) -> Result<EventDetails, OperationError> {
        self.reading().event(adapter, id)
    }
}

impl Reading<'_> {
    fn event(self, adapter: Option<&str>, id: &str) -> Result<EventDetails, OperationError> {
        self.details(self.find(adapter, id)?)
    }

    /// The event of this number, if it is still kept.
    pub(crate) fn event_by_number(self, seq: i64) -> Result<Option<EventDetails>, OperationError> {
        let event = self.find_by_number(seq)?;
        event.map(|event| self.details(event)).transpose()
    }

    fn details(self, event: EventRow) -> Result<EventDetails, OperationError> {
        let payload = payload(self.0, event.seq)?;
        let deliveries = self.deliveries(event.seq)?;
        Ok(EventDetails {
            event,
            deliveries,
            properties: RawValue::from_string(payload).ok(),
        })
    }

    pub(crate) fn deliveries(self, event: i64) -> Result<Vec<DeliveryRow>, OperationError> {
        let clock = SavedClock::read_or_new(self.0)?;
        let mut found = self.0.prepare_cached(
            "SELECT trigger, key, state, attempts, next_at, finished_at, last_error, refusals,
                 wait_reason, dead_cause, replays
             FROM deliveries WHERE event = ?1 ORDER BY trigger",
        )?;
        let mut rows = found.query([event])?;
        let mut deliveries = Vec::new();
        while let Some(row) = rows.next()? {
            let next_at: Option<InboxTime> = row.get(4)?;
            let mut delivery = DeliveryRow {
                trigger: row.get(0)?,
                key: row.get(1)?,
                state: state(DeliveryState::ALL, row.get(2)?),
                attempts: row.get(3)?,
                next_at: next_at.map(|at| Time(clock.wall_at(at))),
                finished_at: row.get::<_, Option<_>>(5)?.map(Time),
                last_error: row.get(6)?,
                refusals: row.get(7)?,
                cause: row.get(9)?,
                replays: row.get(10)?,
                waiting: None,
            };
            let reason: WaitReason = row.get(8)?;
            if delivery.state == DeliveryState::Pending {
                let pending = Pending {
                    trigger: &delivery.trigger,
                    key: delivery.key.as_deref(),
                    has_turn: next_at.is_some(),
                    is_due: next_at.is_some_and(|at| at <= clock.now().time),
                    reason,
                };
                let known = known(self.0, &delivery.trigger)?;
                let waiting = Waiting::of(self.0, &pending, known.as_ref(), clock)?;
                delivery.waiting = Some(waiting);
            }
            deliveries.push(delivery);
        }
        Ok(deliveries)
    }
}

pub(crate) fn payload(connection: &Connection, seq: i64) -> rusqlite::Result<String> {
    connection.query_row("SELECT payload FROM events WHERE seq = ?1", [seq], |row| {
        row.get(0)
    })
}

impl fmt::Display for DeliveryRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {}", self.trigger, self.state.word())?;
        if let Some(cause) = self.cause {
            write!(f, " ({})", cause.word())?;
        }
        write!(f, ", attempts {}", self.attempts)?;
        if let Some(at) = self.next_at {
            write!(f, ", next {at}")?;
        }
        if let Some(error) = &self.last_error {
            write!(f, ", last error: {error}")?;
        }
        if let Some(waiting) = &self.waiting {
            write!(f, "; {waiting}")?;
        }
        Ok(())
    }
}

/// Several lines; the last is the event's content.
impl fmt::Display for EventDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.event)?;
        for delivery in &self.deliveries {
            writeln!(f, "  {delivery}")?;
        }
        match &self.properties {
            Some(properties) => f.write_str(properties.get()),
            None => f.write_str("(its content is deleted already)"),
        }
    }
}
