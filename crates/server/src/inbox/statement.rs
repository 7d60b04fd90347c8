use rusqlite::{CachedStatement, Connection, Params};

/// A statement that is prepared when it is first needed, and kept for those after.
/// Looking it up each time would cost a good part of what a small one does.
pub(super) struct Statement<'c> {
    connection: &'c Connection,
    sql: &'static str,
    prepared: Option<CachedStatement<'c>>,
}

impl<'c> Statement<'c> {
    pub fn new(connection: &'c Connection, sql: &'static str) -> Self {
        Self {
            connection,
            sql,
            prepared: None,
        }
    }

    /// Tells how many rows it changed.
    pub fn execute(&mut self, params: impl Params) -> rusqlite::Result<usize> {
        let prepared = match self.prepared.take() {
            Some(prepared) => prepared,
            None => self.connection.prepare_cached(self.sql)?,
        };
        self.prepared.insert(prepared).execute(params)
    }
}
