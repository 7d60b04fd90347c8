//! Two servers, each with an inbox of its own, deliver into one stream. One is
//! killed under load; what it did not acknowledge is sent to the other one, and
//! so is much that it did. When it is back, the stream has every event once.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_nats::ConnectOptions;
use http::StatusCode;
use serde_json::Value;
use tokio::sync::watch;

use crate::brokers::NatsServer;
use crate::support::adapters::{message, notification};
use crate::support::sender::Sender;
use crate::support::until;
use crate::{SENDERS, start};

type Addresses = [SocketAddr; 2];

pub async fn test() {
    let nats = NatsServer::start().await;
    let streams = nats.streams(ConnectOptions::new()).await;
    streams.create("shop.>").await;
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let [(mut one, at_one), (mut other, at_other)] = folders
        .each_ref()
        .map(|folder| start(folder.path(), &nats.url()));
    let addresses = watch::Sender::new([at_one, at_other]);
    let done = Arc::new(AtomicBool::new(false));
    let acknowledged = Arc::<Mutex<Vec<String>>>::default();
    let senders: Vec<_> = (0..SENDERS)
        .map(|number| {
            tokio::spawn(send(
                number,
                addresses.subscribe(),
                Arc::clone(&done),
                Arc::clone(&acknowledged),
            ))
        })
        .collect();
    for _ in 0..3 {
        load(&acknowledged).await;
        one.kill().unwrap();
        one.wait().unwrap();
        // The other one carries the load alone meanwhile.
        load(&acknowledged).await;
        let (again, at) = start(folders[0].path(), &nats.url());
        one = again;
        addresses.send_replace([at, at_other]);
    }
    done.store(true, Ordering::SeqCst);
    for sender in senders {
        sender.await.unwrap();
    }
    let sent: HashSet<String> = acknowledged.lock().unwrap().iter().cloned().collect();
    let count = u64::try_from(sent.len()).unwrap();
    until("every acknowledged event is in the stream", async || {
        streams.count().await >= count
    })
    .await;
    for server in [&mut one, &mut other] {
        server.kill().unwrap();
        server.wait().unwrap();
    }
    let messages = streams.messages().await;
    let ids = messages
        .iter()
        .map(|(_, body)| body["eventId"].as_str().unwrap().to_owned());
    let ids: HashSet<String> = ids.collect();
    assert_eq!(ids.len(), messages.len(), "each event is there once");
    assert_eq!(ids, sent);
    println!(
        "test nodes ... ok: {} events acknowledged by two nodes, one of them killed 3 times; {} in the stream, 0 lost, 0 twice",
        sent.len(),
        messages.len()
    );
}

/// Waits until some more events are acknowledged.
async fn load(acknowledged: &Mutex<Vec<String>>) {
    let before = acknowledged.lock().unwrap().len();
    let load = fastrand::usize(100..400);
    until("notifications are acknowledged", async || {
        acknowledged.lock().unwrap().len() >= before + load
    })
    .await;
}

/// Sends notifications as through a balancer: to either node, to the other one if
/// there is no answer, and sometimes to both.
async fn send(
    number: usize,
    addresses: watch::Receiver<Addresses>,
    done: Arc<AtomicBool>,
    acknowledged: Arc<Mutex<Vec<String>>>,
) {
    let mut next = 0_u64;
    while !done.load(Ordering::SeqCst) {
        let ids: Vec<String> = (0..fastrand::u64(1..=5))
            .map(|_| {
                next += 1;
                format!("39-{number}-{next}")
            })
            .collect();
        let customer = format!("39-{number}");
        let events: Vec<Value> = ids.iter().map(|id| message(id, &customer)).collect();
        let body = notification(&events);
        let mut node = fastrand::usize(0..2);
        let mut answers = if fastrand::u8(..) < 64 { 2 } else { 1 };
        while answers > 0 {
            let sender = Sender::new(addresses.borrow()[node], "shop");
            match sender.try_send(body.clone()).await {
                Ok(StatusCode::OK) => answers -= 1,
                _ => tokio::time::sleep(Duration::from_millis(10)).await,
            }
            node = 1 - node;
        }
        acknowledged.lock().unwrap().extend(ids);
    }
}
