//! Many senders that behave as Meta does: batches, and again what was not
//! acknowledged.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use uip_sandbox::Sandbox;

/// How many connections send at a time. Each has customers of its own.
const SENDERS: usize = 8;
const CUSTOMERS: usize = 3;

/// How many updates one notification holds at most.
const BATCH: usize = 5;

/// One message, or one status of a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Update {
    pub is_message: bool,
    /// Who wrote it, or whom it is about.
    pub customer: String,
    /// Grows with time for each customer.
    pub number: u64,
}

impl Update {
    fn id(&self) -> String {
        format!("wamid.{}.{}", self.customer, self.number)
    }

    fn json(&self) -> Value {
        if self.is_message {
            json!({"id": self.id(), "from": self.customer, "timestamp": "1795248000", "type": "text", "text": {"body": "Grüß dich 👋"}})
        } else {
            json!({"id": self.id(), "recipient_id": self.customer, "timestamp": "1795248000", "status": "delivered"})
        }
    }

    /// What an event is about, as a flow sees it.
    pub fn of(event: &Value) -> Option<Self> {
        let properties = &event["properties"];
        let (is_message, member, customer) = match event["event"].as_str()? {
            "customer_message" => (true, &properties["messages"], "from"),
            _ => (false, &properties["statuses"], "recipient_id"),
        };
        let [update] = member.as_array()?.as_slice() else {
            return None;
        };
        let (_, number) = update["id"].as_str()?.rsplit_once('.')?;
        Some(Self {
            is_message,
            customer: update[customer].as_str()?.to_owned(),
            number: number.parse().ok()?,
        })
    }
}

/// What became of what was sent.
#[derive(Default)]
pub struct Counts {
    /// Notifications acknowledged, those that were sent again among them.
    pub acknowledged: AtomicUsize,
    /// Requests that were answered 503.
    pub unavailable: AtomicUsize,
    /// Requests without an answer.
    pub unanswered: AtomicUsize,
    /// Notifications sent again that had been acknowledged already.
    pub repeated: AtomicUsize,
}

/// Senders at work.
pub struct Load {
    senders: JoinSet<()>,
    pub counts: Arc<Counts>,
    acknowledged: Arc<Mutex<BTreeSet<Update>>>,
    stop: watch::Sender<bool>,
}

impl Load {
    /// Sends to the last address of `callback`.
    pub fn start(sandbox: &Arc<Sandbox>, callback: &watch::Sender<String>) -> Self {
        let mut load = Self {
            senders: JoinSet::new(),
            counts: Arc::default(),
            acknowledged: Arc::default(),
            stop: watch::Sender::new(false),
        };
        for number in 0..SENDERS {
            let sender = Sender {
                number,
                client: client(),
                sandbox: Arc::clone(sandbox),
                callback: callback.subscribe(),
                counts: Arc::clone(&load.counts),
            };
            let acknowledged = Arc::clone(&load.acknowledged);
            load.senders
                .spawn(sender.run(acknowledged, load.stop.subscribe()));
        }
        load
    }

    /// Stops when everything in flight is acknowledged, and returns all
    /// acknowledged updates.
    pub async fn finish(mut self) -> (BTreeSet<Update>, Arc<Counts>) {
        self.stop.send_replace(true);
        while let Some(sender) = self.senders.join_next().await {
            sender.expect("a sender");
        }
        let acknowledged = self.acknowledged.lock();
        let acknowledged = acknowledged.unwrap_or_else(PoisonError::into_inner).clone();
        (acknowledged, self.counts)
    }
}

struct Sender {
    number: usize,
    client: reqwest::Client,
    sandbox: Arc<Sandbox>,
    callback: watch::Receiver<String>,
    counts: Arc<Counts>,
}

impl Sender {
    async fn run(mut self, all: Arc<Mutex<BTreeSet<Update>>>, stop: watch::Receiver<bool>) {
        let mut next = 0;
        let mut before: Vec<Update> = Vec::new();
        while !*stop.borrow() {
            let mut batch: Vec<Update> = (0..fastrand::usize(1..=BATCH))
                .map(|_| {
                    next += 1;
                    Update {
                        is_message: fastrand::u8(..) < 180,
                        customer: format!("39333{}{}", self.number, fastrand::usize(..CUSTOMERS)),
                        number: next,
                    }
                })
                .collect();
            self.send(&batch).await;
            all.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend(batch.iter().cloned());
            if fastrand::u8(..) < 25 {
                // Again, in another group.
                batch.extend(before);
                fastrand::shuffle(&mut batch);
                self.counts.repeated.fetch_add(1, Ordering::SeqCst);
                self.send(&batch).await;
                batch.truncate(BATCH);
            }
            before = batch;
        }
    }

    /// Sends until it is acknowledged.
    async fn send(&mut self, batch: &[Update]) {
        let body = notification(batch);
        let signature = self.sandbox.sign(body.as_bytes());
        loop {
            let url = self.callback.borrow_and_update().clone();
            let request = self
                .client
                .post(url)
                .header("X-Hub-Signature-256", &signature)
                .body(body.clone());
            // Now and then the answer gets lost.
            let patience = if fastrand::u8(..) < 12 {
                Duration::from_millis(fastrand::u64(..4))
            } else {
                Duration::from_mins(1)
            };
            match tokio::time::timeout(patience, request.send()).await {
                Ok(Ok(answer)) if answer.status().as_u16() == 200 => {
                    self.counts.acknowledged.fetch_add(1, Ordering::SeqCst);
                    return;
                }
                Ok(Ok(answer)) => {
                    assert_eq!(answer.status().as_u16(), 503);
                    assert!(answer.headers().contains_key("Retry-After"));
                    self.counts.unavailable.fetch_add(1, Ordering::SeqCst);
                }
                Ok(Err(_)) | Err(_) => {
                    self.counts.unanswered.fetch_add(1, Ordering::SeqCst);
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client")
}

/// The updates as Meta groups them: messages in one change, statuses in
/// another.
pub fn notification(batch: &[Update]) -> String {
    let change = |member: &str, is_message: bool| {
        let updates: Vec<&Update> = batch
            .iter()
            .filter(|update| update.is_message == is_message)
            .collect();
        let customers: BTreeSet<&str> = updates.iter().map(|it| it.customer.as_str()).collect();
        let contacts: Vec<Value> = customers
            .iter()
            .map(|customer| json!({"profile": {"name": "Ada"}, "wa_id": customer}))
            .collect();
        let own: Vec<Value> = updates.iter().map(|update| update.json()).collect();
        (!own.is_empty()).then(|| {
            json!({"field": "messages", "value": {
                "messaging_product": "whatsapp",
                "metadata": {"display_phone_number": "15550100200", "phone_number_id": uip_sandbox::DEFAULT_PHONE_NUMBER_ID},
                "contacts": contacts,
                member: own,
            }})
        })
    };
    let changes: Vec<Value> = [change("messages", true), change("statuses", false)]
        .into_iter()
        .flatten()
        .collect();
    let entry = json!([{"id": "1", "changes": changes}]);
    json!({"object": "whatsapp_business_account", "entry": entry}).to_string()
}
