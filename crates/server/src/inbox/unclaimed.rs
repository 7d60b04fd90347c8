//! Events that belong to no adapter: none has the value that they carry. They
//! are kept until an operator has them replayed and an adapter has it.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::ownership::Unmatched;

/// Where an event came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The webhook trigger; none if a command was called.
    pub trigger: Option<Arc<str>>,
    /// The adapter whose command emitted it.
    pub adapter: Arc<str>,
}

/// What is stored instead of an adapter's name, which has letters, digits,
/// `-` and `_` alone: one event is kept once for each adapter that emits it.
pub(crate) const NOBODY: char = '?';

pub(crate) fn stored_name(origin: &Origin) -> String {
    format!("{NOBODY}{}", origin.adapter)
}

pub(super) fn insert(
    connection: &Connection,
    event: i64,
    id: &str,
    origin: &Origin,
    unmatched: &Unmatched,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO unclaimed (event, id, trigger, adapter, property, value)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            event,
            id,
            origin.trigger.as_deref(),
            &*origin.adapter,
            unmatched.property,
            unmatched.value
        ])
        .map(drop)
}

/// Whether there is any.
pub(super) fn any(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM unclaimed)")?
        .query_row([], |row| row.get(0))
}

/// Deletes the unclaimed event of this id and origin: it came again, and
/// belongs to an adapter now.
pub(super) fn supersede(
    connection: &Connection,
    id: &str,
    origin: &Origin,
) -> rusqlite::Result<()> {
    let found: Option<i64> = connection
        .prepare_cached(
            "SELECT event FROM unclaimed
             WHERE id = ?1 AND (trigger IS ?2 OR adapter = ?3)",
        )?
        .query_row(
            params![id, origin.trigger.as_deref(), &*origin.adapter],
            |row| row.get(0),
        )
        .optional()?;
    let Some(event) = found else { return Ok(()) };
    for sql in [
        "DELETE FROM unclaimed WHERE event = ?1",
        "DELETE FROM events WHERE seq = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([event])?;
    }
    Ok(())
}

/// Gives an unclaimed event to an adapter. Tells whether it is new to that; if
/// it is not, the adapter had it from a repetition, and it is deleted here.
pub(crate) fn claim(connection: &Connection, event: i64, adapter: &str) -> rusqlite::Result<bool> {
    let claimed = connection
        .prepare_cached("UPDATE OR IGNORE events SET adapter = ?2 WHERE seq = ?1")?
        .execute(params![event, adapter])?;
    if claimed == 0 {
        connection
            .prepare_cached("DELETE FROM events WHERE seq = ?1")?
            .execute([event])?;
    }
    connection
        .prepare_cached("DELETE FROM unclaimed WHERE event = ?1")?
        .execute([event])?;
    Ok(claimed > 0)
}

/// Where an event came from and what nobody has, if it is unclaimed.
pub(crate) fn find(
    connection: &Connection,
    event: i64,
) -> rusqlite::Result<Option<(Origin, Unmatched)>> {
    connection
        .prepare_cached("SELECT trigger, adapter, property, value FROM unclaimed WHERE event = ?1")?
        .query_row([event], |row| {
            let origin = Origin {
                trigger: row.get::<_, Option<String>>(0)?.map(Arc::from),
                adapter: row.get::<_, String>(1)?.into(),
            };
            let unmatched = Unmatched {
                property: row.get(2)?,
                value: row.get(3)?,
            };
            Ok((origin, unmatched))
        })
        .optional()
}
