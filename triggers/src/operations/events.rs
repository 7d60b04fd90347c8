use std::fmt;

use rusqlite::{Connection, Row, params};
use serde::Serialize;
use serde_json::value::RawValue;

use super::{DeliveryState, OperationError, Operations, Time, state};
use crate::Replay;

/// Which events are listed.
#[derive(Debug, Clone)]
pub struct EventFilter {
    /// Those of this adapter.
    pub adapter: Option<String>,
    /// Those of this name.
    pub event: Option<String>,
    /// Those with a delivery in this state.
    pub delivery: Option<DeliveryState>,
    /// How many at most, the newest first.
    pub limit: u32,
}

impl Default for EventFilter {
    fn default() -> Self {
        Self {
            adapter: None,
            event: None,
            delivery: None,
            limit: 50,
        }
    }
}

/// An event, without its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventRow {
    #[serde(skip)]
    seq: i64,
    /// The adapter that it comes from.
    pub adapter: String,
    /// Its name.
    pub event: String,
    /// Its id.
    pub event_id: String,
    /// The notification that it came out of; none if somebody called a command.
    pub notification: Option<i64>,
    /// When it was stored.
    pub created_at: Time,
    /// How many receivers wait for it, took it, and were given up.
    pub pending: u64,
    /// See `pending`.
    pub delivered: u64,
    /// See `pending`.
    pub dead: u64,
}

/// A delivery of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryRow {
    /// The event trigger.
    pub trigger: String,
    /// What it is ordered by.
    pub key: Option<String>,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
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
pub struct EventDetails {
    /// The event.
    #[serde(flatten)]
    pub event: EventRow,
    /// Its deliveries.
    pub deliveries: Vec<DeliveryRow>,
    /// Its content: somebody's message. None if it is deleted already.
    pub properties: Option<Box<RawValue>>,
}

const ROW: &str = "SELECT seq, adapter, name, id, notification, created_at,
    (SELECT count(*) FROM deliveries WHERE event = seq AND state = 0),
    (SELECT count(*) FROM deliveries WHERE event = seq AND state = 1),
    (SELECT count(*) FROM deliveries WHERE event = seq AND state = 2)
    FROM events";

fn event_row(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    Ok(EventRow {
        seq: row.get(0)?,
        adapter: row.get(1)?,
        event: row.get(2)?,
        event_id: row.get(3)?,
        notification: Some(row.get(4)?).filter(|id| *id != 0),
        created_at: Time(row.get(5)?),
        pending: row.get(6)?,
        delivered: row.get(7)?,
        dead: row.get(8)?,
    })
}

