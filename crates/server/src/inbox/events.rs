use rusqlite::{Connection, params};

use super::clock::Now;
use super::deliveries;
use super::statement::Statement;
use super::unclaimed::{self, Origin};
use crate::ownership::{Owner, Unmatched};

/// An event, whose it is, and the receivers that wait for it.
#[derive(Clone)]
pub(crate) struct RoutedEvent {
    pub origin: Origin,
    pub owner: Owner,
    pub name: String,
    pub id: String,
    pub payload: String,
    pub routes: Vec<Route>,
}

/// A receiver that waits for an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    /// The event trigger's name.
    pub trigger: String,
    /// What its deliveries are ordered by.
    pub key: Option<String>,
}

/// Stores events and their deliveries in one transaction.
pub(crate) struct Insertion<'c> {
    connection: &'c Connection,
    event: Statement<'c>,
    deliveries: deliveries::Insertion<'c>,
    /// Whether there is any event that belongs to no adapter.
    any_unclaimed: bool,
}

impl<'c> Insertion<'c> {
    pub fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            event: Statement::new(
                connection,
                "INSERT INTO events (adapter, id, name, notification, created_at, payload)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
            ),
            deliveries: deliveries::Insertion::new(connection),
            any_unclaimed: unclaimed::any(connection)?,
        })
    }

    /// Stores an event with its deliveries, unless its id is known. Tells whether
    /// it is new.
    pub fn insert(
        &mut self,
        notification: i64,
        event: &RoutedEvent,
        now: Now,
    ) -> rusqlite::Result<bool> {
        let nobody;
        let adapter = match &event.owner {
            Owner::Adapter(adapter) => &**adapter,
            Owner::Nobody(_) => {
                nobody = unclaimed::stored_name(&event.origin);
                &nobody
            }
        };
        let new = self.event.execute(params![
            adapter,
            event.id,
            event.name,
            notification,
            now.wall,
            event.payload
        ])?;
        if new == 0 {
            return Ok(false);
        }
        let seq = self.connection.last_insert_rowid();
        match &event.owner {
            Owner::Adapter(_) if self.any_unclaimed => {
                unclaimed::supersede(self.connection, &event.id, &event.origin)?;
            }
            Owner::Adapter(_) => {}
            Owner::Nobody(unmatched) => {
                self.any_unclaimed = true;
                unclaimed::insert(self.connection, seq, &event.id, &event.origin, unmatched)?;
            }
        }
        for route in &event.routes {
            self.deliveries.insert(seq, route, now)?;
        }
        Ok(true)
    }
}

/// What is sent again of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Replay {
    /// Only the deliveries that are dead.
    Dead,
    /// Deliveries to every receiver that waits for it now.
    All,
}

impl Replay {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Dead => 1,
            Self::All => 2,
        }
    }
}

/// An event that an operator asked to send again.
pub(crate) struct Replayed {
    pub seq: i64,
    pub adapter: String,
    pub name: String,
    pub payload: String,
    pub replay: Replay,
    /// Where it came from and what nobody has, if it is unclaimed.
    pub unclaimed: Option<(Origin, Unmatched)>,
}

pub(crate) fn replayed(connection: &Connection, limit: usize) -> rusqlite::Result<Vec<Replayed>> {
    connection
        .prepare_cached(
            "SELECT seq, adapter, name, payload, replay FROM events
             WHERE replay > 0 ORDER BY seq LIMIT ?1",
        )?
        .query_map([limit], |row| {
            let seq = row.get(0)?;
            Ok(Replayed {
                seq,
                unclaimed: unclaimed::find(connection, seq)?,
                adapter: row.get(1)?,
                name: row.get(2)?,
                payload: row.get(3)?,
                replay: if row.get::<_, i64>(4)? == Replay::Dead.number() {
                    Replay::Dead
                } else {
                    Replay::All
                },
            })
        })?
        .collect()
}

/// Makes the deliveries of an event pending again.
pub(crate) fn replay(
    connection: &Connection,
    seq: i64,
    replay: Replay,
    routes: &[Route],
    now: Now,
) -> rusqlite::Result<()> {
    for route in routes {
        deliveries::replay(connection, seq, replay, route, now)?;
    }
    connection
        .prepare_cached("UPDATE events SET replay = 0 WHERE seq = ?1")?
        .execute([seq])?;
    Ok(())
}
