//! The inbox's own time, which no change of the system's clock moves.

use std::time::Duration;

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::clock::{Clock, Millis, millis};

/// How often a server that runs writes the time down, at least.
pub(crate) const SAVE_EVERY: Duration = Duration::from_mins(1);

/// A point in the inbox's own time, in milliseconds. It runs with the
/// monotonic clock while a server runs, and goes on at the next start by as
/// long as the wall clock says that no server ran, or not at all if the wall
/// clock was set back. In a new inbox it begins at the wall clock's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct InboxTime(Millis);

/// For how long servers have run on the inbox, in milliseconds: [`InboxTime`]
/// less the time in which none ran. What counts against a delivery is measured
/// in it, so neither a wrong clock nor a stopped server makes one dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Uptime(Millis);

/// One moment on each clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now {
    pub wall: Millis,
    pub time: InboxTime,
    pub uptime: Uptime,
}

impl InboxTime {
    /// Due before all else, also while the circuit is open: an operator asked
    /// for it.
    pub const AT_ONCE: Self = Self(0);

    pub fn after(self, wait: Duration) -> Self {
        Self(self.0.saturating_add(millis(wait)))
    }

    /// How long ago `earlier` was.
    pub fn since(self, earlier: Self) -> Duration {
        between(earlier.0, self.0)
    }
}

impl Uptime {
    /// A moment that a server has to write down.
    pub const UNKNOWN: Self = Self(-1);

    /// How long ago `earlier` was.
    pub fn since(self, earlier: Self) -> Duration {
        between(earlier.0, self.0)
    }
}

fn between(earlier: Millis, later: Millis) -> Duration {
    Duration::from_millis(u64::try_from(later.saturating_sub(earlier)).unwrap_or(0))
}

/// Tells the inbox's own time while a server runs. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct InboxClock {
    clock: Clock,
    /// The monotonic clock when the server started, and the inbox's time then.
    started: Duration,
    time: Millis,
    /// For how long no server ran before that.
    stopped: Millis,
}

impl InboxClock {
    /// Goes on from what the file says, and writes down where.
    pub fn start(connection: &Connection, clock: Clock) -> rusqlite::Result<Self> {
        let wall = clock.now();
        let (time, stopped) = match SavedClock::read(connection)? {
            None => (wall, 0),
            Some(saved) => {
                let down = wall.saturating_sub(saved.wall).max(0);
                let time = saved.time.saturating_add(down);
                (time, saved.stopped.saturating_add(down))
            }
        };
        let this = Self {
            started: clock.elapsed(),
            clock,
            time,
            stopped,
        };
        this.save(connection)?;
        Ok(this)
    }

    pub fn now(&self) -> Now {
        let ran = self.clock.elapsed().saturating_sub(self.started);
        let time = self.time.saturating_add(millis(ran));
        Now {
            wall: self.clock.now(),
            time: InboxTime(time),
            uptime: Uptime(time.saturating_sub(self.stopped)),
        }
    }

    /// The system's clocks.
    pub fn system(&self) -> &Clock {
        &self.clock
    }

    /// Writes down how far time has come.
    pub fn save(&self, connection: &Connection) -> rusqlite::Result<()> {
        let now = self.now();
        connection
            .prepare_cached(
                "INSERT INTO inbox_clock (id, wall, time, stopped) VALUES (1, ?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET wall = ?1, time = ?2, stopped = ?3",
            )?
            .execute(params![now.wall, now.time, self.stopped])
            .map(drop)
    }
}

/// Where the clocks were when a server last wrote them down: what another
/// process knows of the inbox's time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SavedClock {
    wall: Millis,
    time: Millis,
    stopped: Millis,
}

impl SavedClock {
    /// In an inbox that no server has run on, the inbox's time is the wall
    /// clock's.
    pub fn read_or_new(connection: &Connection) -> rusqlite::Result<Self> {
        let wall = Clock::system().now();
        Ok(Self::read(connection)?.unwrap_or(Self {
            wall,
            time: wall,
            stopped: 0,
        }))
    }

    fn read(connection: &Connection) -> rusqlite::Result<Option<Self>> {
        connection
            .prepare_cached("SELECT wall, time, stopped FROM inbox_clock WHERE id = 1")?
            .query_row([], |row| {
                Ok(Self {
                    wall: row.get(0)?,
                    time: row.get(1)?,
                    stopped: row.get(2)?,
                })
            })
            .optional()
    }

