use rusqlite::{Connection, params};

use crate::clock::Millis;

/// How many rows one step looks at. A step is one transaction, in which
/// notifications that come in take part too, so it is short.
const STEP: i64 = 500;

/// Before which times things are old.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cutoffs {
    /// For finished notifications, and payloads of events.
    pub keep: Millis,
    /// For failed notifications, and events with dead deliveries.
    pub keep_dead: Millis,
    /// For the ids of events.
    pub keep_dedupe: Millis,
}

/// Deletes old notifications among those after `after`. Gives where to go on,
/// or nothing if there are no more old ones.
pub(crate) fn notifications(
    connection: &Connection,
    after: i64,
    cutoffs: Cutoffs,
) -> rusqlite::Result<Option<i64>> {
    let last: Option<i64> = connection
        .prepare_cached(
            "SELECT max(id) FROM (
                 SELECT id, received_at FROM notifications WHERE id > ?1 ORDER BY id LIMIT ?2
             ) WHERE received_at < ?3",
        )?
        .query_row(params![after, STEP, cutoffs.keep], |row| row.get(0))?;
    let Some(last) = last else { return Ok(None) };
    for sql in [
        "DELETE FROM bodies WHERE notification IN (
             SELECT id FROM notifications WHERE id > ?1 AND id <= ?2
             AND ((state = 1 AND finished_at < ?3) OR (state = 2 AND finished_at < ?4)))",
        "DELETE FROM notifications WHERE id > ?1 AND id <= ?2
             AND ((state = 1 AND finished_at < ?3) OR (state = 2 AND finished_at < ?4))",
    ] {
        connection.prepare_cached(sql)?.execute(params![
            after,
            last,
            cutoffs.keep,
            cutoffs.keep_dead
        ])?;
    }
    Ok(Some(last))
}

/// Empties and deletes old events among those after `after`. An event with a
/// pending delivery stays, and one with a dead delivery, or that is unclaimed,
/// stays for longer.
/// Gives where to go on, or nothing if there are no more old ones.
pub(crate) fn events(
    connection: &Connection,
    after: i64,
    cutoffs: Cutoffs,
) -> rusqlite::Result<Option<i64>> {
    let last: Option<i64> = connection
        .prepare_cached(
            "SELECT max(seq) FROM (
                 SELECT seq, created_at FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2
             ) WHERE created_at < ?3",
        )?
        .query_row(params![after, STEP, cutoffs.keep], |row| row.get(0))?;
    let Some(last) = last else { return Ok(None) };
    let old: Vec<(i64, Millis)> = connection
        .prepare_cached(
            "SELECT seq, created_at FROM events
             WHERE seq > ?1 AND seq <= ?2 AND created_at < ?3 AND replay = 0 AND NOT EXISTS (
                 SELECT 1 FROM deliveries WHERE event = seq
                 AND (state = 0 OR (state = 1 AND finished_at >= ?3) OR (state = 2 AND finished_at >= ?4))
             ) AND (created_at < ?4 OR NOT EXISTS (SELECT 1 FROM unclaimed WHERE event = seq))",
        )?
        .query_map(
            params![after, last, cutoffs.keep, cutoffs.keep_dead],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .collect::<Result<_, _>>()?;
    let mut deliveries = connection.prepare_cached("DELETE FROM deliveries WHERE event = ?1")?;
    let mut unclaimed = connection.prepare_cached("DELETE FROM unclaimed WHERE event = ?1")?;
    let mut delete = connection.prepare_cached("DELETE FROM events WHERE seq = ?1")?;
    let mut empty = connection
        .prepare_cached("UPDATE events SET payload = '' WHERE seq = ?1 AND payload <> ''")?;
    for (seq, created_at) in old {
        deliveries.execute([seq])?;
        if created_at < cutoffs.keep_dedupe {
            unclaimed.execute([seq])?;
            delete.execute([seq])?;
        } else {
            empty.execute([seq])?;
        }
    }
    Ok(Some(last))
}
