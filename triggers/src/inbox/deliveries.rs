use rusqlite::{Connection, params};

use super::events::{Replay, Route};
use crate::clock::Millis;

/// A delivery whose time has come.
pub(crate) struct Ready {
    /// The event's number: what deliveries are ordered by.
    pub event: i64,
    pub key: Option<String>,
    pub attempts: u32,
    pub retry_until: Millis,
    pub adapter: String,
    pub name: String,
    pub event_id: String,
    pub payload: String,
}

/// What became of an attempt to deliver.
#[derive(Clone)]
pub(crate) enum Attempt {
    Delivered,
    Dead(String),
    /// It is tried again at this time, because of this.
    Again(Millis, String),
}

/// Adds a delivery. It may be tried at once, or after those of its key that
/// are before it.
pub(super) fn insert(
    connection: &Connection,
    event: i64,
    route: &Route,
    now: Millis,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO deliveries (event, trigger, key, created_at, retry_until, next_at)
             VALUES (?1, ?2, ?3, ?4, ?5, CASE WHEN ?3 IS NOT NULL AND EXISTS (
                 SELECT 1 FROM deliveries WHERE trigger = ?2 AND key = ?3 AND state = 0
             ) THEN NULL ELSE ?4 END)",
        )?
        .execute(params![
            event,
            route.trigger,
            route.key,
            now,
            now.saturating_add(route.give_up_after)
        ])?;
    Ok(())
}

pub(super) fn replay(
    connection: &Connection,
    event: i64,
    replay: Replay,
    route: &Route,
    now: Millis,
) -> rusqlite::Result<()> {
    let retry_until = now.saturating_add(route.give_up_after);
    let only_dead = replay == Replay::Dead;
    let changed = connection
        .prepare_cached(
            "UPDATE deliveries SET state = 0, attempts = 0, finished_at = NULL,
                 key = ?3, retry_until = ?5, next_at = CASE WHEN ?3 IS NOT NULL AND EXISTS (
                     SELECT 1 FROM deliveries WHERE trigger = ?2 AND key = ?3 AND state = 0
                 ) THEN NULL ELSE ?4 END
             WHERE event = ?1 AND trigger = ?2 AND (state = 2 OR (state = 1 AND NOT ?6))",
        )?
        .execute(params![
            event,
            route.trigger,
            route.key,
            now,
            retry_until,
            only_dead
        ])?;
    let there: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM deliveries WHERE event = ?1 AND trigger = ?2)",
        )?
        .query_row(params![event, route.trigger], |row| row.get(0))?;
    if changed == 0 && !there && !only_dead {
        insert(connection, event, route, now)?;
    }
    Ok(())
}

/// The deliveries of a trigger whose time has come.
pub(crate) fn ready(
    connection: &Connection,
    trigger: &str,
    now: Millis,
    limit: usize,
    mut wanted: impl FnMut(i64) -> bool,
) -> rusqlite::Result<Vec<Ready>> {
    let mut found = connection.prepare_cached(
        "SELECT event FROM deliveries
         WHERE state = 0 AND trigger = ?1 AND next_at <= ?2 AND next_at IS NOT NULL
         ORDER BY next_at, event LIMIT ?3",
    )?;
    let mut row = connection.prepare_cached(
        "SELECT d.event, d.key, d.attempts, d.retry_until, e.adapter, e.name, e.id, e.payload
         FROM deliveries d JOIN events e ON e.seq = d.event
         WHERE d.event = ?1 AND d.trigger = ?2",
    )?;
    let events: Vec<i64> = found
        .query_map(params![trigger, now, limit], |row| row.get(0))?
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
                    retry_until: row.get(3)?,
                    adapter: row.get(4)?,
                    name: row.get(5)?,
                    event_id: row.get(6)?,
                    payload: row.get(7)?,
                })
            })
        })
        .collect()
}

/// Records an attempt. When a delivery is over, the next one of its key has
/// its turn.
pub(crate) fn record(
    connection: &Connection,
    trigger: &str,
    event: i64,
    key: Option<&str>,
    attempt: &Attempt,
    now: Millis,
) -> rusqlite::Result<()> {
    let (state, error) = match attempt {
        Attempt::Again(at, error) => {
            connection
                .prepare_cached(
                    "UPDATE deliveries SET attempts = attempts + 1, next_at = ?3, last_error = ?4
                     WHERE event = ?1 AND trigger = ?2 AND state = 0",
                )?
                .execute(params![event, trigger, at, error])?;
            return Ok(());
        }
        Attempt::Delivered => (1, None),
        Attempt::Dead(error) => (2, Some(error)),
    };
    connection
        .prepare_cached(
            "UPDATE deliveries SET state = ?3, attempts = attempts + 1, next_at = NULL,
                 finished_at = ?4, last_error = ?5
             WHERE event = ?1 AND trigger = ?2 AND state = 0",
        )?
        .execute(params![event, trigger, state, now, error])?;
    let Some(key) = key else { return Ok(()) };
    connection
        .prepare_cached(
            "UPDATE deliveries SET next_at = ?3
             WHERE trigger = ?1 AND state = 0 AND next_at IS NULL AND event = (
                 SELECT min(event) FROM deliveries WHERE trigger = ?1 AND key = ?2 AND state = 0
             )",
        )?
        .execute(params![trigger, key, now])?;
    Ok(())
}

/// How many deliveries are hurried in one transaction.
const HURRIED: usize = 2000;

/// Lets deliveries of a trigger be tried at once: its receiver works again.
/// Tells whether there are more.
pub(crate) fn hurry(connection: &Connection, trigger: &str, now: Millis) -> rusqlite::Result<bool> {
    let hurried = connection
        .prepare_cached(
            "UPDATE deliveries SET next_at = ?2 WHERE trigger = ?1 AND event IN (
                 SELECT event FROM deliveries
                 WHERE state = 0 AND trigger = ?1 AND next_at > ?2 AND next_at IS NOT NULL
                 LIMIT ?3
             )",
        )?
        .execute(params![trigger, now, HURRIED])?;
    Ok(hurried == HURRIED)
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
