//! The server dies at once, again and again, and its disk is all that is left.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::sync::watch;
use uip_sandbox::Sandbox;

use super::engine::until;
use super::load::{Load, Update};
use super::receiver::{Manner, Receiver, Taken};
use super::server::Site;

/// How the receiver is while the server is killed, in turn.
const MANNERS: [Manner; 5] = [
    Manner::Take,
    Manner::Fail,
    Manner::Down,
    Manner::Stall,
    Manner::Take,
];

/// How long it may take until a receiver that was down has everything. What
/// it refused often waits longer.
const CATCH_UP: Duration = Duration::from_mins(9);

/// `UIP_KILLS` says how often the server is killed; 5 times if it says nothing.
fn kills() -> usize {
    std::env::var("UIP_KILLS").map_or(5, |kills| kills.parse().expect("a number in UIP_KILLS"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_arrives_however_often_the_server_is_killed_under_load() {
    let sandbox = Arc::new(Sandbox::start().await.expect("a free port"));
    let mut receiver = Receiver::start().await;
    let site = Site::new(&sandbox, &receiver.url);
    // A receiver that stalls is given up soon, and a few connections are load.
    let url = format!("deliver = {:?}", receiver.url);
    site.change(&url, &format!("{url}\ntimeoutSeconds = 1"));
    site.change("[server]", "[inbox]\nmaxWaiting = 4\n\n[server]");
    let mut server = site.serve();
    let callback = watch::Sender::new(server.callback());
    let load = Load::start(&sandbox, &callback);

    let (kills, mut unready) = (kills(), 0);
    for kill in 0..kills {
        receiver.be(MANNERS[kill % MANNERS.len()]).await;
        let before = load.counts.acknowledged.load(Ordering::SeqCst);
        let share = fastrand::usize(1..300);
        until("more is acknowledged", || {
            load.counts.acknowledged.load(Ordering::SeqCst) >= before + share
        })
        .await;
        drop(server);
        if kill % 3 == 2 {
            // Once more, before it is ready.
            let starting = site.start(&[], &[]);
            tokio::time::sleep(Duration::from_millis(fastrand::u64(..500))).await;
            drop(starting);
            unready += 1;
        }
        server = site.serve();
        callback.send_replace(server.callback());
    }
    let (acknowledged, counts) = load.finish().await;
    receiver.be(Manner::Take).await;

    let start = Instant::now();
    while !is_through(&site) {
        assert!(start.elapsed() < CATCH_UP, "it does not catch up");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let taken = receiver.taken();
    let arrived = of(&taken);
    let lost: Vec<&Update> = acknowledged.difference(&arrived).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    assert_eq!(arrived, acknowledged);
    let kept = deduplicated(&taken);
    assert_eq!(kept.len(), acknowledged.len(), "none came under two keys");
    each_customers_updates_are_in_order(&kept);
    let messages = acknowledged.iter().filter(|it| it.is_message).count();
    println!(
        "killed {kills} times while it served and {unready} times while it started: \
         {messages} messages and {} statuses acknowledged, in {} notifications; \
         {} of these were repeats, {} requests got 503, {} no answer. \
         The receiver was asked {} times, took {}, {} of them again, \
         and has {} after its own dedupe: 0 lost, 0 twice",
        acknowledged.len() - messages,
        counts.acknowledged.load(Ordering::SeqCst),
        counts.repeated.load(Ordering::SeqCst),
        counts.unavailable.load(Ordering::SeqCst),
        counts.unanswered.load(Ordering::SeqCst),
        receiver.requests(),
        taken.len(),
        taken.len() - kept.len(),
        kept.len(),
    );
    the_inbox_agrees(&site, acknowledged.len());
    assert_eq!(server.terminate().code(), Some(0));
}

fn of(taken: &[Taken]) -> BTreeSet<Update> {
    taken
        .iter()
        .map(|taken| Update::of(&taken.event).expect("an event of this test"))
        .collect()
}

/// What a receiver has that skips a key that it knows.
fn deduplicated(taken: &[Taken]) -> Vec<&Taken> {
    let mut seen = HashMap::new();
    let mut kept = Vec::new();
    for taken in taken {
        assert_eq!(taken.event["eventId"], taken.key.as_str());
        if let Some(before) = seen.insert(taken.key.as_str(), &taken.event) {
            assert_eq!(*before, taken.event, "one key is one event");
        } else {
            kept.push(taken);
        }
    }
    kept
}

fn each_customers_updates_are_in_order(kept: &[&Taken]) {
    let mut last = BTreeMap::new();
    for taken in kept {
        let update = Update::of(&taken.event).expect("an event of this test");
        let before = last.insert((update.is_message, update.customer), update.number);
        assert!(
            before < Some(update.number),
            "{} after {before:?}",
            taken.key
        );
    }
}

/// Whether nothing waits in the inbox, by its own account.
fn is_through(site: &Site) -> bool {
    site.json(&["notifications", "list", "--state", "waiting"]) == json!([])
        && site.json(&["events", "list", "--state", "pending"]) == json!([])
}

fn the_inbox_agrees(site: &Site, events: usize) {
    assert_eq!(site.json(&["events", "dead"]), json!([]));
    let failed = site.json(&["notifications", "list", "--state", "failed"]);
    assert_eq!(failed, json!([]));
    let delivered = site.json(&["events", "list", "--limit", "1000000"]);
    let delivered = delivered.as_array().expect("a list");
    assert_eq!(delivered.len(), events);
    assert!(delivered.iter().all(|event| event["delivered"] == 1));
}
