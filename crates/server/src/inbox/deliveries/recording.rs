use rusqlite::{Connection, params};

use super::{Attempt, DeadCause, end};
use crate::inbox::clock::{InboxTime, Now, Uptime};
use crate::inbox::statement::Statement;

/// Records attempts to deliver to one trigger, in one transaction.
pub(crate) struct Recording<'c> {
    connection: &'c Connection,
    trigger: &'c str,
    delivered: Statement<'c>,
    turns: Turns<'c>,
}

impl<'c> Recording<'c> {
    pub fn new(connection: &'c Connection, trigger: &'c str) -> Self {
        Self {
            connection,
            trigger,
            // The receiver has it, also if an operator dropped it meanwhile.
            delivered: Statement::new(
                connection,
                "UPDATE deliveries SET state = 1, attempts = attempts + 1, next_at = NULL,
                     finished_at = ?3, last_error = NULL, attempted_at = ?4, dead_cause = NULL
                 WHERE event = ?1 AND trigger = ?2
                 AND (state = 0 OR (state = 2 AND dead_cause = ?5))",
            ),
            turns: Turns::new(connection, trigger),
        }
    }

    /// Records an attempt. When a delivery is over, it is the turn of the next one
    /// of its key. Tells whether a delivery may be due because of this.
    pub fn record(
        &mut self,
        event: i64,
        key: Option<&str>,
        attempt: &Attempt,
        now: Now,
    ) -> rusqlite::Result<bool> {
        let trigger = self.trigger;
        match attempt {
            Attempt::Retry(retry) => {
                self.connection
                    .prepare_cached(
                        "UPDATE deliveries SET attempts = attempts + 1, refusals = refusals + ?6,
                             next_at = ?3, last_error = ?4, wait_reason = ?5, attempted_at = ?7
                         WHERE event = ?1 AND trigger = ?2 AND state = 0",
                    )?
                    .execute(params![
                        event,
                        trigger,
                        retry.at,
                        retry.error,
                        retry.reason,
                        retry.refused,
                        now.time
                    ])?;
                return Ok(true);
            }
            Attempt::Delivered => self.delivered.execute(params![
                event,
                trigger,
                now.wall,
                now.time,
                DeadCause::Dropped
            ])?,
            Attempt::Dead(cause, error) => self
                .connection
                .prepare_cached(
                    "UPDATE deliveries SET state = 2, attempts = attempts + 1, next_at = NULL,
                         finished_at = ?3, last_error = ?5, attempted_at = ?4, dead_cause = ?6,
                         refusals = refusals + ?7
                     WHERE event = ?1 AND trigger = ?2 AND state = 0",
                )?
                .execute(params![
                    event,
                    trigger,
                    now.wall,
                    now.time,
                    error,
                    cause,
                    *cause == DeadCause::Refused
                ])?,
            Attempt::Expired => end(self.connection, trigger, event, DeadCause::Expired, now)?,
        };
        self.turns.next(key, now.time, now.uptime)
    }
}

/// The turns of the keys of one trigger.
pub(crate) struct Turns<'c> {
    trigger: &'c str,
    next: Statement<'c>,
}

impl<'c> Turns<'c> {
    pub fn new(connection: &'c Connection, trigger: &'c str) -> Self {
        Self {
            trigger,
            next: Statement::new(
                connection,
                "UPDATE deliveries SET next_at = ?3, wait_reason = 0, waiting_since = ?4
                 WHERE trigger = ?1 AND state = 0 AND next_at IS NULL AND event = (
                     SELECT min(event) FROM deliveries WHERE trigger = ?1 AND key = ?2 AND state = 0
                 )",
            ),
        }
    }

    /// Makes the first pending delivery of a key due, after the one that had its
    /// turn. The time until it is given up begins now: it was not tried while it
    /// waited for its turn. Tells whether there is one.
    pub fn next(
        &mut self,
        key: Option<&str>,
        due: InboxTime,
        since: Uptime,
    ) -> rusqlite::Result<bool> {
        let Some(key) = key else { return Ok(false) };
        let changed = self.next.execute(params![self.trigger, key, due, since])?;
        Ok(changed > 0)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::{Insertion, Retry, WaitReason};
    use super::*;
    use crate::clock::Clock;
    use crate::inbox::clock::InboxClock;
    use crate::inbox::events::Route;
    use crate::inbox::open_in_memory;

    #[test]
    fn another_may_be_due_when_one_of_its_key_is_over_or_one_is_tried_again() {
        let connection = open_in_memory();
        let clock = InboxClock::start(&connection, Clock::manual()).unwrap();
        let now = clock.now();
        let mut insertion = Insertion::new(&connection);
        for (event, key) in [(1, "39"), (2, "39"), (3, "44")] {
            let route = Route {
                trigger: "t".to_owned(),
                key: Some(key.to_owned()),
            };
            insertion.insert(event, &route, now).unwrap();
        }
        let mut recording = Recording::new(&connection, "t");
        let mut record =
            |event, key, attempt: Attempt| recording.record(event, Some(key), &attempt, now);
        assert_eq!(record(1, "39", Attempt::Delivered), Ok(true));
        assert_eq!(record(2, "39", Attempt::Delivered), Ok(false));
        let retry = Attempt::Retry(Retry {
            at: now.time,
            reason: WaitReason::Unavailable,
            error: String::new(),
            refused: false,
        });
        assert_eq!(record(3, "44", retry), Ok(true));
        assert_eq!(record(3, "44", Attempt::Expired), Ok(false));
    }

    #[test]
    fn the_time_behind_another_event_does_not_count_until_it_is_given_up() {
        let connection = open_in_memory();
        let clock = Clock::manual();
        let times = InboxClock::start(&connection, clock.clone()).unwrap();
        for event in [1, 2] {
            let route = Route {
                trigger: "t".to_owned(),
                key: Some("39".to_owned()),
            };
            let mut insertion = Insertion::new(&connection);
            insertion.insert(event, &route, times.now()).unwrap();
        }
        clock.advance(Duration::from_hours(1));
        let later = times.now();
        let gave_up = Attempt::Dead(DeadCause::GaveUp, String::new());
        let mut recording = Recording::new(&connection, "t");
        recording.record(1, Some("39"), &gave_up, later).unwrap();
        let since: Uptime = connection
            .query_row(
                "SELECT waiting_since FROM deliveries WHERE event = 2",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(since, later.uptime);
    }
}
