use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use tokio::sync::{mpsc, oneshot};

use super::checkpoints::Checkpoints;
use super::clock::{InboxClock, Now};
use super::error::StoreError;
use super::files::Place;
use super::health::{Report, StoreHealth};
use super::notifications::{self, NewNotification};
use super::schema;
use super::size::{self, Limit, Room};

/// How much goes into one transaction at most.
const GROUP_JOBS: usize = 1024;
const GROUP_BYTES: usize = 16 << 20;

/// How often it is tried to make a large write-ahead log smaller.
const SHRINK_EVERY: Duration = Duration::from_secs(1);

/// For how long a connection waits for readers to make the write-ahead log
/// smaller. Senders wait meanwhile.
const SHRINK_TIMEOUT: Duration = Duration::from_millis(20);

/// The number of the row in `bodies` that a probe writes. No notification has
/// it.
const PROBE: i64 = -1;

/// What the writer is asked to do.
pub(super) enum Job {
    Store(NewNotification, oneshot::Sender<Result<(), StoreError>>),
    Work(Box<dyn Work>),
    /// Find out whether a notification could be stored.
    Probe(oneshot::Sender<Result<(), StoreError>>),
    /// Make the write-ahead log smaller if it is large.
    Tidy(oneshot::Sender<()>),
    /// Do what was asked before, then close the file.
    Close,
}

/// A change of the database, and whom to tell when it is on disk.
pub(super) trait Work: Send {
    fn run(&mut self, connection: &Connection) -> rusqlite::Result<()>;
    fn done(self: Box<Self>, result: Result<(), StoreError>);
}

