//! The complete state of the sandbox, protected by one lock.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use crate::model::account::Account;
use crate::model::clock::Clock;
use crate::model::customers::Customers;
use crate::model::exchange::ledger::Ledger;
use crate::model::faults::Faults;
use crate::model::ids::Ids;
use crate::model::media::Shelf;
use crate::model::media::uploads::Uploads;
use crate::model::meter::Meter;
use crate::model::notifications::Outbox;
use crate::model::requests::RecordedRequest;
use crate::model::settings::Settings;
use crate::model::templates::{Catalogue, Review};
use crate::model::twilio::Twilio;

/// What changes while the sandbox runs.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) requests: Vec<RecordedRequest>,
    pub(crate) connections: usize,
    pub(crate) faults: Faults,
    pub(crate) customers: Customers,
    pub(crate) ledger: Ledger,
    pub(crate) account: Account,
    pub(crate) templates: Catalogue,
    /// What is decided about the next templates that are created or edited.
    pub(crate) reviews: VecDeque<Review>,
    pub(crate) uploads: Uploads,
    pub(crate) media: Shelf,
    pub(crate) meter: Meter,
    pub(crate) outbox: Outbox,
    pub(crate) verify_token: String,
    pub(crate) twilio: Twilio,
}

impl State {
    fn new(settings: &Settings, generation: u64) -> Self {
        let seed = settings.seed.unwrap_or_else(|| {
            let now = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default();
            now.as_secs() ^ (u64::from(now.subsec_nanos()) << 32) ^ u64::from(std::process::id())
        });
        let clock = settings
            .frozen_at
            .map_or_else(Clock::running, Clock::frozen);
        let mut ids = Ids::new(seed.wrapping_add(generation));
        let twilio = Twilio::new(&settings.twilio, &mut ids, clock.seconds());
        Self {
            clock,
            ids,
            twilio,
            requests: Vec::new(),
            connections: 0,
            faults: Faults::default(),
            customers: Customers::new(settings.user_ids, !settings.strict_window),
            ledger: Ledger::default(),
            account: Account::new(settings),
            templates: settings.templates.clone(),
            reviews: VecDeque::new(),
            uploads: Uploads::default(),
            media: Shelf::default(),
            meter: Meter::default(),
            outbox: Outbox::default(),
            verify_token: settings.verify_token.clone(),
        }
    }

    /// Whether the business has blocked the customer with this phone number or user id.
    pub(crate) fn is_blocked(&self, id: &str) -> bool {
        let known = self.customers.find(id).map_or(id, |person| person.id());
        self.account.blocked.iter().any(|blocked| blocked == known)
    }

    /// Changes the callbacks or the subscription. What was collected before is not posted to another callback.
    pub(crate) fn change_callback(&mut self, how: impl FnOnce(&mut Account)) {
        let before = self.account.callback().map(str::to_owned);
        how(&mut self.account);
        if self.account.callback() != before.as_deref() {
            self.outbox.notifications.skip_to_end();
        }
    }

    /// Makes a download link below `base`, in the shape of Meta's.
    pub(crate) fn media_link(&mut self, id: &str, base: &str) -> String {
        let (hash, now) = (self.ids.trace(), self.clock.seconds());
        let expires = self.media.link(id, &hash, now);
        format!(
            "{base}/whatsapp_business/attachments/?mid={id}&source=getMedia&ext={expires}&hash={hash}"
        )
    }
}

/// Something that was waited for did not happen in time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("waited {after:?} for {wanted} {what}, saw {seen}")]
pub struct TimedOut {
    what: &'static str,
    wanted: usize,
    seen: usize,
    after: Duration,
}

/// The settings, the state, and a bell that rings when the state changes.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) settings: Settings,
    state: Mutex<State>,
    changes: watch::Sender<u64>,
}

impl World {
    pub(crate) fn new(settings: Settings) -> Self {
        let state = Mutex::new(State::new(&settings, 0));
        Self {
            settings,
            state,
            changes: watch::Sender::new(0),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks without ringing the bell.
    pub(crate) fn look<T>(&self, how: impl FnOnce(&State) -> T) -> T {
        how(&self.lock())
    }

    /// Changes the state and rings the bell.
    pub(crate) fn change<T>(&self, how: impl FnOnce(&mut State) -> T) -> T {
        let result = how(&mut self.lock());
        self.changes
            .send_modify(|count| *count = count.wrapping_add(1));
        result
    }

    /// Forgets everything but the settings. Ids do not start again.
    pub(crate) fn reset(&self) {
        let generation = *self.changes.borrow() + 1;
        self.change(|state| {
            let mut fresh = State::new(&self.settings, generation);
            fresh.connections = state.connections;
            *state = fresh;
        });
    }

    /// Hears every change from now on.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Waits until `look` gives at least `count` things, and returns them.
    pub(crate) async fn wait_for<T>(
        &self,
        what: &'static str,
        count: usize,
        look: impl Fn(&State) -> Vec<T>,
    ) -> Result<Vec<T>, TimedOut> {
        let mut changes = self.changes();
        let waiting = async {
            loop {
                changes.borrow_and_update();
                let found = self.look(&look);
                if found.len() >= count || changes.changed().await.is_err() {
                    return found;
                }
            }
        };
        if let Ok(found) = tokio::time::timeout(self.settings.patience, waiting).await {
            return Ok(found);
        }
        Err(TimedOut {
            what,
            wanted: count,
            seen: self.look(look).len(),
            after: self.settings.patience,
        })
    }
}
