mod ready;
mod reasons;
mod recording;

use rusqlite::{Connection, params};

use super::clock::{InboxTime, Now};
use super::events::{Replay, Route};
use super::statement::Statement;
pub(crate) use ready::Ready;
pub use reasons::DeadCause;
pub(crate) use reasons::WaitReason;
pub(crate) use recording::{Recording, Turns};

/// What an attempt to deliver came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Attempt {
    Delivered,
    Dead(DeadCause, String),
    /// Older than its trigger delivers, so no attempt was made.
    Expired,
    Retry(Retry),
}

/// When and why a delivery is tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Retry {
    pub at: InboxTime,
    pub reason: WaitReason,
    pub error: String,
    /// Whether the receiver refused the event.
    pub refused: bool,
}

/// Adds deliveries in one transaction.
pub(super) struct Insertion<'c>(Statement<'c>);

impl<'c> Insertion<'c> {
    pub fn new(connection: &'c Connection) -> Self {
        Self(Statement::new(
            connection,
            "INSERT INTO deliveries (event, trigger, key, created_at, waiting_since, next_at)
             VALUES (?1, ?2, ?3, ?4, ?5, CASE WHEN ?3 IS NOT NULL AND EXISTS (
                 SELECT 1 FROM deliveries WHERE trigger = ?2 AND key = ?3 AND state = 0
             ) THEN NULL ELSE ?4 END)",
        ))
    }

    /// Adds a delivery. It is due at once, or after those of its key that are
    /// before it.
    pub fn insert(&mut self, event: i64, route: &Route, now: Now) -> rusqlite::Result<()> {
        self.0
            .execute(params![
                event,
                route.trigger,
                route.key,
                now.time,
                now.uptime
            ])
            .map(drop)
    }
}

/// Makes a delivery that is over pending again, and forgets its attempts. It is
/// due at `next_at`, or after those of its key that are pending. Tells whether
/// there was one.
pub(crate) fn revive(
    connection: &Connection,
    event: i64,
    trigger: &str,
    which: Replay,
    next_at: InboxTime,
    now: Now,
) -> rusqlite::Result<bool> {
    let changed = connection
        .prepare_cached(
            "UPDATE deliveries SET state = 0, attempts = 0, refusals = 0, finished_at = NULL,
                 dead_cause = NULL, wait_reason = 0, attempted_at = NULL,
                 replays = replays + 1, created_at = ?4, waiting_since = ?5,
                 next_at = CASE WHEN key IS NOT NULL AND EXISTS (
                     SELECT 1 FROM deliveries AS other
                     WHERE other.trigger = ?2 AND other.key = deliveries.key AND other.state = 0
                 ) THEN NULL ELSE ?3 END
             WHERE event = ?1 AND trigger = ?2 AND (state = 2 OR (state = 1 AND NOT ?6))",
        )?
        .execute(params![
            event,
            trigger,
            next_at,
            now.time,
            now.uptime,
            which == Replay::Dead
        ])?;
    Ok(changed > 0)
}

pub(super) fn replay(
    connection: &Connection,
    event: i64,
    replay: Replay,
    route: &Route,
    now: Now,
) -> rusqlite::Result<()> {
    if revive(connection, event, &route.trigger, replay, now.time, now)? || replay == Replay::Dead {
        return Ok(());
    }
    let exists: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM deliveries WHERE event = ?1 AND trigger = ?2)",
        )?
        .query_row(params![event, route.trigger], |row| row.get(0))?;
    if !exists {
        Insertion::new(connection).insert(event, route, now)?;
    }
    Ok(())
}

