//! Takes stored notifications through their commands, and stores what comes
//! out.

mod call;
mod collecting;
mod metering;
mod results;
mod storing;

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::FuturesOrdered;
use futures_util::{FutureExt as _, StreamExt as _};
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;
use uip_connect::{Proxies, RootCertificates};

pub(crate) use call::{Called, Caller, request_of};
pub(crate) use metering::Metered;
pub(crate) use storing::{StoringAdapters, route_replayed, store};

use crate::app::Ending;
use crate::config::InboxSettings;
use crate::delivery::Sinks;
use crate::inbox::Inbox;
use crate::inbox::event_triggers::Operated;
use crate::inbox::notifications::{self, Waiting};
use crate::metrics::Metrics;
use crate::ownership::Unmatched;
use crate::signals::{Signal, is_set};
use crate::throttle::Throttle;
use results::Results;

/// How many notifications of an adapter are between disk and disk at most.
const WINDOW: usize = 256;

/// How many while the inbox is busy. Senders wait for their acknowledgements; what is
/// acknowledged can wait.
const BUSY_WINDOW: usize = 32;

/// For how long no call is started after results were written while the inbox is
/// busy. It ends with the first transaction that finds the inbox not busy.
const BUSY_PAUSE: Duration = Duration::from_millis(20);

/// How many bytes of notifications are read at a time, and with how many bytes of
/// results that are not on disk no more calls are started.
const WINDOW_BYTES: usize = 32 << 20;

/// What every adapter's processing works with, made from one configuration.
pub(crate) struct Shared {
    pub lasting: Lasting,
    pub caller: Caller,
    pub settings: InboxSettings,
}

/// What stays the same while a server runs, whatever its configuration. Cheap to
/// clone.
#[derive(Clone)]
pub(crate) struct Lasting {
    pub inbox: Inbox,
    pub metrics: Arc<Metrics>,
    /// What was logged of events that belong to no adapter.
    pub unclaimed: Arc<Throttle<Unmatched>>,
    /// Given when there may be something to do: for the adapters, and for the
    /// receivers.
    pub stored: Signal,
    pub routed: Signal,
    /// How often to look for what nobody tells: retries whose time has come,
    /// and what another process changed.
    pub poll: Duration,
    /// What operators decided: see [`crate::inbox::event_triggers`].
    pub operated: watch::Sender<Arc<Operated>>,
    /// What deliveries go through.
    pub proxies: Proxies,
    /// Whom deliveries trust in addition to the configured list.
    pub roots: RootCertificates,
    /// The sinks of the program that embeds the server.
    pub sinks: Sinks,
}

/// The notifications of one adapter, on their way through it.
///
/// Several calls run at a time; what comes out is stored in the order in which
/// the notifications came in, so that one customer's events keep theirs. A
/// notification that is tried again later loses its place.
struct Processing {
    adapter: Arc<str>,
    shared: Arc<Shared>,
    running: FuturesOrdered<BoxFuture<'static, Called>>,
    results: Results,
    taken: HashSet<i64>,
    next: VecDeque<Waiting>,
    calls: Arc<Semaphore>,
    /// Until when no call is started while the inbox is busy.
    rests_until: Instant,
    /// For the line that notifications cannot be read.
    unread: Throttle<()>,
    retire: watch::Receiver<bool>,
}

