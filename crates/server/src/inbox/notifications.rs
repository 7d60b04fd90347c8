use std::sync::Arc;

use bytes::Bytes;
use rusqlite::{Connection, params};

use super::clock::{InboxTime, Now, Uptime};
use super::statement::Statement;
use crate::clock::Millis;

/// A notification that has just come in.
#[derive(Clone)]
pub(crate) struct NewNotification {
    pub source: Arc<Source>,
    pub called: Called,
    pub body: Bytes,
    pub received_at: Millis,
}

/// What the trigger's properties need of a request, except for its body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Called {
    /// Headers, as a JSON object.
    pub headers: String,
    /// The public URL that was called.
    pub url: Option<String>,
    /// The parameters of the trigger's path and of the query, as a JSON object.
    pub parameters: Option<String>,
}

/// Where a notification came in and where it goes.
pub(crate) struct Source {
    pub trigger: String,
    pub adapter: String,
    pub command: String,
}

/// A notification that waits for its command.
pub(crate) struct Waiting {
    pub id: i64,
    pub trigger: String,
    pub command: String,
    pub called: Called,
    pub body: Vec<u8>,
    /// Since when it waits.
    pub since: Uptime,
    pub attempts: u32,
}

/// What became of a notification.
pub(crate) enum End {
    Done,
    Failed(String),
    /// It is tried again at this time, because of this.
    Again(InboxTime, String),
}

/// Stores notifications in one transaction.
pub(super) struct Insertion<'c> {
    connection: &'c Connection,
    row: Statement<'c>,
    body: Statement<'c>,
}

impl<'c> Insertion<'c> {
    pub fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            row: Statement::new(
                connection,
                "INSERT INTO notifications
                     (trigger, adapter, command, received_at, next_at, arrived_at, waiting_since)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)",
            ),
            body: Statement::new(
                connection,
                "INSERT INTO bodies (notification, headers, url, parameters, body)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            ),
        }
    }

    pub fn insert(&mut self, new: &NewNotification, now: Now) -> rusqlite::Result<()> {
        self.row.execute(params![
            new.source.trigger,
            new.source.adapter,
            new.source.command,
            new.received_at,
            now.time,
            now.uptime
        ])?;
        self.body.execute(params![
            self.connection.last_insert_rowid(),
            new.called.headers,
            new.called.url,
            new.called.parameters,
            &new.body[..]
        ])?;
        Ok(())
    }
}

/// The notifications of an adapter that are due, the oldest first.
pub(crate) fn ready(
    connection: &Connection,
    adapter: &str,
    now: InboxTime,
    limit: usize,
    mut wanted: impl FnMut(i64) -> bool,
    max_bytes: usize,
) -> rusqlite::Result<Vec<Waiting>> {
    let mut ids = connection.prepare_cached(
        "SELECT id FROM notifications
         WHERE state = 0 AND adapter = ?1 AND next_at <= ?2
         ORDER BY next_at, id LIMIT ?3",
    )?;
    let mut row = connection.prepare_cached(
        "SELECT n.id, n.trigger, n.command, b.headers, b.url, b.parameters, b.body,
                n.waiting_since, n.attempts
         FROM notifications n JOIN bodies b ON b.notification = n.id WHERE n.id = ?1",
    )?;
    let ids: Vec<i64> = ids
        .query_map(params![adapter, now, limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut bytes = 0;
    let mut waiting = Vec::new();
    for id in ids {
        if bytes >= max_bytes {
            break;
        }
        if !wanted(id) {
            continue;
        }
        let found = row.query_row([id], |row| {
            Ok(Waiting {
                id: row.get(0)?,
                trigger: row.get(1)?,
                command: row.get(2)?,
                called: Called {
                    headers: row.get(3)?,
                    url: row.get(4)?,
                    parameters: row.get(5)?,
                },
                body: row.get(6)?,
                since: row.get(7)?,
                attempts: row.get(8)?,
            })
        })?;
        bytes += found.body.len();
        waiting.push(found);
    }
    Ok(waiting)
}

/// Writes down what became of notifications, in one transaction.
pub(crate) struct Endings<'c> {
    connection: &'c Connection,
    done: Statement<'c>,
}

impl<'c> Endings<'c> {
    pub fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            done: Statement::new(
                connection,
                "UPDATE notifications SET state = 1, attempts = attempts + 1, finished_at = ?2, last_error = NULL
                 WHERE id = ?1 AND state = 0",
            ),
        }
    }

    pub fn end(&mut self, id: i64, end: &End, now: Now) -> rusqlite::Result<()> {
        match end {
            End::Done => self.done.execute(params![id, now.wall])?,
            End::Failed(error) => self.connection
                .prepare_cached(
                    "UPDATE notifications SET state = 2, attempts = attempts + 1, finished_at = ?2, last_error = ?3
                     WHERE id = ?1 AND state = 0",
                )?
                .execute(params![id, now.wall, error])?,
            End::Again(at, error) => self.connection
                .prepare_cached(
                    "UPDATE notifications SET attempts = attempts + 1, next_at = ?2, last_error = ?3
                     WHERE id = ?1 AND state = 0",
                )?
                .execute(params![id, at, error])?,
        };
        Ok(())
    }
}

/// The adapters that notifications wait for.
pub(crate) fn adapters(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT DISTINCT adapter FROM notifications WHERE state = 0")?
        .query_map([], |row| row.get(0))?
        .collect()
}