    /// This moment, as far as another process can tell: a server that runs has
    /// gone on for as long as the wall clock says, but not for longer than it
    /// waits before it writes the time down again. Uptime is no less than it is.
    pub fn now(self) -> Now {
        let wall = Clock::system().now();
        let since = wall.saturating_sub(self.wall);
        let since = since.clamp(0, millis(SAVE_EVERY));
        let time = self.time.saturating_add(since);
        Now {
            wall,
            time: InboxTime(time),
            uptime: Uptime(time.saturating_sub(self.stopped)),
        }
    }

    /// A moment that has certainly come.
    pub fn past(self) -> InboxTime {
        InboxTime(self.time)
    }

    /// What the wall clock shows at a point in the inbox's time.
    pub fn wall_at(self, time: InboxTime) -> Millis {
        if time == InboxTime::AT_ONCE {
            return self.wall;
        }
        self.wall
            .saturating_add(time.0.saturating_sub(self.time))
            .max(0)
    }
}

macro_rules! stored_as_a_number {
    ($($name:ident)*) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Millis::column_result(value).map(Self)
            }
        }
    )*};
}

stored_as_a_number!(InboxTime Uptime);

#[cfg(test)]
mod tests {
    use super::super::schema;
    use super::super::size::Limit;
    use super::*;

    const DAY: Duration = Duration::from_hours(24);

    fn day() -> Millis {
        millis(DAY)
    }

    fn with_file(test: impl FnOnce(&Connection, &Clock)) {
        let folder = tempfile::tempdir().unwrap();
        let connection = schema::open(&folder.path().join("inbox.sqlite"), Limit(None)).unwrap();
        test(&connection, &Clock::manual());
    }

    #[test]
    fn a_wall_clock_that_is_set_moves_neither_time_nor_uptime() {
        with_file(|connection, clock| {
            let inbox = InboxClock::start(connection, clock.clone()).unwrap();
            let before = inbox.now();
            for days in [2, -2, -300, 400] {
                clock.set_ahead(days * day());
                assert_eq!(inbox.now().time, before.time);
                assert_eq!(inbox.now().uptime, before.uptime);
            }
            clock.advance(DAY);
            assert_eq!(inbox.now().time.since(before.time), DAY);
            assert_eq!(inbox.now().uptime.since(before.uptime), DAY);
        });
    }

    #[test]
    fn while_no_server_runs_time_goes_on_and_uptime_does_not() {
        with_file(|connection, clock| {
            let before = InboxClock::start(connection, clock.clone()).unwrap().now();
            clock.advance(3 * DAY);
            let after = InboxClock::start(connection, clock.clone()).unwrap().now();
            assert_eq!(after.time.since(before.time), 3 * DAY);
            assert_eq!(after.uptime, before.uptime);
        });
    }

    #[test]
    fn a_clock_set_back_while_no_server_runs_takes_time_nowhere() {
        with_file(|connection, clock| {
            let before = InboxClock::start(connection, clock.clone()).unwrap().now();
            clock.set_ahead(-2 * day());
            let after = InboxClock::start(connection, clock.clone()).unwrap().now();
            assert_eq!(after.time, before.time);
            assert_eq!(after.uptime, before.uptime);
        });
    }

    #[test]
    fn for_another_process_time_has_gone_on_since_it_was_written_down() {
        let minute = millis(SAVE_EVERY);
        for (ago, gone) in [
            (minute / 2, minute / 2),
            (10 * minute, minute),
            (-minute, 0),
        ] {
            let saved = SavedClock {
                wall: Clock::system().now() - ago,
                time: day(),
                stopped: 0,
            };
            let now = saved.now();
            assert!((gone..=minute).contains(&(now.time.0 - day())), "{ago}");
            assert_eq!(now.uptime.0, now.time.0);
            assert_eq!(saved.past(), InboxTime(day()));
        }
    }

    #[test]
    fn another_process_can_tell_what_the_wall_clock_shows_then() {
        with_file(|connection, clock| {
            let inbox = InboxClock::start(connection, clock.clone()).unwrap();
            let due = inbox.now().time.after(DAY);
            clock.set_ahead(5 * day());
            inbox.save(connection).unwrap();
            let saved = SavedClock::read(connection).unwrap().unwrap();
            assert_eq!(saved.wall_at(due), clock.now() + day());
        });
    }
}
