use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::files;
use super::recognized::{accept, is_known};
use super::size::Limit;

/// How long a statement waits for another process that holds the file.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// One entry for each version of the schema: how to get there from the one
/// before. Entries are never changed, only added.
///
/// Times are milliseconds since 1970. A notification is waiting (0), done (1)
/// or failed (2). A delivery is pending (0), delivered (1) or dead (2). Among
/// the pending deliveries of one receiver and key the first has a time at
/// which it is tried next; those behind it have none until it is their turn.
///
/// Since the second version `next_at`, `created_at` of deliveries and
/// `arrived_at` are in the inbox's own time, and `waiting_since` and
/// `resumed_at` in uptime; the others are the wall clock's.
const MIGRATIONS: [&str; 4] = [FIRST, DELIVERY, UNCLAIMED, CALLED];

const FIRST: &str = "
    CREATE TABLE notifications (
        id INTEGER PRIMARY KEY,
        trigger TEXT NOT NULL,
        adapter TEXT NOT NULL,
        command TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        state INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_at INTEGER NOT NULL,
        finished_at INTEGER,
        last_error TEXT
    ) STRICT;
    CREATE INDEX notifications_waiting ON notifications (adapter, next_at, id) WHERE state = 0;
    CREATE INDEX notifications_failed ON notifications (id) WHERE state = 2;

    CREATE TABLE bodies (
        notification INTEGER PRIMARY KEY,
        headers TEXT NOT NULL,
        body BLOB NOT NULL
    ) STRICT;

    CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        adapter TEXT NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        notification INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        replay INTEGER NOT NULL DEFAULT 0,
        payload TEXT NOT NULL,
        UNIQUE (adapter, id)
    ) STRICT;
    CREATE INDEX events_of_notification ON events (notification);
    CREATE INDEX events_replayed ON events (seq) WHERE replay > 0;

    CREATE TABLE deliveries (
        event INTEGER NOT NULL,
        trigger TEXT NOT NULL,
        key TEXT,
        state INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL,
        retry_until INTEGER NOT NULL,
        next_at INTEGER,
        finished_at INTEGER,
        last_error TEXT,
        PRIMARY KEY (event, trigger)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX deliveries_ready ON deliveries (trigger, next_at, event) WHERE state = 0 AND next_at IS NOT NULL;
    CREATE INDEX deliveries_pending ON deliveries (trigger, key, event) WHERE state = 0;
    CREATE INDEX deliveries_dead ON deliveries (trigger, event) WHERE state = 2;

    CREATE TABLE probe (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
";

/// The inbox's own time; why a delivery waits or is dead; event triggers, which
/// can be paused; the names that commands can be given.
const DELIVERY: &str = "
    CREATE TABLE inbox_clock (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        wall INTEGER NOT NULL,
        time INTEGER NOT NULL,
        stopped INTEGER NOT NULL
    ) STRICT;

    ALTER TABLE notifications ADD COLUMN arrived_at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE notifications ADD COLUMN waiting_since INTEGER NOT NULL DEFAULT 0;
    UPDATE notifications SET arrived_at = received_at, waiting_since = received_at;

    ALTER TABLE deliveries RENAME COLUMN retry_until TO waiting_since;
    ALTER TABLE deliveries ADD COLUMN attempted_at INTEGER;
    ALTER TABLE deliveries ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE deliveries ADD COLUMN wait_reason INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE deliveries ADD COLUMN dead_cause INTEGER;
    ALTER TABLE deliveries ADD COLUMN replays INTEGER NOT NULL DEFAULT 0;
    UPDATE deliveries SET waiting_since = created_at;
    UPDATE deliveries SET dead_cause = 0 WHERE state = 2;

    CREATE TABLE event_triggers (
        name TEXT PRIMARY KEY,
        adapter TEXT NOT NULL,
        event TEXT NOT NULL,
        configured INTEGER NOT NULL,
        paused INTEGER NOT NULL DEFAULT 0,
        resumed_at INTEGER NOT NULL DEFAULT 0,
        circuit INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE names (
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (kind, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE operated (id INTEGER PRIMARY KEY CHECK (id = 1), changes INTEGER NOT NULL) STRICT;
    INSERT INTO operated VALUES (1, 0);
";

/// Events that belong to no adapter.
const UNCLAIMED: &str = "
    CREATE TABLE unclaimed (
        event INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        trigger TEXT,
        adapter TEXT NOT NULL,
        property TEXT NOT NULL,
        value TEXT NOT NULL
    ) STRICT;
    CREATE INDEX unclaimed_ids ON unclaimed (id);
";

/// What URL a notification was sent to.
const CALLED: &str = "
    ALTER TABLE bodies ADD COLUMN url TEXT;
    ALTER TABLE bodies ADD COLUMN parameters TEXT;
";

/// Opens the database to write. It is created if it is not there, and brought
/// to the present schema.
pub(super) fn open(path: &Path, limit: Limit) -> rusqlite::Result<Connection> {
    files::create(path);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    keep_plans(&connection)?;
    accept(&connection)?;
    files::owner_only(path);
    connection.set_prepared_statement_cache_capacity(64);
    // Every commit reaches the disk before it is acknowledged. The cache is small:
    // most pages are written once and never looked at again, and after a transaction
    // that moved rows between pages `SQLite` walks through all of it.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA cache_size = -8192;
         PRAGMA temp_store = MEMORY;",
    )?;
    bound_wal(&connection, limit)?;
    migrate(&mut connection)?;
    if let Some(max_size) = limit.0 {
        let page: u64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let pages = max_size.div_ceil(page.max(1));
        connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
    }
    Ok(connection)
}

/// Bounds the write-ahead log. When it has reached its size it is written back to
/// the database and used again from its start. One that has grown beyond it,
/// while a reader kept it from being written back, is cut to it afterwards.
fn bound_wal(connection: &Connection, limit: Limit) -> rusqlite::Result<()> {
    let page: u64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let pages = (limit.wal() / page.max(1)).max(1);
    connection.pragma_update_and_check(None, "wal_autocheckpoint", pages, |_| Ok(()))?;
    connection.pragma_update_and_check(None, "journal_size_limit", limit.wal(), |_| Ok(()))
}

/// Opens the database to read.
pub(super) fn open_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    keep_plans(&connection)?;
    Ok(connection)
}

/// Opens a database that is there, to write its log back. Nothing is changed.
pub(super) fn open_to_write_back(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0")?;
    Ok(connection)
}

/// Prepares a statement once, not again for each value that it is given.
/// `SQLite` would, where a value might lead to a better plan; the inbox has one
/// plan for each statement, and parsing would cost more than most of them.
fn keep_plans(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map(drop)
}

/// Opens a database that must be there and of the present schema, to change
/// states while a host runs.
pub(crate) fn open_to_operate(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    accept(&connection)?;
    connection.execute_batch("PRAGMA synchronous = FULL")?;
    migrate(&mut connection)?;
    Ok(connection)
}

/// A database in memory, of the present schema.
#[cfg(test)]
pub(crate) fn open_in_memory() -> Connection {
    let mut connection = Connection::open_in_memory().expect("memory");
    migrate(&mut connection).expect("the schema");
    connection
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let version = |connection: &Connection| {
        connection.pragma_query_value(None, "user_version", |row| row.get::<_, usize>(0))
    };
    if version(connection)? == MIGRATIONS.len() {
        return Ok(());
    }
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let present = version(&transaction)?;
    is_known(present)?;
    for migration in MIGRATIONS.iter().skip(present) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", MIGRATIONS.len())?;
    transaction.commit()?;
    if present == 0 {
        let file = connection.path().unwrap_or_default();
        tracing::info!(file, "a new inbox was created");
    }
    Ok(())
}

/// The version of the schema that this program writes.
pub(super) fn version() -> usize {
    MIGRATIONS.len()
}

#[cfg(test)]
mod tests {
    use rusqlite::{StatementStatus, params};

    use super::*;

    #[test]
    fn a_file_of_a_later_version_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.sqlite");
        drop(open(&path, Limit(None)).unwrap());
        let later = MIGRATIONS.len() + 1;
        let connection = Connection::open(&path).unwrap();
        connection
            .pragma_update(None, "user_version", later)
            .unwrap();
        drop(connection);
        let error = open(&path, Limit(None)).unwrap_err().to_string();
        assert!(error.contains("later version"), "{error}");
        let connection = Connection::open(&path).unwrap();
        let version: usize = connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        assert_eq!(version, later);
    }

    #[test]
    fn a_file_of_the_first_version_keeps_what_waits_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.sqlite");
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(FIRST).unwrap();
        connection
            .execute_batch(
                "INSERT INTO notifications (trigger, adapter, command, received_at, next_at)
                     VALUES ('t', 'a', 'c', 5, 6);
                 INSERT INTO deliveries (event, trigger, state, created_at, retry_until, next_at)
                     VALUES (1, 't', 0, 7, 99, 8), (2, 't', 2, 7, 99, NULL);
                 PRAGMA user_version = 1;",
            )
            .unwrap();
        drop(connection);
        let connection = open(&path, Limit(None)).unwrap();
        let row = |sql: &str| -> (i64, i64, Option<i64>) {
            let row =
                connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
            row.unwrap()
        };
        let notification = "SELECT arrived_at, waiting_since, next_at FROM notifications";
        assert_eq!(row(notification), (5, 5, Some(6)));
        let pending = "SELECT waiting_since, next_at, dead_cause FROM deliveries WHERE event = 1";
        assert_eq!(row(pending), (7, 8, None));
        let dead = "SELECT waiting_since, refusals, dead_cause FROM deliveries WHERE event = 2";
        assert_eq!(row(dead), (7, 0, Some(0)));
    }

    #[test]
    fn an_acknowledged_commit_is_synced_and_an_old_file_is_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.sqlite");
        drop(open(&path, Limit(None)).unwrap());
        let connection = open(&path, Limit(None)).unwrap();
        let text = |name| -> String {
            connection
                .pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
                .map(|value| format!("{value:?}"))
                .unwrap()
        };
        assert_eq!(text("journal_mode"), "Text(\"wal\")");
        assert_eq!(text("synchronous"), "Integer(2)");
    }

    #[test]
    fn a_statement_is_prepared_once_whatever_its_values_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.sqlite");
        for connection in [
            open(&path, Limit(None)).unwrap(),
            open_to_read(&path).unwrap(),
        ] {
            let mut statement = connection
                .prepare(
                    "SELECT event FROM deliveries
                     WHERE state = 0 AND trigger = ?1 AND next_at <= ?2 AND next_at IS NOT NULL
                     ORDER BY next_at, event LIMIT ?3",
                )
                .unwrap();
            for limit in [5, 100, 200] {
                let found = statement.query_map(params!["a", 7, limit], |_| Ok(()));
                assert_eq!(found.unwrap().count(), 0);
            }
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
        }
    }
}
