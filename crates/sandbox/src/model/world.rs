//! The complete state of the sandbox, protected by one lock.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use tokio::sync::watch;
use uip_web::Bell;

use crate::model::account::Account;
use crate::model::change::Change;
use crate::model::clock::Clock;
use crate::model::customers::Customers;
use crate::model::exchange::ledger::Ledger;
use crate::model::faults::Faults;
use crate::model::ids::Ids;
use crate::model::line::Carrier;
use crate::model::media::Shelf;
use crate::model::media::uploads::Uploads;
use crate::model::meter::Meter;
use crate::model::newest::{MOST_BYTES_OF_FILES, Newest};
use crate::model::notifications::Outbox;
use crate::model::requests::RecordedRequest;
use crate::model::settings::{Behavior, Settings};
use crate::model::templates::{Catalogue, Review};
use crate::model::traffic::{Answered, Call, Exchange, Post, Subject, Traffic, Tried};
use crate::model::twilio::{Twilio, WebhookKind};

/// What changes while the sandbox runs.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) requests: Newest<RecordedRequest>,
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
    pub(crate) traffic: Traffic,
    behavior: Behavior,
    /// The callback URL that repeated the challenge last.
    pub(crate) verified: Option<String>,
    /// What changed since the bell rang last.
    changed: Vec<Change>,
    /// So many notifications, webhooks and faults were seen.
    seen: Seen,
}

/// What was there when the bell rang last.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    notifications: usize,
    webhooks: usize,
    faults: usize,
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
        let twilio = Twilio::new(&settings.twilio, settings.keep, &mut ids, clock.seconds());
        let (keep, behavior) = (settings.keep, settings.behavior);
        Self {
            clock,
            ids,
            twilio,
            requests: Newest::new(keep, MOST_BYTES_OF_FILES),
            connections: 0,
            faults: Faults::default(),
            customers: Customers::new(settings.user_ids, !behavior.strict_window, keep),
            ledger: Ledger::new(keep),
            account: Account::new(settings),
            templates: settings.templates.clone(),
            reviews: VecDeque::new(),
            uploads: Uploads::new(keep),
            media: Shelf::new(keep),
            meter: Meter::default(),
            outbox: Outbox::new(keep, behavior.batch),
            verify_token: settings.verify_token.clone(),
            traffic: Traffic::new(keep),
            behavior,
            verified: None,
            changed: Vec::new(),
            seen: Seen::default(),
        }
    }

    pub(crate) fn behavior(&self) -> Behavior {
        self.behavior
    }

    /// Behaves like this from now on. A batch that was begun is closed.
    pub(crate) fn behave(&mut self, behavior: Behavior, settings: &Settings) {
        self.outbox.put_together(behavior.batch, settings);
        self.customers.open_windows(!behavior.strict_window);
        self.behavior = behavior;
    }

    /// Has open pages told of this.
    pub(crate) fn has_changed(&mut self, what: Change) {
        self.changed.push(what);
    }

    /// Adds a request to the traffic, with the fault that it meets. Returns its row.
    pub(crate) fn add_call(&mut self, request: RecordedRequest, fault: Option<String>) -> u64 {
        let subject = Subject::of_request(&request);
        let call = Call {
            request,
            fault,
            answer: None,
        };
        let exchange = Exchange::Api(Box::new(call));
        let id = self.traffic.add(self.clock.now(), subject, exchange);
        self.changed.push(Change::Traffic(id));
        id
    }

    /// Notes the answer to the request in the row `id`.
    pub(crate) fn answered(&mut self, id: u64, answer: Answered) {
        self.traffic.answered(id, answer);
        self.row_changed(id);
    }

    /// Adds a request that was not read to the traffic.
    pub(crate) fn was_reset(&mut self, method: &str, path: &str) {
        let subject = Subject {
            kind: format!("{method} …/{}", path.rsplit('/').next().unwrap_or_default()),
            ..Subject::default()
        };
        let (method, path) = (method.to_owned(), path.to_owned());
        let exchange = Exchange::Reset { method, path };
        let id = self.traffic.add(self.clock.now(), subject, exchange);
        self.changed.push(Change::Traffic(id));
    }

    /// Notes an attempt of a webhook in the traffic.
    pub(crate) fn tried(&mut self, carrier: Carrier, place: usize, tried: Tried) {
        // A customer's message gets its second tick by this, or a callback goes away.
        if let Some(row) = self.traffic.tried(carrier, place, tried) {
            self.row_changed(row);
        }
    }

    /// Has open pages told of a row and of the people that it is about.
    pub(crate) fn row_changed(&mut self, id: u64) {
        self.changed.push(Change::Traffic(id));
        let about = self
            .traffic
            .find(id)
            .map(|row| row.subject.about.as_slice());
        for message in about.unwrap_or_default() {
            if let Some(entry) = self.ledger.find(message) {
                self.customers.touch(&entry.with);
            }
        }
    }

    /// Adds new webhooks to the traffic. Returns what changed since the last call.
    fn observe(&mut self) -> Vec<Change> {
        let now = self.clock.now();
        let notifications = self.outbox.notifications.all();
        let first = self.seen.notifications.max(notifications.first());
        for (place, notification) in (first..).zip(notifications.since(first)) {
            let subject = Subject::of_notification(&notification.json());
            let post = Post {
                carrier: Carrier::CloudApi,
                url: self.account.callback().map(str::to_owned),
                content_type: "application/json",
                signature: ("x-hub-signature-256", notification.signature().to_owned()),
                body: notification.shared_body(),
                place,
                attempts: Vec::new(),
            };
            let id = self.traffic.add_post(now, subject, post);
            self.changed.push(Change::Traffic(id));
        }
        self.seen.notifications = notifications.made();
        let webhooks = self.twilio.webhooks.all();
        let first = self.seen.webhooks.max(webhooks.first());
        for (place, webhook) in (first..).zip(webhooks.since(first)) {
            let is_status = webhook.kind() == WebhookKind::Status;
            let parameter = |name: &str| webhook.parameter(name).map(str::to_owned);
            let subject = Subject::of_webhook(is_status, parameter);
            let post = Post {
                carrier: Carrier::Twilio,
                url: webhook.url().map(str::to_owned),
                content_type: "application/x-www-form-urlencoded; charset=UTF-8",
                signature: (
                    "x-twilio-signature",
                    webhook.signature().unwrap_or_default().to_owned(),
                ),
                body: Bytes::from(webhook.body().to_owned()),
                place,
                attempts: Vec::new(),
            };
            let id = self.traffic.add_post(now, subject, post);
            self.changed.push(Change::Traffic(id));
        }
        self.seen.webhooks = webhooks.made();
        if self.seen.faults != self.faults.changes() {
            self.seen.faults = self.faults.changes();
            self.changed.push(Change::Faults);
        }
        self.customers.forget_oldest();
        let mut changed = std::mem::take(&mut self.changed);
        changed.extend(
            self.customers
                .take_touched()
                .into_iter()
                .map(Change::Person),
        );
        changed
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
        self.has_changed(Change::Business);
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
    /// Tells open pages what changed.
    pub(crate) bell: Arc<Bell<Change>>,
}

