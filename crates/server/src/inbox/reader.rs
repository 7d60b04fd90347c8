use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use super::error::StoreError;
use super::files::Place;
use super::schema;

/// How many connections are kept for the next reader.
const KEPT: usize = 8;

/// Connections that read while the writer writes.
pub(super) struct Readers {
    place: Arc<Place>,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub fn new(place: Arc<Place>) -> Self {
        Self {
            place,
            idle: Mutex::default(),
        }
    }

    pub fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let idle = self.idle().pop();
        let connection = if let Some(connection) = idle {
            connection
        } else {
            self.place.check()?;
            schema::open_to_read(self.place.path())?
        };
        // A connection that failed is not used again.
        let value = query(&connection)?;
        let mut idle = self.idle();
        if idle.len() < KEPT {
            idle.push(connection);
        }
        Ok(value)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
