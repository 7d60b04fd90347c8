//! The server dies at once, and its disk is all that is left.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use uip_sandbox::Sandbox;

use super::engine::{Engine, until};
use super::repeats::notification;
use super::server::Site;

const SENDERS: usize = 4;
const NOTIFICATIONS: usize = 75;
const KILLS: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_arrives_after_the_server_is_killed_under_load() {
    let sandbox = Arc::new(Sandbox::start().await.expect("a free port"));
    let engine = Engine::start().await;
    let site = Site::new(&sandbox, &engine.url);
    let mut server = site.serve();
    let callback = Arc::new(Mutex::new(server.callback()));
    let acknowledged = Arc::new(AtomicUsize::new(0));

    let senders: Vec<_> = (0..SENDERS)
        .map(|sender| {
            let (sandbox, callback) = (Arc::clone(&sandbox), Arc::clone(&callback));
            let acknowledged = Arc::clone(&acknowledged);
            tokio::spawn(async move {
                for number in 0..NOTIFICATIONS {
                    send_until_taken(&sandbox, &callback, &ids(sender, number)).await;
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                }
            })
        })
        .collect();
    for kill in 1..=KILLS {
        let share = SENDERS * NOTIFICATIONS * kill / (KILLS + 1);
        until("enough is acknowledged", || {
            acknowledged.load(Ordering::SeqCst) >= share
        })
        .await;
        drop(server);
        server = site.serve();
        *callback.lock().expect("no test panicked") = server.callback();
    }
    for sender in senders {
        sender.await.expect("a sender");
    }

    let wanted: BTreeSet<String> = (0..SENDERS)
        .flat_map(|sender| (0..NOTIFICATIONS).flat_map(move |number| ids(sender, number)))
        .collect();
    let keys = || -> BTreeSet<String> {
        let deliveries = engine.deliveries().into_iter();
        deliveries.map(|delivery| delivery.key).collect()
    };
    until("all are delivered", || keys().len() >= wanted.len()).await;
    assert_eq!(keys(), wanted);
    // A key means one event and one alone.
    for delivery in engine.deliveries() {
        assert_eq!(delivery.event["eventId"], delivery.key.as_str());
    }
    println!(
        "{} messages acknowledged and delivered, in {} deliveries, over {KILLS} kills",
        wanted.len(),
        engine.deliveries().len()
    );
    until("nothing waits", || {
        site.json(&["events", "list", "--state", "pending"]) == serde_json::json!([])
    })
    .await;
    assert_eq!(site.json(&["events", "dead"]), serde_json::json!([]));
    let delivered = site.json(&["events", "list", "--limit", "10000"]);
    let delivered = delivered.as_array().expect("a list");
    assert_eq!(delivered.len(), wanted.len());
    assert!(delivered.iter().all(|event| event["delivered"] == 1));
}

/// The messages of one notification: some alone, some in batches.
fn ids(sender: usize, number: usize) -> Vec<String> {
    (0..=number % 4)
        .map(|part| format!("wamid.{sender}-{number}-{part}"))
        .collect()
}

/// As Meta does: again, until it is acknowledged.
async fn send_until_taken(sandbox: &Sandbox, callback: &Mutex<String>, ids: &[String]) {
    let body = notification(ids);
    let signature = sandbox.sign(body.as_bytes());
    loop {
        let url = callback.lock().expect("no test panicked").clone();
        let answer = reqwest::Client::new()
            .post(url)
            .header("X-Hub-Signature-256", &signature)
            .body(body.clone())
            .send()
            .await;
        match answer {
            Ok(answer) if answer.status().is_success() => return,
            Ok(answer) => assert_eq!(answer.status().as_u16(), 503),
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}
