use std::fmt;

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;

use super::Time;
use crate::inbox::clock::SavedClock;
use crate::inbox::deliveries::WaitReason;
use crate::inbox::event_triggers::{CircuitState, Known};

/// What a pending delivery waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(
    tag = "reason",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
#[non_exhaustive]
pub enum Waiting {
    /// It is due.
    Due,
    /// The receiver could not be reached or failed: exponential backoff.
    Unavailable,
    /// The receiver refused the event: exponential backoff.
    Refused,
    /// The receiver named the time, with `Retry-After`.
    RetryAfter,
    /// It is due, and the circuit breaker is open: deliveries go out one at a
    /// time, now and then.
    CircuitOpen,
    /// An earlier event of the same customer is not over.
    Behind {
        /// The event whose turn it is.
        event_id: String,
        /// How often that was tried.
        attempts: u32,
        /// When it is tried next.
        next_at: Time,
        /// Why it was not taken the last time.
        last_error: Option<String>,
    },
    /// An operator paused the event trigger.
    Paused,
    /// The event trigger is not configured any more.
    NotConfigured,
}

/// What is read of a pending delivery to find what it waits for.
pub(super) struct Pending<'d> {
    pub trigger: &'d str,
    pub key: Option<&'d str>,
    pub has_turn: bool,
    /// Whether its time has come, as far as is known.
    pub is_due: bool,
    pub reason: WaitReason,
}

impl Waiting {
    pub(super) fn of(
        connection: &Connection,
        pending: &Pending<'_>,
        known: Option<&Known>,
        clock: SavedClock,
    ) -> rusqlite::Result<Self> {
        let Some(known) = known.filter(|known| known.configured) else {
            return Ok(Self::NotConfigured);
        };
        if known.paused {
            return Ok(Self::Paused);
        }
        if !pending.has_turn {
            let first = Self::first_of(connection, pending.trigger, pending.key, clock)?;
            return Ok(first.unwrap_or(Self::Due));
        }
        Ok(match pending.reason {
            _ if pending.is_due && known.circuit != CircuitState::Closed => Self::CircuitOpen,
            _ if pending.is_due => Self::Due,
            WaitReason::Turn => Self::Due,
            WaitReason::Unavailable => Self::Unavailable,
            WaitReason::Refused => Self::Refused,
            WaitReason::Asked => Self::RetryAfter,
        })
    }

    /// The delivery of a key that has its turn.
    pub(super) fn first_of(
        connection: &Connection,
        trigger: &str,
        key: Option<&str>,
        clock: SavedClock,
    ) -> rusqlite::Result<Option<Self>> {
        connection
            .prepare_cached(
                "SELECT e.id, d.attempts, d.next_at, d.last_error
                 FROM deliveries d JOIN events e ON e.seq = d.event
                 WHERE d.trigger = ?1 AND d.key = ?2 AND d.state = 0 AND d.next_at IS NOT NULL
                 LIMIT 1",
            )?
            .query_row(params![trigger, key], |row| {
                Ok(Self::Behind {
                    event_id: row.get(0)?,
                    attempts: row.get(1)?,
                    next_at: Time(clock.wall_at(row.get(2)?)),
                    last_error: row.get(3)?,
                })
            })
            .optional()
    }
}

impl fmt::Display for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Due => "is due",
            Self::Unavailable => "waits to try again, since the receiver failed",
            Self::Refused => "waits to try again, since the receiver refused it",
            Self::RetryAfter => "waits for the time that the receiver asked for with Retry-After",
            Self::CircuitOpen => {
                "waits for the circuit breaker, which is open since the receiver fails"
            }
            Self::Paused => "waits, since the event trigger is paused",
            Self::NotConfigured => "waits, since the event trigger is not configured any more",
            Self::Behind {
                event_id,
                attempts,
                next_at,
                last_error,
            } => {
                write!(
                    f,
                    "waits behind event {event_id} of the same customer (attempts {attempts}, next attempt {next_at}"
                )?;
                if let Some(error) = last_error {
                    write!(f, ", last error: {error}")?;
                }
                ")"
            }
        };
        f.write_str(words)
    }
}