/// Processes the notifications of an adapter until it is to end; then it
/// finishes what runs.
pub(crate) async fn run(adapter: String, shared: Arc<Shared>, ending: Ending) {
    let calls = Arc::new(Semaphore::new(shared.settings.workers));
    let mut poll_at = Instant::now();
    let mut processing = Processing {
        adapter: adapter.into(),
        results: Results::new(Arc::clone(&shared), ending.stop),
        shared,
        running: FuturesOrdered::new(),
        taken: HashSet::new(),
        next: VecDeque::new(),
        calls,
        rests_until: poll_at,
        unread: Throttle::default(),
        retire: ending.retire,
    };
    let mut stored = processing.shared.lasting.stored.listen();
    let mut look = true;
    loop {
        let stopping = *processing.retire.borrow();
        if stopping && processing.running.is_empty() && processing.results.is_empty() {
            return;
        }
        processing.results.begin();
        let now = Instant::now();
        let rests = now < processing.rests_until && processing.shared.lasting.inbox.is_busy();
        if !stopping && !rests {
            if now >= poll_at {
                poll_at = now + processing.shared.lasting.poll;
                look = true;
            }
            if look {
                look = processing.look().await;
            }
            processing.start();
        }
        let until = if rests {
            processing.rests_until
        } else {
            poll_at
        };
        tokio::select! {
            Some(called) = processing.running.next(), if processing.results.bytes() < WINDOW_BYTES =>
                processing.gather(called),
            notifications = processing.results.written() => processing.finish(&notifications),
            () = stored.heard(), if !stopping => look = true,
            () = tokio::time::sleep_until(until), if !stopping => {}
            () = is_set(&mut processing.retire), if !stopping => {}
        }
    }
}

impl Processing {
    /// Reads notifications whose time has come. Tells whether there may be more
    /// that are not read.
    async fn look(&mut self) -> bool {
        let room = WINDOW.saturating_sub(self.under_way() + self.next.len());
        if room < WINDOW / 2 {
            return true;
        }
        let limit = WINDOW + self.taken.len();
        let taken = self.taken.clone();
        let adapter = Arc::clone(&self.adapter);
        let now = self.shared.caller.clock.now().time;
        let found = self.shared.lasting.inbox.read(move |connection| {
            let wanted = |id| !taken.contains(&id);
            notifications::ready(connection, &adapter, now, limit, wanted, WINDOW_BYTES)
        });
        match found.await {
            Ok(found) => {
                let bytes: usize = found.iter().map(|waiting| waiting.body.len()).sum();
                let may_be_more = found.len() >= WINDOW || bytes >= WINDOW_BYTES;
                self.taken.extend(found.iter().map(|waiting| waiting.id));
                self.next.extend(found);
                may_be_more
            }
            Err(error) => {
                if let Some(left_out) = self.unread.admits((), std::time::Instant::now()) {
                    let left_out = (left_out > 0).then_some(left_out);
                    tracing::error!(%error, left_out, "cannot read notifications; trying again");
                }
                false
            }
        }
    }

    fn start(&mut self) {
        let window = if self.shared.lasting.inbox.is_busy() {
            BUSY_WINDOW
        } else {
            WINDOW
        };
        if self.results.bytes() >= WINDOW_BYTES {
            return;
        }
        while self.under_way() < window
            && let Some(waiting) = self.next.pop_front()
        {
            let shared = Arc::clone(&self.shared);
            let calls = Arc::clone(&self.calls);
            let adapter = Arc::clone(&self.adapter);
            let (id, attempts) = (waiting.id, waiting.attempts);
            let clock = shared.caller.clock.clone();
            let call = tokio::spawn(async move {
                // The semaphore is never closed.
                let _permit = calls.acquire_owned().await;
                shared.caller.call(&adapter, waiting).await
            });
            let call = async move {
                call.await
                    .unwrap_or_else(|_| Called::crashed(id, attempts, &clock))
            };
            self.running.push_back(call.boxed());
        }
    }

    /// How many notifications are with their commands, or on their way from them to
    /// the disk.
    fn under_way(&self) -> usize {
        self.running.len() + self.results.len()
    }

    /// Takes what came out of a notification, and out of those after it that are
    /// ready as well.
    fn gather(&mut self, first: Called) {
        self.results.add(first);
        while self.results.bytes() < WINDOW_BYTES
            && let Some(Some(called)) = self.running.next().now_or_never()
        {
            self.results.add(called);
        }
    }

    /// Forgets notifications whose results are on disk.
    fn finish(&mut self, notifications: &[i64]) {
        for id in notifications {
            self.taken.remove(id);
        }
        let now = Instant::now();
        if self.shared.lasting.inbox.is_busy() && now >= self.rests_until {
            self.rests_until = now + BUSY_PAUSE;
        }
    }
}

impl Called {
    fn bytes(&self) -> usize {
        self.events.iter().map(|event| event.payload.len()).sum()
    }
}