/// A change that gives a value.
pub(super) struct Change<F, T> {
    pub run: Option<F>,
    pub value: Option<T>,
    pub done: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Work for Change<F, T>
where
    F: FnOnce(&Connection) -> rusqlite::Result<T> + Send,
    T: Send,
{
    fn run(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        if let Some(change) = self.run.take() {
            self.value = Some(change(connection)?);
        }
        Ok(())
    }

    fn done(self: Box<Self>, result: Result<(), StoreError>) {
        let Self { value, done, .. } = *self;
        // Whoever asked may be gone; the change stays.
        let _ = done.send(result.and_then(|()| value.ok_or(StoreError::Closed)));
    }
}

/// Writes to the database, alone: everything that waits goes into one
/// transaction, and one write to the disk acknowledges it all.
pub(super) struct Writer {
    pub place: Arc<Place>,
    pub limit: Limit,
    pub connection: Option<Connection>,
    pub clock: InboxClock,
    pub jobs: mpsc::Receiver<Job>,
    /// A job that is done before the next ones.
    pub aside: Option<Job>,
    pub checkpoints: Checkpoints,
    pub health: Arc<Mutex<StoreHealth>>,
    /// When it was last tried to make the write-ahead log smaller.
    pub shrunk: Option<Instant>,
    pub on_commit: Box<dyn Fn(&Committed) + Send>,
}

/// What a transaction held.
#[derive(Default)]
pub(super) struct Committed {
    /// How many notifications were stored.
    pub stored: usize,
    /// How many bytes their bodies have.
    bytes: usize,
    /// How many were refused because the limit is reached.
    refused: u64,
    /// Whether a probe was made, and worked.
    probed: bool,
    /// Why something was refused.
    full: Option<StoreError>,
}

impl Writer {
    /// Works until it is told to close.
    pub fn run(mut self) {
        let mut group = Vec::with_capacity(GROUP_JOBS);
        while let Some(job) = self.aside.take().or_else(|| self.jobs.blocking_recv()) {
            self.gather(job, &mut group);
            self.write(&mut group);
        }
        self.checkpoints.stop();
        if let Some(connection) = self.connection.take() {
            let checkpoint = connection
                .pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()))
                .and_then(|()| connection.close().map_err(|(_, error)| error));
            if let Err(error) = checkpoint {
                tracing::warn!(%error, "the inbox was closed with its log not written back; nothing is lost");
            }
        }
    }

    fn gather(&mut self, first: Job, group: &mut Vec<Job>) {
        let mut bytes = 0;
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Close => self.jobs.close(),
                Job::Store(ref notification, _) => {
                    bytes += notification.body.len();
                    group.push(job);
                }
                // A large probe may fail where notifications are stored: it is
                // not in one transaction with them.
                Job::Probe(_) if self.outage().is_some() => {
                    if group.is_empty() {
                        group.push(job);
                    } else {
                        self.aside = Some(job);
                    }
                    return;
                }
                Job::Work(_) | Job::Probe(_) | Job::Tidy(_) => group.push(job),
            }
            next = if group.len() < GROUP_JOBS && bytes < GROUP_BYTES {
                self.jobs.try_recv().ok()
            } else {
                None
            };
        }
    }

    fn write(&mut self, group: &mut Vec<Job>) {
        let mut results = Vec::with_capacity(group.len());
        let room = self.room(group);
        let now = self.clock.now();
        let probe = self.probe();
        let written = self.connect().and_then(|connection| {
            transaction(connection, &room, probe, now, group, &mut results)
                .map_err(StoreError::from)
        });
        match &written {
            Ok(committed) => {
                match &committed.full {
                    Some(error) => self.failed(error, committed.refused),
                    None if committed.stored > 0 || committed.probed => self.worked(),
                    None => {}
                }
                (self.on_commit)(committed);
                self.checkpoints.committed(committed.bytes);
                if committed.probed && probe > 0 {
                    // Probes are not to fill the disk that has room again.
                    self.shrink();
                }
            }
            Err(error) => {
                if error.wants_new_connection() {
                    self.connection = None;
                }
                if matches!(error, StoreError::Full(_)) {
                    // On a disk without any room this fails too; then it takes
                    // somebody who frees some.
                    self.shrink();
                }
                let stores = group.iter().filter(|job| matches!(job, Job::Store(..)));
                self.failed(error, stores.count().try_into().unwrap_or(u64::MAX));
            }
        }
        let mut results = results.into_iter();
        for job in group.drain(..) {
            let result = match &written {
                Ok(_) => results.next().unwrap_or(Ok(())),
                Err(error) => Err(error.clone()),
            };
            match job {
                // Whoever waits may have given up; what is stored is stored.
                Job::Store(_, done) | Job::Probe(done) => drop(done.send(result)),
                Job::Work(work) => work.done(result),
                Job::Tidy(done) => drop(done.send(())),
                Job::Close => {}
            }
        }
    }

    /// What there is room for. A write-ahead log that is large is made smaller
    /// first, if nobody reads it: now and then, or at once if that was asked for.
    /// A probe of an inbox that was full asks for a margin.
    fn room(&mut self, group: &[Job]) -> Room {
        if let Err(error) = self.place.check() {
            return Room::Gone(error);
        }
        let asked = |is_asked: fn(&Job) -> bool| group.iter().any(is_asked);
        let tidy = asked(|job| matches!(job, Job::Tidy(_)));
        let probe = asked(|job| matches!(job, Job::Probe(_)));
        let wal = size::wal(self.place.path());
        let mut bytes = size::length(&wal);
        if self.limit.wal_is_large(bytes)
            && (tidy || self.shrunk.is_none_or(|at| at.elapsed() >= SHRINK_EVERY))
        {
            self.shrunk = Some(Instant::now());
            self.shrink();
            bytes = size::length(&wal);
        }
        if self.limit.0.is_none() {
            return Room::Enough;
        }
        let was_full = probe && matches!(self.outage(), Some(StoreError::Full(_)));
        let limit = self.limit;
        self.connect().map_or(Room::Enough, |connection| {
            limit.room(size::used(connection), bytes, was_full)
        })
    }

    /// How many bytes a probe writes. While the inbox works a small write is
    /// enough; afterwards a write of a few bytes, for which there is nearly
    /// always room, would show nothing.
    fn probe(&self) -> u64 {
        match self.outage() {
            Some(_) => self.limit.probe(),
            None => 0,
        }
    }

    fn outage(&self) -> Option<StoreError> {
        self.health().outage().cloned()
    }

    fn health(&self) -> std::sync::MutexGuard<'_, StoreHealth> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, error: &StoreError, refused: u64) {
        let report = self.health().failed(error, refused, Instant::now());
        if let Report::Fails { refused } = report {
            tracing::error!(%error, reason = error.word(), refused, "notifications are refused with 503 until this is over");
        }
    }

    fn worked(&self) {
        let report = self.health().worked(Instant::now());
        if report == Report::WorksAgain {
            tracing::info!("the inbox works again");
        }
    }

    fn connect(&mut self) -> Result<&Connection, StoreError> {
        let connection = if let Some(connection) = self.connection.take() {
            connection
        } else {
            // A new file under its name would be taken for the inbox.
            self.place.check()?;
            schema::open(self.place.path(), self.limit)?
        };
        Ok(self.connection.insert(connection))
    }

    /// Writes the write-ahead log back to the database and empties its file. A
    /// reader that needs the log keeps it as it is; then it is tried again.
    fn shrink(&self) {
        let Some(connection) = &self.connection else {
            return;
        };
        let _alone = self.checkpoints.pause();
        let truncate =
            || connection.pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()));
        let shrunk = connection
            .busy_timeout(SHRINK_TIMEOUT)
            .and_then(|()| truncate());
        if let Err(error) = shrunk {
            tracing::debug!(%error, "the write-ahead log cannot be written back yet");
        }
        if let Err(error) = connection.busy_timeout(schema::BUSY_TIMEOUT) {
            tracing::debug!(%error, "the inbox does not wait for other processes");
        }
    }
}