/// The deliveries of a trigger that are due at `until`.
pub(crate) fn ready(
    connection: &Connection,
    trigger: &str,
    until: InboxTime,
    limit: usize,
    mut wanted: impl FnMut(i64) -> bool,
) -> rusqlite::Result<Vec<Ready>> {
    let mut found = connection.prepare_cached(
        "SELECT event FROM deliveries
         WHERE state = 0 AND trigger = ?1 AND next_at <= ?2 AND next_at IS NOT NULL
         ORDER BY next_at, event LIMIT ?3",
    )?;
    let mut row = connection.prepare_cached(
        "SELECT d.event, d.key, d.attempts, d.refusals, d.created_at, d.waiting_since,
             d.attempted_at, d.next_at <= 0, e.adapter, e.name, e.id, e.payload,
             e.created_at
         FROM deliveries d JOIN events e ON e.seq = d.event
         WHERE d.event = ?1 AND d.trigger = ?2",
    )?;
    let events: Vec<i64> = found
        .query_map(params![trigger, until, limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    events
        .into_iter()
        .filter(|event| wanted(*event))
        .map(|event| {
            row.query_row(params![event, trigger], |row| {
                Ok(Ready {
                    event: row.get(0)?,
                    key: row.get(1)?,
                    attempts: row.get(2)?,
                    refusals: row.get(3)?,
                    created_at: row.get(4)?,
                    waiting_since: row.get(5)?,
                    attempted_at: row.get(6)?,
                    at_once: row.get(7)?,
                    adapter: row.get(8)?,
                    name: row.get(9)?,
                    event_id: row.get(10)?,
                    payload: row.get(11)?,
                    emitted_at: row.get(12)?,
                })
            })
        })
        .collect()
}

/// Ends a pending delivery without an attempt. Tells how many there were.
pub(crate) fn end(
    connection: &Connection,
    trigger: &str,
    event: i64,
    cause: DeadCause,
    now: Now,
) -> rusqlite::Result<usize> {
    connection
        .prepare_cached(
            "UPDATE deliveries SET state = 2, next_at = NULL, finished_at = ?3, dead_cause = ?4
             WHERE event = ?1 AND trigger = ?2 AND state = 0",
        )?
        .execute(params![event, trigger, now.wall, cause])
}

/// Makes a pending delivery due at once, if it has its turn. Tells whether it
/// has.
pub(crate) fn hasten(connection: &Connection, event: i64, trigger: &str) -> rusqlite::Result<bool> {
    let changed = connection
        .prepare_cached(
            "UPDATE deliveries SET next_at = ?3, wait_reason = 0
             WHERE event = ?1 AND trigger = ?2 AND state = 0 AND next_at IS NOT NULL",
        )?
        .execute(params![event, trigger, InboxTime::AT_ONCE])?;
    Ok(changed > 0)
}

/// How many deliveries are made due in one transaction.
const RELEASED: usize = 2000;

/// Makes deliveries of a trigger due that wait only because the receiver was
/// unavailable: it works again. Those whose event was refused, and those that
/// the receiver asked to wait, keep their time. Tells whether there are more.
pub(crate) fn release(
    connection: &Connection,
    trigger: &str,
    now: InboxTime,
) -> rusqlite::Result<bool> {
    let released = connection
        .prepare_cached(
            "UPDATE deliveries SET next_at = ?2 WHERE trigger = ?1 AND event IN (
                 SELECT event FROM deliveries
                 WHERE state = 0 AND trigger = ?1 AND next_at > ?2 AND next_at IS NOT NULL
                     AND wait_reason = ?4
                 LIMIT ?3
             )",
        )?
        .execute(params![trigger, now, RELEASED, WaitReason::Unavailable])?;
    Ok(released == RELEASED)
}

/// How many deliveries are pending to triggers that are not among `known`.
pub(crate) fn orphans(
    connection: &Connection,
    known: &[String],
) -> rusqlite::Result<Vec<(String, u64)>> {
    let mut counts: Vec<(String, u64)> = connection
        .prepare("SELECT trigger, count(*) FROM deliveries WHERE state = 0 GROUP BY trigger")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    counts.retain(|(trigger, _)| !known.contains(trigger));
    Ok(counts)
}
