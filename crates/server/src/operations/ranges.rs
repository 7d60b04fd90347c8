//! What an operator changes about many deliveries.

use rusqlite::{Connection, params};

use super::changes::drop_pending;
use super::filter::filtered;
use super::{EventFilter, OperationError, Operations, Time};
use crate::Replay;
use crate::inbox::clock::SavedClock;
use crate::inbox::deliveries::{DeadCause, revive};

/// How many deliveries are changed in one transaction. A server that runs
/// waits for it.
const STEP: u32 = 500;

/// How many deliveries were replayed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replayed {
    /// Those that are pending again.
    pub deliveries: usize,
    /// Those that are not, since their event trigger is not configured any
    /// more.
    pub not_configured: usize,
    /// How many events had no delivery. A server gives them to the event triggers that
    /// match them now.
    pub undelivered: usize,
}

/// A delivery that a filter finds.
struct Found {
    event: i64,
    created_at: Time,
    trigger: String,
    key: Option<String>,
    configured: bool,
}

impl Operations {
    /// Sends the events again that a filter finds: the deliveries that were
    /// given up or refused, or those with the given cause, and with
    /// [`Replay::All`] also those that were delivered. The filter's `delivery`,
    /// `after` and `limit` are not used.
    ///
    /// [`Replay::All`] also has a server give the events without any delivery to the
    /// event triggers that match them now, unless the filter is for one trigger or
    /// customer: those are known of deliveries only.
    ///
    /// # Errors
    /// When there is nothing of a name in the filter, or the file cannot be
    /// written. What was replayed before that stays so.
    pub fn replay_events(
        &self,
        filter: &EventFilter,
        which: Replay,
        cause: Option<DeadCause>,
    ) -> Result<Replayed, OperationError> {
        self.reading().check(filter)?;
        let causes = match cause {
            Some(cause) => [cause; 2],
            None => [DeadCause::GaveUp, DeadCause::Refused],
        };
        let state = match which {
            Replay::Dead => "state = 2 AND coalesce(dead_cause, 0) IN (?7, ?8)",
            Replay::All => "((state = 2 AND coalesce(dead_cause, 0) IN (?7, ?8)) OR state = 1)",
        };
        let mut replayed = Replayed::default();
        let partly = match which {
            // Those are pending now: a repeat does not find them.
            Replay::Dead => |error: OperationError, _| error.afterwards(),
            Replay::All => OperationError::replayed_until,
        };
        self.step_through(filter, state, causes, partly, |connection, found| {
            if !found.configured {
                replayed.not_configured += 1;
                return Ok(());
            }
            let clock = SavedClock::read_or_new(connection)?;
            revive(
                connection,
                found.event,
                &found.trigger,
                which,
                clock.past(),
                clock.now(),
            )?;
            replayed.deliveries += 1;
            Ok(())
        })?;
        if which == Replay::All && filter.trigger.is_none() && filter.customer.is_none() {
            let routed = self.route_undelivered(filter);
            replayed.undelivered = match routed {
                Err(error) if replayed.deliveries > 0 => return Err(error.replayed_deliveries()),
                routed => routed?,
            };
        }
        Ok(replayed)
    }

