use std::net::SocketAddr;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::StatusCode;
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::support::adapters::{message, notification};
use crate::support::sender::Sender;
use crate::support::until;

/// How many senders there are. Each has customers of its own, whose messages
/// it sends in order.
const SENDERS: usize = 8;
const CUSTOMERS: usize = 3;

/// Senders of notifications to servers that are killed meanwhile.
pub struct Senders {
    /// Where the servers listen.
    addresses: watch::Sender<Vec<SocketAddr>>,
    done: Arc<AtomicBool>,
    /// The ids of events that a server acknowledged.
    acknowledged: Arc<Mutex<Vec<String>>>,
    tasks: Vec<JoinHandle<()>>,
}

impl Senders {
    /// Starts them. Of 256 notifications, they send `twice` again after an
    /// acknowledgement, to another server if there are several.
    pub fn start(addresses: Vec<SocketAddr>, twice: u8) -> Self {
        let addresses = watch::Sender::new(addresses);
        let (done, acknowledged) = (Arc::default(), Arc::default());
        let tasks = (0..SENDERS).map(|number| {
            let (done, acknowledged) = (Arc::clone(&done), Arc::clone(&acknowledged));
            tokio::spawn(send(
                number,
                twice,
                addresses.subscribe(),
                done,
                acknowledged,
            ))
        });
        Self {
            tasks: tasks.collect(),
            addresses,
            done,
            acknowledged,
        }
    }

    /// A server was started again.
    pub fn is_at(&self, server: usize, address: SocketAddr) {
        self.addresses
            .send_modify(|addresses| addresses[server] = address);
    }

    /// Waits until some more events are acknowledged.
    pub async fn load(&self, events: Range<usize>) {
        let count = || self.acknowledged.lock().unwrap().len();
        let enough = count() + fastrand::usize(events);
        until("notifications are acknowledged", async || count() >= enough).await;
    }

    /// Stops them, and gives the ids of all events that were acknowledged.
    pub async fn finish(self) -> Vec<String> {
        self.done.store(true, Ordering::SeqCst);
        for task in self.tasks {
            task.await.unwrap();
        }
        std::mem::take(&mut *self.acknowledged.lock().unwrap())
    }
}

/// Sends notifications until all is done; each until it is acknowledged, as a
/// platform does through a balancer: to either server, and to the next one if there
/// is no answer.
async fn send(
    number: usize,
    twice: u8,
    addresses: watch::Receiver<Vec<SocketAddr>>,
    done: Arc<AtomicBool>,
    acknowledged: Arc<Mutex<Vec<String>>>,
) {
    let servers = addresses.borrow().len();
    let mut next = 0_u64;
    while !done.load(Ordering::SeqCst) {
        let ids: Vec<(String, String)> = (0..fastrand::u64(1..=5))
            .map(|_| {
                next += 1;
                let customer = format!("39-{number}-{}", fastrand::usize(0..CUSTOMERS));
                (format!("{customer}-{next}"), customer)
            })
            .collect();
        let events: Vec<Value> = ids
            .iter()
            .map(|(id, customer)| message(id, customer))
            .collect();
        let body = notification(&events);
        let mut server = fastrand::usize(0..servers);
        let mut answers = 1 + usize::from(fastrand::u8(..) < twice);
        while answers > 0 {
            let sender = Sender::new(addresses.borrow()[server], "shop");
            match sender.try_send(body.clone()).await {
                Ok(StatusCode::OK) => answers -= 1,
                _ => tokio::time::sleep(Duration::from_millis(10)).await,
            }
            server = (server + 1) % servers;
        }
        let ids = ids.into_iter().map(|(id, _)| id);
        acknowledged.lock().unwrap().extend(ids);
    }
}
