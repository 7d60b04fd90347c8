use std::path::PathBuf;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::clock::{InboxClock, Now};
use super::error::StoreError;
use super::notifications::{self, NewNotification};
use super::schema;

/// How much goes into one transaction at most.
const GROUP_JOBS: usize = 1024;
const GROUP_BYTES: usize = 16 << 20;

/// How often the log repeats that the inbox fails for the same reason.
const REPEAT_LOG: Duration = Duration::from_secs(10);

/// What the writer is asked to do.
pub(super) enum Job {
    Store(NewNotification, oneshot::Sender<Result<(), StoreError>>),
    Work(Box<dyn Work>),
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
    pub path: PathBuf,
    pub max_size: Option<u64>,
    pub connection: Option<Connection>,
    pub clock: InboxClock,
    pub jobs: mpsc::Receiver<Job>,
    pub failing: Option<Failing>,
    pub on_commit: Box<dyn Fn(&Committed) + Send>,
}

/// What a transaction held.
#[derive(Default)]
pub(super) struct Committed {
    /// How many notifications were stored.
    pub stored: usize,
}

pub(super) struct Failing {
    logged: Instant,
    reason: &'static str,
}

impl Writer {
    /// Works until it is told to close.
    pub fn run(mut self) {
        let mut group = Vec::with_capacity(GROUP_JOBS);
        while let Some(job) = self.jobs.blocking_recv() {
            self.gather(job, &mut group);
            self.write(&mut group);
        }
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
                Job::Work(_) => group.push(job),
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
        let max_size = self.max_size;
        let now = self.clock.now();
        let written = self.connect().and_then(|connection| {
            transaction(connection, max_size, now, group, &mut results).map_err(StoreError::from)
        });
        match &written {
            Ok(committed) => {
                if self.failing.take().is_some() {
                    tracing::info!("the inbox works again");
                }
                (self.on_commit)(committed);
            }
            Err(error) => {
                if error.wants_new_connection() {
                    self.connection = None;
                }
                if matches!(error, StoreError::Full(_)) {
                    self.shrink();
                }
                self.log(error);
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
                Job::Store(_, done) => drop(done.send(result)),
                Job::Work(work) => work.done(result),
                Job::Close => {}
            }
        }
    }

    fn connect(&mut self) -> Result<&Connection, StoreError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => schema::open(&self.path, self.max_size)?,
        };
        Ok(self.connection.insert(connection))
    }

    /// Writes the log back to the file. A log that is written back starts anew
    /// and takes no more of the disk; its pages often stand in it many times.
    fn shrink(&self) {
        if let Some(connection) = &self.connection {
            // On a disk that is quite full this fails too; then somebody else
            // has to make room.
            let _ =
                connection.pragma_update_and_check(None, "wal_checkpoint", "PASSIVE", |_| Ok(()));
        }
    }

    fn log(&mut self, error: &StoreError) {
        let now = Instant::now();
        let reason = error.word();
        let quiet = self.failing.as_ref().is_some_and(|failing| {
            failing.reason == reason && now.duration_since(failing.logged) < REPEAT_LOG
        });
        if !quiet {
            tracing::error!(%error, reason, "notifications are refused with 503 until this is over");
            self.failing = Some(Failing {
                logged: now,
                reason,
            });
        }
    }
}

/// Runs a group in one transaction. A piece of work that fails alone is undone
/// alone; what fails for all is an error.
fn transaction(
    connection: &Connection,
    max_size: Option<u64>,
    now: Now,
    group: &mut [Job],
    results: &mut Vec<Result<(), StoreError>>,
) -> rusqlite::Result<Committed> {
    let run = |sql| connection.prepare_cached(sql)?.execute([]).map(drop);
    let mut committed = Committed::default();
    run("BEGIN IMMEDIATE")?;
    let full = max_size.is_some_and(|max_size| !has_room(connection, max_size));
    let done = group.iter_mut().try_for_each(|job| {
        let result = match job {
            Job::Store(..) if full => {
                results.push(Err(StoreError::Full(
                    "what is left is for what is kept".to_owned(),
                )));
                return Ok(());
            }
            Job::Store(notification, _) => {
                committed.stored += 1;
                notifications::insert(connection, notification, now)?;
                Ok(())
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
            Job::Close => Ok(()),
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

/// Whether there is room for notifications. The last tenth is left for what
/// comes out of those that are kept: without it nothing would ever get done,
/// and so nothing be deleted.
fn has_room(connection: &Connection, max_size: u64) -> bool {
    let number = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, u64>(0))
            .unwrap_or(0)
    };
    let used = number("page_count").saturating_sub(number("freelist_count"));
    used.saturating_mul(number("page_size")) < max_size / 10 * 9
}
