//! The durable inbox: one `SQLite` file that holds notifications, the events
//! that came out of them, and their deliveries.

mod checkpoints;
pub(crate) mod clock;
pub(crate) mod deliveries;
mod error;
pub(crate) mod event_triggers;
pub(crate) mod events;
mod files;
pub(crate) mod health;
mod lock;
pub(crate) mod notifications;
pub(crate) mod pruning;
mod reader;
mod recognized;
mod schema;
pub(crate) mod size;
mod statement;
pub(crate) mod stats;
pub(crate) mod unclaimed;
mod writer;

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, ErrorCode};
use tokio::sync::{mpsc, oneshot};

pub use error::{OpenError, StoreError};
pub(crate) use lock::is_served;
pub(crate) use notifications::NewNotification;
#[cfg(test)]
pub(crate) use schema::open_in_memory;
pub(crate) use schema::open_to_operate;

use crate::clock::Clock;
use crate::config::InboxSettings;
use checkpoints::Checkpoints;
use clock::InboxClock;
use files::Place;
use health::StoreHealth;
use reader::Readers;
use size::{Limit, Size};
use writer::{Change, Committed, Job, Writer};

/// From how many notifications that wait to be on disk on the inbox is busy.
const BUSY: usize = 24;

/// The inbox, open. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Inbox {
    jobs: mpsc::Sender<Job>,
    /// How many notifications wait to be on disk.
    arriving: Arc<AtomicUsize>,
    readers: Arc<Readers>,
    health: Arc<Mutex<StoreHealth>>,
    place: Arc<Place>,
    limit: Limit,
}

/// What keeps the inbox open. While it is there, no other process opens it.
pub(crate) struct Opened {
    pub inbox: Inbox,
    pub clock: InboxClock,
    writer: JoinHandle<()>,
    lock: File,
}

impl Opened {
    /// Opens the file, and creates it if it is not there. `on_stored` is told
    /// when new notifications are on disk, and how many.
    pub fn open(
        settings: &InboxSettings,
        clock: Clock,
        on_stored: impl Fn(usize) + Send + 'static,
    ) -> Result<Self, OpenError> {
        let path = files::resolve(&settings.file);
        if let Some(what) = files::what_else(&path) {
            return Err(OpenError::NotAnInbox(path, what.to_owned()));
        }
        let lock = lock::lock(&path)?;
        let limit = Limit(settings.max_size);
        let connection = schema::open(&path, limit).map_err(|error| why(&path, error))?;
        let clock = InboxClock::start(&connection, clock)
            .map_err(|error| OpenError::Store(path.clone(), error.into()))?;
        let place = Place::of(path.clone()).map_err(|error| OpenError::File(path, error))?;
        let place = Arc::new(place);
        let (jobs, receiver) = mpsc::channel(settings.max_waiting);
        let health = Arc::<Mutex<StoreHealth>>::default();
        let writer = Writer {
            place: Arc::clone(&place),
            limit,
            connection: Some(connection),
            clock: clock.clone(),
            jobs: receiver,
            aside: None,
            checkpoints: Checkpoints::start(&place, limit).map_err(OpenError::Thread)?,
            health: Arc::clone(&health),
            shrunk: None,
            on_commit: Box::new(move |committed: &Committed| {
                if committed.stored > 0 {
                    on_stored(committed.stored);
                }
            }),
        };
        let writer = std::thread::Builder::new()
            .name("inbox-writer".to_owned())
            .spawn(move || writer.run())
            .map_err(OpenError::Thread)?;
        let inbox = Inbox {
            jobs,
            arriving: Arc::default(),
            readers: Arc::new(Readers::new(Arc::clone(&place))),
            health,
            place,
            limit,
        };
        Ok(Self {
            inbox,
            clock,
            writer,
            lock,
        })
    }

    /// Writes what still waits, and closes the file.
    pub async fn close(self) {
        let clock = self.clock;
        // Without it the time since it was last written down does not count.
        let _ = self
            .inbox
            .write(move |connection| clock.save(connection))
            .await;
        // A writer that is gone has closed the file already.
        let _ = self.inbox.jobs.send(Job::Close).await;
        let writer = self.writer;
        let joined = tokio::task::spawn_blocking(move || writer.join()).await;
        if !matches!(joined, Ok(Ok(()))) {
            tracing::error!("the inbox's writer crashed");
        }
        drop(self.lock);
    }
}

