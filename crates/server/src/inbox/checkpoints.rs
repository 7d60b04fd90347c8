//! Writing the write-ahead log back to the database while notifications come in.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use super::files::Place;
use super::schema;
use super::size::Limit;

/// How many times the log is written back while it fills.
const PARTS: u64 = 64;

/// Writes the log back beside the writer, so that little is left when the log
/// is full. `SQLite` then writes back the rest as part of a commit, and senders
/// wait for all of it.
pub(super) struct Checkpoints {
    due: SyncSender<()>,
    thread: JoinHandle<()>,
    /// Locked while the log is written back.
    running: Arc<Mutex<()>>,
    /// From how many bytes of notifications on the log is written back.
    every: usize,
    bytes: usize,
}

impl Checkpoints {
    /// Starts a thread with a connection of its own.
    ///
    /// # Errors
    /// When the system has no thread for it.
    pub fn start(place: &Arc<Place>, limit: Limit) -> std::io::Result<Self> {
        let (due, is_due) = sync_channel(1);
        let running = Arc::<Mutex<()>>::default();
        let place = Arc::clone(place);
        let is_running = Arc::clone(&running);
        let thread = std::thread::Builder::new()
            .name("inbox-log".to_owned())
            .spawn(move || write_back(&place, limit, &is_due, &is_running))?;
        Ok(Self {
            due,
            thread,
            running,
            every: usize::try_from(limit.wal() / PARTS).unwrap_or(usize::MAX),
            bytes: 0,
        })
    }

    /// Tells that notifications of so many bytes were committed.
    pub fn committed(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes >= self.every {
            self.bytes = 0;
            // One that is not begun yet writes this back too. Without the thread
            // the writer does it all.
            let _ = self.due.try_send(());
        }
    }

    /// Waits for what is being written back, and lets nothing more be until the
    /// guard is dropped. `SQLite` refuses two at a time.
    pub fn pause(&self) -> MutexGuard<'_, ()> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for what is being written back, and ends.
    pub fn stop(self) {
        drop(self.due);
        if self.thread.join().is_err() {
            tracing::error!("the thread that writes the inbox's log back crashed");
        }
    }
}

/// Writes back each time that it is due. Commits do not wait for it; only making
/// the log smaller does.
fn write_back(place: &Place, limit: Limit, is_due: &Receiver<()>, running: &Mutex<()>) {
    let mut connection = None;
    while is_due.recv().is_ok() {
        if connection.is_none() && place.check().is_err() {
            // Another file has the name, and this log does not belong to it.
            continue;
        }
        let pages = connection
            .take()
            .map_or_else(|| schema::open_to_write_back(place.path()), Ok)
            .and_then(|open| {
                let running = running.lock().unwrap_or_else(PoisonError::into_inner);
                let pages = open.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| {
                    row.get::<_, i64>(1)
                })?;
                drop(running);
                // Negative while the writer writes the log back itself.
                let pages = u64::try_from(pages).unwrap_or_default();
                let page: u64 = open.pragma_query_value(None, "page_size", |row| row.get(0))?;
                connection = Some(open);
                Ok(pages.saturating_mul(page))
            });
        match pages {
            // Only the writer can start the log over, once all of it is written
            // back: this time it is the writer's turn.
            Ok(bytes) if bytes >= limit.wal() => drop(is_due.recv()),
            Ok(_) => {}
            Err(error) => {
                tracing::debug!(%error, "the write-ahead log cannot be written back yet");
            }
        }
    }
}
