use rusqlite::{Connection, params};

use crate::clock::Millis;

/// How much waits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stats {
    pub notifications_waiting: u64,
    /// When the oldest of them came in.
    pub oldest_notification: Option<Millis>,
    pub notifications_failed: u64,
    /// For each event trigger: its name, deliveries pending, when the oldest
    /// of them began, deliveries dead.
    pub deliveries: Vec<(String, u64, Option<Millis>, u64)>,
}

/// Counts what waits for each of `triggers`.
pub(crate) fn stats(connection: &Connection, triggers: &[String]) -> rusqlite::Result<Stats> {
    let mut stats = Stats::default();
    let mut waiting = connection.prepare_cached(
        "SELECT count(*), (SELECT min(received_at) FROM notifications WHERE id = (
             SELECT min(id) FROM notifications INDEXED BY notifications_waiting WHERE state = 0))
         FROM notifications INDEXED BY notifications_waiting WHERE state = 0",
    )?;
    (stats.notifications_waiting, stats.oldest_notification) =
        waiting.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    stats.notifications_failed = connection
        .prepare_cached("SELECT count(*) FROM notifications WHERE state = 2")?
        .query_row([], |row| row.get(0))?;
    let mut pending = connection.prepare_cached(
        "SELECT count(*), (SELECT created_at FROM deliveries WHERE trigger = ?1 AND event = (
             SELECT min(event) FROM deliveries WHERE trigger = ?1 AND state = 0))
         FROM deliveries WHERE trigger = ?1 AND state = 0",
    )?;
    let mut dead = connection
        .prepare_cached("SELECT count(*) FROM deliveries WHERE trigger = ?1 AND state = 2")?;
    for trigger in triggers {
        let (count, oldest) =
            pending.query_row(params![trigger], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let dead = dead.query_row(params![trigger], |row| row.get(0))?;
        stats
            .deliveries
            .push((trigger.clone(), count, oldest, dead));
    }
    Ok(stats)
}