impl Inbox {
    /// Stores a notification. It is on disk when this returns `Ok`.
    pub async fn store(&self, notification: NewNotification) -> Result<(), StoreError> {
        let (done, result) = oneshot::channel();
        self.jobs
            .try_send(Job::Store(notification, done))
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => StoreError::Overloaded,
                mpsc::error::TrySendError::Closed(_) => StoreError::Closed,
            })?;
        let _arriving = Arriving::one(&self.arriving);
        result.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Whether so much comes in that what is kept already should give way.
    pub fn is_busy(&self) -> bool {
        self.arriving.load(Ordering::Relaxed) >= BUSY
    }

    /// Changes the database. The change is on disk when this returns `Ok`, and
    /// has not happened when it returns an error.
    pub async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (done, result) = oneshot::channel();
        let work = Job::Work(Box::new(Change {
            run: Some(change),
            value: None,
            done,
        }));
        self.jobs.send(work).await.map_err(|_| StoreError::Closed)?;
        result.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Reads from the database.
    pub async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let readers = Arc::clone(&self.readers);
        tokio::task::spawn_blocking(move || readers.read(query))
            .await
            .unwrap_or(Err(StoreError::Closed))
    }

    /// Whether notifications can be stored: whether one could be now, and writes
    /// have worked for a while since they last failed.
    pub async fn probe(&self) -> Result<(), StoreError> {
        let (done, result) = oneshot::channel();
        let probe = Job::Probe(done);
        self.jobs
            .send(probe)
            .await
            .map_err(|_| StoreError::Closed)?;
        result.await.unwrap_or(Err(StoreError::Closed))?;
        let health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        match health.outage() {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }

    /// Makes the write-ahead log smaller if it is large and no reader needs it.
    /// Has the writer report a file that is gone, which it would only notice when
    /// a notification comes.
    pub async fn tidy(&self) {
        if !self.limit.wal_is_large(self.size().wal) && self.place.check().is_ok() {
            return;
        }
        let (done, is_done) = oneshot::channel();
        if self.jobs.send(Job::Tidy(done)).await.is_ok() {
            // A writer that is gone has closed the file.
            let _ = is_done.await;
        }
    }

    /// Fails when the file is not where it was opened. Another file that has its name
    /// must not be opened next to this one's write-ahead log.
    pub fn is_in_place(&self) -> Result<(), StoreError> {
        self.place.check()
    }

    /// How large its files are.
    pub fn size(&self) -> Size {
        Size::of(self.place.path())
    }
}

/// Counts a notification that waits, even if whoever sent it gives up.
struct Arriving<'c>(&'c AtomicUsize);

impl<'c> Arriving<'c> {
    fn one(count: &'c AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Arriving<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Finds out whether no inbox can be at this path, without opening one. Only for
/// a process that has no inbox open.
pub(crate) fn check_file(path: &Path) -> Result<(), OpenError> {
    if let Some(what) = files::what_else(path).or_else(|| files::is_no_database(path)) {
        return Err(OpenError::NotAnInbox(path.to_owned(), what.to_owned()));
    }
    match recognized::look(path).map_err(|error| why(path, error)) {
        Err(error) if error.is_mistake() => Err(error),
        // Opening it for good says what else is wrong.
        _ => Ok(()),
    }
}

/// Why `SQLite` did not open the file.
fn why(path: &Path, error: rusqlite::Error) -> OpenError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenError::NotAnInbox(path.to_owned(), error.to_string()),
        Some(ErrorCode::TypeMismatch) => OpenError::Newer(path.to_owned(), error.to_string()),
        // SQLite does not say which of its files.
        Some(ErrorCode::ReadOnly) if let Some((file, error)) = files::unwritable(path) => {
            OpenError::File(file, error)
        }
        // SQLite does not say what the system said.
        Some(ErrorCode::CannotOpen)
            if let Err(error) = File::options().read(true).write(true).open(path) =>
        {
            OpenError::File(path.to_owned(), error)
        }
        _ => OpenError::Store(path.to_owned(), error.into()),
    }
}

#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod tests;
