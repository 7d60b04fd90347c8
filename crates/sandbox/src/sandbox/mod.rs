//! The running sandbox.

mod business;
mod media;
mod twilio;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::builder::Builder;
use crate::callback::{VerifyError, call_for_ever, deliver_for_ever, verify};
use crate::customer::Customer;
use crate::model::account::Callbacks;
use crate::model::faults::{Fault, Operation};
use crate::model::notifications::{Notification, Update, sign};
use crate::model::requests::RecordedRequest;
use crate::model::settings::Settings;
use crate::model::twilio::messages::outbound::release_due;
use crate::model::world::TimedOut;
use crate::model::world::World;
use crate::server;

/// WhatsApp's Cloud API on loopback.
///
/// It runs on a thread of its own, so that a test may block while a client talks to it. Dropping it closes
/// every connection and ends the thread.
#[derive(Debug)]
pub struct Sandbox {
    world: Arc<World>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts with the defaults on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// When the port cannot be opened.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Settings first, then [`Builder::start`].
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Opens the port and serves. Returns when requests can come.
    pub(crate) fn open(mut settings: Settings) -> io::Result<Self> {
        let listener = server::listen(settings.listen)?;
        let address = listener.local_addr()?;
        settings.listen = address;
        let world = Arc::new(World::new(settings));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (stop, stopped) = oneshot::channel();
        let inside = Arc::clone(&world);
        let thread = std::thread::Builder::new()
            .name("sandbox".to_owned())
            .spawn(move || runtime.block_on(run(listener, inside, stopped)))?;
        Ok(Self {
            world,
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    // ---- where and who

    /// `http://127.0.0.1:PORT`, without a slash at the end: it replaces `https://graph.facebook.com`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The access token that requests must carry.
    pub fn token(&self) -> &str {
        &self.world.settings.token
    }

    /// The App Secret that notifications are signed with.
    pub fn app_secret(&self) -> &str {
        &self.world.settings.app_secret
    }

    /// The id of the app, for clients that subscribe by themselves.
    pub fn app_id(&self) -> &str {
        &self.world.settings.app_id
    }

    /// What the callback is asked for in Meta's check.
    pub fn verify_token(&self) -> String {
        self.world.look(|state| state.verify_token.clone())
    }

    /// The id of the business's phone number: the first segment of the send path.
    pub fn phone_number_id(&self) -> &str {
        &self.world.settings.phone_number_id
    }

    /// The id of the WhatsApp Business Account.
    pub fn business_account_id(&self) -> &str {
        &self.world.settings.business_account_id
    }

    /// The business's own number, digits only.
    pub fn display_phone_number(&self) -> &str {
        &self.world.settings.display_phone_number
    }

    // ---- what came in

    /// The requests, oldest first, also those that a fault spoiled: all, as long as they are no more than
    /// [`Builder::keep`] allows, else the newest. The sandbox's own controls under `/sandbox` are not among them, nor is
    /// a request that was reset before it was read.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.world.look(|state| state.requests.to_vec())
    }

    /// The `POST …/messages` among [`Sandbox::requests`].
    pub fn sends(&self) -> Vec<RecordedRequest> {
        let mut requests = self.requests();
        requests.retain(RecordedRequest::is_send);
        requests
    }

    /// How many connections were ever accepted.
    pub fn connections(&self) -> usize {
        self.world.look(|state| state.connections)
    }

    /// Waits until at least `count` requests are kept, and returns all that are. More than [`Builder::keep`] allows never
    /// are.
    ///
    /// # Errors
    /// [`TimedOut`] when the sandbox's patience ends first.
    pub async fn wait_for_requests(&self, count: usize) -> Result<Vec<RecordedRequest>, TimedOut> {
        self.world
            .wait_for("requests", count, |state| state.requests.to_vec())
            .await
    }

    // ---- faults

    /// Appends a fault to the queue. Each send uses up one.
    pub fn fault_next(&self, fault: impl Into<Fault>) {
        self.faults([fault.into()]);
    }

    /// Queues a fault for the next upload, download or other request.
    pub fn fault_next_on(&self, operation: Operation, fault: impl Into<Fault>) {
        let fault = fault.into();
        self.world
            .change(|state| state.faults.add(operation, fault));
    }

    /// Queues several faults, the first for the next send.
    pub fn faults(&self, faults: impl IntoIterator<Item = Fault>) {
        self.world.change(|state| {
            for fault in faults {
                state.faults.add(Operation::Send, fault);
            }
        });
    }

    /// Faults that no request has used up yet.
    pub fn pending_faults(&self) -> Vec<Fault> {
        self.world
            .look(|state| state.faults.all().map(|(_, fault)| fault.clone()).collect())
    }

    /// Forgets the faults that wait.
    pub fn clear_faults(&self) {
        self.world.change(|state| state.faults.clear());
    }

    // ---- the other side

    /// The customer with this phone number (digits, `+` allowed) or business-scoped user id. Made on first
    /// mention.
    pub fn customer(&self, id: &str) -> Customer {
        Customer::new(Arc::clone(&self.world), id)
    }

    // ---- notifications

    /// The notifications since the last taking; a batch that is not full is closed first. With a callback
    /// URL they are posted as well.
    pub fn take_notifications(&self) -> Vec<Notification> {
        self.world.change(|state| {
            state.outbox.close_batch(&self.world.settings);
            state.outbox.notifications.take()
        })
    }

    /// The notifications since the start, as many as [`Builder::keep`] allows, each with its attempts; an open batch is
    /// left open.
    pub fn notifications(&self) -> Vec<Notification> {
        self.world
            .look(|state| state.outbox.notifications.all().to_vec())
    }

    /// Waits until at least `count` notifications have not been taken, and takes them.
    ///
    /// # Errors
    /// [`TimedOut`] when the sandbox's patience ends first; nothing is taken then.
    pub async fn wait_for_notifications(
        &self,
        count: usize,
    ) -> Result<Vec<Notification>, TimedOut> {
        self.world
            .wait_for("notifications", count, |state| {
                state.outbox.notifications.fresh()
            })
            .await?;
        Ok(self.world.change(|state| state.outbox.notifications.take()))
    }

    /// Waits until the callback has accepted at least `count` notifications, and returns those.
    ///
    /// # Errors
    /// [`TimedOut`] when the sandbox's patience ends first.
    pub async fn wait_for_accepted(&self, count: usize) -> Result<Vec<Notification>, TimedOut> {
        self.world
            .wait_for("notifications accepted by the callback", count, |state| {
                let mut accepted = state.outbox.notifications.all().to_vec();
                accepted.retain(Notification::was_accepted);
                accepted
            })
            .await
    }

    /// Waits until the callback has accepted at least `count` notifications or been given up on, and
    /// returns those.
    ///
    /// # Errors
    /// [`TimedOut`] when the sandbox's patience ends first.
    pub async fn wait_for_settled(&self, count: usize) -> Result<Vec<Notification>, TimedOut> {
        self.world
            .wait_for("notifications accepted or given up", count, |state| {
                state.outbox.notifications.settled()
            })
            .await
    }

    /// Notifies about any webhook field: `account_update`, `message_template_status_update`…
    pub fn notify(&self, field: &str, value: Value) {
        let update = Update::Field {
            field: field.to_owned(),
            value,
        };
        self.world
            .change(|state| state.outbox.add(update, &self.world.settings));
    }

    /// Posts (or collects) this whole body, written and signed as Meta does.
    pub fn notify_whole(&self, body: &Value) -> Notification {
        let notification = Notification::new(body, &self.world.settings.app_secret);
        self.world
            .change(|state| state.outbox.notifications.push(notification.clone()));
        notification
    }

    /// The `X-Hub-Signature-256` that these bytes would carry.
    pub fn sign(&self, body: &[u8]) -> String {
        sign(body, &self.world.settings.app_secret)
    }

    /// Sends notifications to this URL from now on, whatever overrides there were. What was collected before
    /// is not posted.
    pub fn call_back(&self, url: &str) {
        self.world.change(|state| {
            let app = Callbacks::of_app(Some(url.to_owned()));
            state.change_callback(|account| account.callbacks = app);
        });
    }

    /// Meta's check of the callback: GET with a challenge that it must repeat.
    ///
    /// # Errors
    /// [`VerifyError`] says what the callback did instead.
    pub async fn verify_callback(&self) -> Result<(), VerifyError> {
        let (url, token, challenge) = self.world.change(|state| {
            let url = state.account.callback().map(str::to_owned);
            (url, state.verify_token.clone(), state.ids.trace())
        });
        let url = url.ok_or(VerifyError::NoCallback)?;
        verify(&url, &token, &challenge).await
    }

    // ---- time

    /// Moves the sandbox's clock forward. Windows close, limits recover, scheduled messages leave; nothing really
    /// waits.
    pub fn advance(&self, by: Duration) {
        self.world.change(|state| {
            state.clock.advance(by);
            release_due(state, &self.world.settings);
        });
    }

    /// The sandbox's time, in seconds since 1970.
    pub fn now(&self) -> u64 {
        self.world.look(|state| state.clock.seconds())
    }

    /// Forgets requests, faults, customers, messages and notifications; keeps the settings.
    pub fn reset(&self) {
        self.world.reset();
    }
}

async fn run(listener: std::net::TcpListener, world: Arc<World>, stopped: oneshot::Receiver<()>) {
    let listener = match TcpListener::from_std(listener) {
        Ok(listener) => listener,
        Err(error) => {
            tracing::error!("the port could not be used: {error}");
            return;
        }
    };
    tokio::select! {
        () = server::serve(listener, Arc::clone(&world)) => {}
        () = deliver_for_ever(Arc::clone(&world)) => {}
        () = call_for_ever(world) => {}
        _ = stopped => {}
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
