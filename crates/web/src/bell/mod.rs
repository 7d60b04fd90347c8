//! Live updates: a stream that says what changed, and never what it changed to.
//!
//! A bell may lose rings but not the last one, and needs no buffer for a slow reader: a reader that is too far behind
//! is told to read everything again.

mod log;
mod stream;

use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::response::{IntoResponse as _, Response};
use http::header::{HeaderName, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use tokio::sync::{Semaphore, watch};

use self::log::Log;
use crate::headers;

/// The header with which a reader says what it has seen.
pub const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// So many streams may be open at a time.
pub const MAXIMUM_STREAMS: usize = 64;

/// The pause between two comments that keep a silent connection open. A reader that hears nothing for more than
/// twice as long has lost the connection.
pub const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Tells every open page what changed.
///
/// `T` names one thing that can change, such as "order 7". It must not contain content: the stream may be logged.
///
/// # The stream
///
/// [`Bell::stream`] answers with `text/event-stream` of two events. The id of each is `boot.seq`: `boot` names this
/// run of the program, `seq` counts the changes.
///
/// - `hello`, first and after [`Bell::restart`]: `{"boot":"…","seq":412,"version":"1.0.0"}`. If `boot` is not the one
///   that a page knows, it reads everything again.
/// - `changed`: `{"seq":415,"changed":[…]}`, where each element is a `T` and none occurs twice, or
///   `{"seq":415,"all":true}` for a reader that is too far behind or missed too much.
///
/// After a change 50 ms pass before the event, so there are at most 20 a second. A comment is sent every
/// [`KEEP_ALIVE`].
#[derive(Debug)]
pub struct Bell<T> {
    version: &'static str,
    state: Mutex<State<T>>,
    /// How often it rang. Closed by [`Bell::close`].
    rung: Mutex<Option<watch::Sender<u64>>>,
    streams: Arc<Semaphore>,
}

#[derive(Debug)]
struct State<T> {
    boot: String,
    log: Log<T>,
}

impl<T: Clone + Eq + Hash + Serialize + Send + Sync + 'static> Bell<T> {
    /// A bell that has not rung. `version` is the program's; a page that was loaded from another one tells its user
    /// to load it again.
    pub fn new(version: &'static str) -> Self {
        Self {
            version,
            state: Mutex::new(State {
                boot: new_boot(),
                log: Log::default(),
            }),
            rung: Mutex::new(Some(watch::Sender::new(0))),
            streams: Arc::new(Semaphore::new(MAXIMUM_STREAMS)),
        }
    }

    /// Says that this has changed. Returns its `seq`.
    pub fn ring(&self, what: T) -> u64 {
        self.ring_each([what])
    }

    /// Says that all of this has changed. Returns the `seq` of the last.
    pub fn ring_each(&self, what: impl IntoIterator<Item = T>) -> u64 {
        let seq = {
            let mut state = self.lock();
            for change in what {
                state.log.note(change);
            }
            state.log.seq()
        };
        self.wake();
        seq
    }

    /// Says that nothing of before holds any longer: each page reads everything again, under a new `boot`.
    pub fn restart(&self) {
        {
            let mut state = self.lock();
            state.boot = new_boot();
            state.log = Log::default();
        }
        self.wake();
    }

    /// The number of changes so far, in this `boot`.
    pub fn seq(&self) -> u64 {
        self.lock().log.seq()
    }

    /// What names this run.
    pub fn boot(&self) -> String {
        self.lock().boot.clone()
    }

    /// The program's version.
    pub fn version(&self) -> &'static str {
        self.version
    }

    /// Ends every stream within 50 ms, and those that are opened later at once. For a shutdown, which would wait for
    /// them.
    pub fn close(&self) {
        let closed = {
            let mut rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
            rung.take()
        };
        drop(closed);
    }

    /// The stream, from what the reader has seen: the value of [`LAST_EVENT_ID`]. Without one, from now.
    ///
    /// Answers 503 if [`MAXIMUM_STREAMS`] are open. It has the headers of [`headers::of_data`].
    pub fn stream(self: &Arc<Self>, last_event_id: Option<&HeaderValue>) -> Response {
        let seen = last_event_id
            .and_then(|id| id.to_str().ok())
            .and_then(Seen::read);
        let mut response = match Arc::clone(&self.streams).try_acquire_owned() {
            Ok(permit) => stream::open(Arc::clone(self), seen, permit),
            Err(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                [(RETRY_AFTER, "5")],
                axum::Json(serde_json::json!({
                    "error": format!("{MAXIMUM_STREAMS} pages follow the changes already; close one"),
                })),
            )
                .into_response(),
        };
        headers::of_data(response.headers_mut());
        response
    }

    /// Hears every ring from now on, until the bell is closed. `None` if it is.
    fn listen(&self) -> Option<watch::Receiver<u64>> {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        rung.as_ref().map(watch::Sender::subscribe)
    }

    fn wake(&self) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rung) = rung.as_ref() {
            rung.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How far a reader has come.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    boot: String,
    seq: u64,
}

impl Seen {
    fn read(id: &str) -> Option<Self> {
        let (boot, seq) = id.rsplit_once('.')?;
        Some(Self {
            boot: boot.to_owned(),
            seq: seq.parse().ok()?,
        })
    }
}

/// A name that no earlier run on this machine had.
fn new_boot() -> String {
    static RUNS: AtomicU64 = AtomicU64::new(0);
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let run = RUNS.fetch_add(1, Ordering::Relaxed);
    format!("{:x}-{:x}-{run:x}", since.as_micros(), std::process::id())
}

#[cfg(test)]
mod tests;