    /// Has a server route the events without any delivery. Tells how many there are.
    fn route_undelivered(&self, filter: &EventFilter) -> Result<usize, OperationError> {
        let replay = "UPDATE events SET replay = ?7 WHERE seq IN (
             SELECT seq FROM events WHERE replay = 0 AND payload <> ''
             AND ?1 IS NULL AND ?2 IS NULL
             AND (?3 IS NULL OR adapter = ?3) AND (?4 IS NULL OR name = ?4)
             AND (?5 IS NULL OR created_at >= ?5) AND (?6 IS NULL OR created_at < ?6)
             AND NOT EXISTS (SELECT 1 FROM deliveries WHERE event = seq)
             AND NOT EXISTS (SELECT 1 FROM unclaimed WHERE unclaimed.event = seq)
             AND seq > ?8 ORDER BY seq LIMIT ?9)
             RETURNING seq";
        self.in_steps(|connection, last| {
            let mut replay = connection.prepare_cached(replay)?;
            let numbers = replay
                .query_map(filtered![filter, Replay::All.number(), last, STEP], |row| {
                    row.get(0)
                })?;
            numbers.collect()
        })
    }

    /// Changes events in the order of their numbers: those after the number that is
    /// given, whose numbers `step` returns. Tells how many were changed.
    fn in_steps(
        &self,
        mut step: impl FnMut(&Connection, i64) -> rusqlite::Result<Vec<i64>>,
    ) -> Result<usize, OperationError> {
        let (mut changed, mut last) = (0, i64::MIN);
        loop {
            let numbers = match self.change(|connection| Ok(step(connection, last)?)) {
                Err(error) if changed > 0 => return Err(error.afterwards()),
                numbers => numbers?,
            };
            let Some(greatest) = numbers.iter().max() else {
                return Ok(changed);
            };
            last = *greatest;
            changed += numbers.len();
        }
    }

    /// Has a server give the unclaimed events that a filter finds to the
    /// adapters that they belong to now. Tells how many events there are. Those
    /// that belong to none still stay unclaimed. Of the filter only `event` and
    /// `span` are used.
    ///
    /// # Errors
    /// As [`Operations::replay_events`].
    pub fn replay_unclaimed(&self, filter: &EventFilter) -> Result<usize, OperationError> {
        self.reading().check(filter)?;
        let replay = "UPDATE events SET replay = ?1 WHERE seq IN (
             SELECT seq FROM unclaimed JOIN events ON seq = unclaimed.event
             WHERE replay = 0 AND payload <> '' AND (?2 IS NULL OR name = ?2)
             AND (?3 IS NULL OR created_at >= ?3) AND (?4 IS NULL OR created_at < ?4)
             AND seq > ?5 ORDER BY seq LIMIT ?6)
             RETURNING seq";
        self.in_steps(|connection, last| {
            let parameters = params![
                Replay::All.number(),
                filter.event,
                filter.span.since.map(|time| time.0),
                filter.span.until.map(|time| time.0),
                last,
                STEP
            ];
            let mut replay = connection.prepare_cached(replay)?;
            let numbers = replay.query_map(parameters, |row| row.get(0))?;
            numbers.collect()
        })
    }

    /// Makes the pending deliveries dead letters that a filter finds. Tells how
    /// many there were. The filter's `delivery`, `after` and `limit` are not
    /// used.
    ///
    /// # Errors
    /// As [`Operations::replay_events`].
    pub fn drop_events(&self, filter: &EventFilter) -> Result<usize, OperationError> {
        self.reading().check(filter)?;
        let mut dropped = 0;
        let causes = [DeadCause::Dropped; 2];
        // The causes are of no meaning here, but parameters.
        let state = "state = 0 AND ?7 = ?8";
        let partly = |error: OperationError, _| error.afterwards();
        self.step_through(filter, state, causes, partly, |connection, found| {
            let key = found.key.as_deref();
            drop_pending(connection, found.event, &found.trigger, key)?;
            dropped += 1;
            Ok(())
        })?;
        Ok(dropped)
    }

    /// Changes deliveries in the order of their events. `partly` says of a failure
    /// that those until a time were changed before.
    fn step_through(
        &self,
        filter: &EventFilter,
        state: &str,
        causes: [DeadCause; 2],
        partly: fn(OperationError, Time) -> OperationError,
        mut change: impl FnMut(&Connection, &Found) -> Result<(), OperationError>,
    ) -> Result<(), OperationError> {
        let query = format!(
            "SELECT event, trigger, key, EXISTS (
                 SELECT 1 FROM event_triggers t WHERE t.name = trigger AND configured),
                 events.created_at
             FROM deliveries JOIN events ON seq = event
             WHERE {state} AND payload <> ''
             AND (?1 IS NULL OR trigger = ?1) AND (?2 IS NULL OR key = ?2)
             AND (?3 IS NULL OR adapter = ?3) AND (?4 IS NULL OR name = ?4)
             AND (?5 IS NULL OR events.created_at >= ?5)
             AND (?6 IS NULL OR events.created_at < ?6)
             AND (event, trigger) > (?9, ?10)
             ORDER BY event, trigger LIMIT ?11"
        );
        let mut last = (i64::MIN, String::new());
        let mut reached = None;
        loop {
            let step = self.change(|connection| {
                let found: Vec<Found> = connection
                    .prepare_cached(&query)?
                    .query_map(
                        filtered![filter, causes[0], causes[1], last.0, last.1, STEP],
                        |row| {
                            Ok(Found {
                                event: row.get(0)?,
                                trigger: row.get(1)?,
                                key: row.get(2)?,
                                configured: row.get(3)?,
                                created_at: Time(row.get(4)?),
                            })
                        },
                    )?
                    .collect::<Result<_, _>>()?;
                for found in &found {
                    change(connection, found)?;
                }
                Ok(found)
            });
            match step {
                Ok(step) => match step.into_iter().next_back() {
                    Some(found) => {
                        last = (found.event, found.trigger);
                        reached = Some(found.created_at);
                    }
                    None => return Ok(()),
                },
                Err(error) => {
                    return Err(match reached {
                        Some(until) => partly(error, until),
                        None => error,
                    });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::open_in_memory;

    /// An inbox with this many deliveries in a state, that cannot change the one of
    /// event `broken`. Each event came a second after the one before it.
    fn inbox(state: u32, events: u32, broken: u32) -> Operations {
        let connection = open_in_memory();
        let rows = format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {events})
             INSERT INTO events (seq, adapter, id, name, notification, created_at, payload)
             SELECT i, 'shop', i, 'message', 1, i * 1000, '{{}}' FROM n;
             INSERT INTO event_triggers (name, adapter, event, configured)
             VALUES ('flow', 'shop', 'message', 1);
             INSERT INTO deliveries (event, trigger, created_at, waiting_since, next_at, state)
             SELECT seq, 'flow', 0, 0, iif({state} = 0, 0, NULL), {state} FROM events;
             CREATE TRIGGER broken BEFORE UPDATE ON deliveries WHEN old.event = {broken}
             BEGIN SELECT raise(FAIL, 'broken'); END;"
        );
        connection.execute_batch(&rows).unwrap();
        Operations {
            connection,
            file: "nowhere".into(),
        }
    }

    #[test]
    fn a_failure_says_whether_a_part_was_changed_before() {
        for (broken, is_partly, left) in [(2, false, 501), (501, true, 1)] {
            let inbox = inbox(0, 501, broken);
            let error = inbox.drop_events(&EventFilter::default()).unwrap_err();
            assert_eq!(
                matches!(error, OperationError::Partly(_)),
                is_partly,
                "{error}"
            );
            let pending = "SELECT count(*) FROM deliveries WHERE state = 0";
            let pending: u32 = inbox
                .connection
                .query_row(pending, [], |row| row.get(0))
                .unwrap();
            assert_eq!(pending, left);
        }
    }

    #[test]
    fn a_replay_that_a_repeat_would_do_again_says_how_far_it_came() {
        let all = |broken| {
            let inbox = inbox(1, 501, broken);
            let filter = EventFilter::default();
            inbox.replay_events(&filter, Replay::All, None).unwrap_err()
        };
        assert!(matches!(all(2), OperationError::Store(_)));
        let error = all(501);
        assert!(
            matches!(error, OperationError::PartlyReplayed { .. }),
            "{error}"
        );
        let says = "those until 1970-01-01T00:08:20Z are replayed already; look at them, and replay the rest with --since 1970-01-01T00:08:20Z";
        assert!(error.to_string().ends_with(says), "{error}");
    }
}