/// Runs a group in one transaction. A piece of work that fails alone is undone
/// alone; what fails for all is an error.
fn transaction(
    connection: &Connection,
    room: &Room,
    probe_bytes: u64,
    now: Now,
    group: &mut [Job],
    results: &mut Vec<Result<(), StoreError>>,
) -> rusqlite::Result<Committed> {
    let run = |sql| connection.prepare_cached(sql)?.execute([]).map(drop);
    let mut committed = Committed::default();
    if let Room::Gone(error) = room {
        committed.full = Some(error.clone());
    }
    let mut notifications = notifications::Insertion::new(connection);
    run("BEGIN IMMEDIATE")?;
    let done = group.iter_mut().try_for_each(|job| {
        if let Some(error) = refused(job, room) {
            committed.full.get_or_insert_with(|| error.clone());
            committed.refused += u64::from(matches!(job, Job::Store(..)));
            results.push(Err(error));
            return Ok(());
        }
        let result = match job {
            Job::Store(notification, _) => {
                committed.stored += 1;
                committed.bytes += notification.body.len();
                notifications.insert(notification, now)?;
                Ok(())
            }
            Job::Probe(_) => {
                committed.probed = true;
                probe(connection, probe_bytes)
            }
            Job::Work(work) => {
                run("SAVEPOINT work")?;
                let result = work.run(connection);
                if let Err(error) = &result {
                    let alone = !connection.is_autocommit()
                        && !matches!(
                            StoreError::from(error),
                            StoreError::Full(_) | StoreError::ReadOnly(_) | StoreError::Locked(_)
                        );
                    if !alone {
                        return result;
                    }
                    run("ROLLBACK TO work")?;
                }
                run("RELEASE work")?;
                result
            }
            Job::Tidy(_) | Job::Close => Ok(()),
        };
        results.push(result.map_err(StoreError::from));
        Ok(())
    });
    let done = done.and_then(|()| run("COMMIT"));
    if done.is_err() && !connection.is_autocommit() {
        // Nothing more can be done if this fails too: the connection's next
        // transaction fails, and is told so.
        let _ = run("ROLLBACK");
    }
    done.map(|()| committed)
}

/// Why there is no room for a job, if there is none.
fn refused(job: &Job, room: &Room) -> Option<StoreError> {
    match (job, room) {
        (Job::Store(..) | Job::Probe(_), Room::Kept(text) | Room::Nothing(text))
        | (Job::Work(_), Room::Nothing(text)) => Some(StoreError::Full(text.clone())),
        (Job::Store(..) | Job::Probe(_), Room::Gone(error)) => Some(error.clone()),
        _ => None,
    }
}

/// Writes what takes as much room as a notification with a body of `bytes`, and
/// removes what the probe before it wrote.
fn probe(connection: &Connection, bytes: u64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM bodies WHERE notification = ?1")?
        .execute([PROBE])?;
    if bytes > 0 {
        connection
            .prepare_cached(
                "INSERT INTO bodies (notification, headers, body) VALUES (?1, '', zeroblob(?2))",
            )?
            .execute(params![PROBE, bytes])?;
    }
    connection
        .prepare_cached(
            "INSERT INTO probe (id, at) VALUES (1, 1) ON CONFLICT DO UPDATE SET at = at + 1",
        )?
        .execute([])
        .map(drop)
}