impl Operations {
    /// `uip events list`: events, the newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn events(&self, filter: &EventFilter) -> Result<Vec<EventRow>, OperationError> {
        let delivery = match filter.delivery {
            None => "TRUE",
            // Numbers are written out so that the partial indexes serve.
            Some(DeliveryState::Pending) => "seq IN (SELECT event FROM deliveries WHERE state = 0)",
            Some(DeliveryState::Delivered) => {
                "seq IN (SELECT event FROM deliveries WHERE state = 1)"
            }
            Some(DeliveryState::Dead) => "seq IN (SELECT event FROM deliveries WHERE state = 2)",
        };
        let rows = self
            .0
            .prepare(&format!(
                "{ROW} WHERE (?1 IS NULL OR adapter = ?1) AND (?2 IS NULL OR name = ?2)
                 AND {delivery} ORDER BY seq DESC LIMIT ?3"
            ))?
            .query_map(
                params![filter.adapter, filter.event, filter.limit],
                event_row,
            )?
            .collect::<Result<_, _>>()?;
        Ok(rows)
    }

    /// `uip events dead`: events that a receiver never took.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn dead(&self, limit: u32) -> Result<Vec<EventRow>, OperationError> {
        self.events(&EventFilter {
            delivery: Some(DeliveryState::Dead),
            limit,
            ..EventFilter::default()
        })
    }

    /// `uip events show`: one event with its content. `adapter` is needed if
    /// several have an event of this id.
    ///
    /// # Errors
    /// When there is no such event.
    pub fn event(&self, adapter: Option<&str>, id: &str) -> Result<EventDetails, OperationError> {
        let event = self.find(adapter, id)?;
        let payload = payload(&self.0, event.seq)?;
        let deliveries = self
            .0
            .prepare(
                "SELECT trigger, key, state, attempts, next_at, finished_at, last_error
                 FROM deliveries WHERE event = ?1 ORDER BY trigger",
            )?
            .query_map([event.seq], |row| {
                Ok(DeliveryRow {
                    trigger: row.get(0)?,
                    key: row.get(1)?,
                    state: state(DeliveryState::ALL, row.get(2)?),
                    attempts: row.get(3)?,
                    next_at: row.get::<_, Option<_>>(4)?.map(Time),
                    finished_at: row.get::<_, Option<_>>(5)?.map(Time),
                    last_error: row.get(6)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(EventDetails {
            event,
            deliveries,
            properties: RawValue::from_string(payload).ok(),
        })
    }

    /// `uip events replay`: sends an event again, to those receivers that were
    /// given up, or to all that wait for it now.
    ///
    /// # Errors
    /// When there is no such event, or its content is deleted already.
    pub fn replay_event(
        &self,
        adapter: Option<&str>,
        id: &str,
        replay: Replay,
    ) -> Result<(), OperationError> {
        let event = self.find(adapter, id)?;
        if payload(&self.0, event.seq)?.is_empty() {
            return Err(OperationError::Emptied(id.to_owned()));
        }
        self.0.execute(
            "UPDATE events SET replay = ?2 WHERE seq = ?1",
            params![event.seq, replay.number()],
        )?;
        Ok(())
    }

    /// Sends every event again that is dead, to those receivers that were
    /// given up. Tells how many events there are.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn replay_dead(&self, trigger: Option<&str>) -> Result<usize, OperationError> {
        let replayed = self.0.execute(
            "UPDATE events SET replay = ?1 WHERE payload <> '' AND seq IN (
                 SELECT event FROM deliveries WHERE state = 2 AND (?2 IS NULL OR trigger = ?2))",
            params![Replay::Dead.number(), trigger],
        )?;
        Ok(replayed)
    }

    fn find(&self, adapter: Option<&str>, id: &str) -> Result<EventRow, OperationError> {
        let mut found: Vec<EventRow> = self
            .0
            .prepare(&format!(
                "{ROW} WHERE id = ?1 AND (?2 IS NULL OR adapter = ?2) LIMIT 2"
            ))?
            .query_map(params![id, adapter], event_row)?
            .collect::<Result<_, _>>()?;
        match (found.pop(), found.pop()) {
            (Some(event), None) => Ok(event),
            (Some(_), Some(_)) => Err(OperationError::SeveralEvents(id.to_owned())),
            (None, _) => Err(OperationError::NoEvent(id.to_owned())),
        }
    }
}

fn payload(connection: &Connection, seq: i64) -> rusqlite::Result<String> {
    connection.query_row("SELECT payload FROM events WHERE seq = ?1", [seq], |row| {
        row.get(0)
    })
}

/// One line, without the event's content.
impl fmt::Display for EventRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            adapter,
            event,
            event_id,
            created_at,
            pending,
            delivered,
            dead,
            ..
        } = self;
        write!(
            f,
            "{created_at}  {adapter}.{event}  {event_id}  pending {pending}, delivered {delivered}, dead {dead}"
        )
    }
}

impl fmt::Display for DeliveryRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}  {}, attempts {}",
            self.trigger,
            self.state.word(),
            self.attempts
        )?;
        if let Some(at) = self.next_at {
            write!(f, ", next {at}")?;
        }
        if let Some(error) = &self.last_error {
            write!(f, ", last error: {error}")?;
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
