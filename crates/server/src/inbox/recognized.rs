//! Whether a file is an inbox of this program.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{files, schema};

/// Refuses a database of another program before anything in it is changed. One
/// without content is taken: it becomes an inbox.
pub(super) fn accept(connection: &Connection) -> rusqlite::Result<()> {
    let refused = |what: &str| {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOTADB);
        Err(rusqlite::Error::SqliteFailure(code, Some(what.to_owned())))
    };
    let version = connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    let version = match version {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            return refused(files::NO_DATABASE);
        }
        version => version?,
    };
    let (all, own) = connection.query_row(
        "SELECT count(*), count(*) FILTER (WHERE type = 'table'
             AND name IN ('notifications', 'bodies', 'events', 'deliveries'))
         FROM sqlite_schema",
        [],
        |row| Ok((row.get::<_, u64>(0)?, row.get::<_, u64>(1)?)),
    )?;
    let is_inbox = if version == 0 { all == 0 } else { own == 4 };
    if is_inbox {
        Ok(())
    } else {
        refused("a database of another program")
    }
}

/// Fails if a file is a database of another program, or the inbox of a later version,
/// without changing anything. What is in a write-ahead log only is not known then.
pub(super) fn look(path: &Path) -> rusqlite::Result<()> {
    let absolute = std::path::absolute(path).ok();
    let url = absolute.and_then(|path| url::Url::from_file_path(path).ok());
    let Some(mut url) = url.filter(|_| files::is_alone(path)) else {
        return Ok(());
    };
    // Without it, SQLite would create files for the log next to the database.
    url.set_query(Some("immutable=1"));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(url.as_str(), flags)?;
    accept(&connection)?;
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    is_known(version)
}

/// Fails if a later version of this program wrote the schema of this version.
pub(super) fn is_known(version: usize) -> rusqlite::Result<()> {
    if version <= schema::version() {
        return Ok(());
    }
    Err(rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_MISMATCH),
        Some(format!(
            "the file was written by a later version of this program: its schema is {version}, this program knows {}",
            schema::version()
        )),
    ))
}