impl World {
    pub(crate) fn new(settings: Settings) -> Self {
        let state = Mutex::new(State::new(&settings, 0));
        Self {
            settings,
            state,
            changes: watch::Sender::new(0),
            bell: Arc::new(Bell::new(env!("CARGO_PKG_VERSION"))),
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
        let (result, changed) = {
            let mut state = self.lock();
            let result = how(&mut state);
            (result, state.observe())
        };
        self.changes
            .send_modify(|count| *count = count.wrapping_add(1));
        if !changed.is_empty() {
            self.bell.ring_each(changed);
        }
        result
    }

    /// Forgets everything but the settings. Ids do not start again.
    pub(crate) fn reset(&self) {
        let generation = *self.changes.borrow() + 1;
        self.change(|state| {
            let mut fresh = State::new(&self.settings, generation);
            fresh.connections = state.connections;
            fresh.behave(state.behavior, &self.settings);
            *state = fresh;
        });
        self.bell.restart();
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
        self.wait_within(self.settings.patience, what, count, look)
            .await
    }

    /// As [`World::wait_for`], with a patience of its own.
    pub(crate) async fn wait_within<T>(
        &self,
        patience: Duration,
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
        if let Ok(found) = tokio::time::timeout(patience, waiting).await {
            return Ok(found);
        }
        Err(TimedOut {
            what,
            wanted: count,
            seen: self.look(look).len(),
            after: patience,
        })
    }
}
