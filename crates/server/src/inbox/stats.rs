use rusqlite::Connection;

use super::clock::InboxTime;
use super::deliveries::DeadCause;

/// How much waits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stats {
    pub notifications_waiting: u64,
    /// When the oldest of them came in.
    pub oldest_notification: Option<InboxTime>,
    pub notifications_failed: u64,
    /// For each event trigger that is configured or has deliveries pending.
    pub triggers: Vec<TriggerStats>,
}

/// How much waits for one event trigger, and what it did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TriggerStats {
    pub trigger: String,
    pub pending: u64,
    /// When the oldest pending delivery became so.
    pub oldest: Option<InboxTime>,
    /// How many deliveries are dead, by cause, in the order of
    /// [`DeadCause::ALL`].
    pub dead: [u64; DeadCause::ALL.len()],
}

/// Counts what waits for each of `configured`, and for event triggers that are
/// not configured any more.
pub(crate) fn stats(connection: &Connection, configured: &[String]) -> rusqlite::Result<Stats> {
    let mut stats = Stats::default();
    let mut waiting = connection.prepare_cached(
        "SELECT count(*), (SELECT min(arrived_at) FROM notifications WHERE id = (
             SELECT min(id) FROM notifications INDEXED BY notifications_waiting WHERE state = 0))
         FROM notifications INDEXED BY notifications_waiting WHERE state = 0",
    )?;
    (stats.notifications_waiting, stats.oldest_notification) =
        waiting.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    stats.notifications_failed = connection
        .prepare_cached("SELECT count(*) FROM notifications WHERE state = 2")?
        .query_row([], |row| row.get(0))?;
    let mut triggers = with_pending(connection)?;
    triggers.retain(|trigger| !configured.contains(trigger));
    for trigger in configured.iter().chain(&triggers) {
        stats.triggers.push(trigger_stats(connection, trigger)?);
    }
    Ok(stats)
}

/// The event triggers that have deliveries pending. It looks at one row of
/// each.
fn with_pending(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached(
            "WITH RECURSIVE found (trigger) AS (
                 SELECT min(trigger) FROM deliveries WHERE state = 0
                 UNION ALL
                 SELECT (SELECT min(trigger) FROM deliveries
                         WHERE state = 0 AND trigger > found.trigger)
                 FROM found WHERE found.trigger IS NOT NULL
             )
             SELECT trigger FROM found WHERE trigger IS NOT NULL",
        )?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// Counts what waits for one event trigger.
pub(crate) fn trigger_stats(
    connection: &Connection,
    trigger: &str,
) -> rusqlite::Result<TriggerStats> {
    let (pending, oldest) = connection
        .prepare_cached(
            "SELECT count(*), (SELECT created_at FROM deliveries WHERE trigger = ?1 AND event = (
                 SELECT min(event) FROM deliveries WHERE trigger = ?1 AND state = 0))
             FROM deliveries WHERE trigger = ?1 AND state = 0",
        )?
        .query_row([trigger], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut dead = [0; DeadCause::ALL.len()];
    let mut causes = connection.prepare_cached(
        "SELECT coalesce(dead_cause, 0), count(*) FROM deliveries
         WHERE trigger = ?1 AND state = 2 GROUP BY 1",
    )?;
    let mut causes = causes.query([trigger])?;
    while let Some(row) = causes.next()? {
        let cause: DeadCause = row.get(0)?;
        for (known, count) in DeadCause::ALL.iter().zip(&mut dead) {
            if *known == cause {
                *count = row.get(1)?;
            }
        }
    }
    Ok(TriggerStats {
        trigger: trigger.to_owned(),
        pending,
        oldest,
        dead,
    })
}
