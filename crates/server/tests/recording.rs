//! What a receiver took is written down together: it does not wait for the
//! disk once for each event, and yet no customer's events overtake each other.

mod support;

use http::StatusCode;
use support::adapters::{message, notification};
use support::host::{Host, deliver_messages};
use support::logged::Logged;
use support::receiver::{Manner, Receiver};
use support::until;
use uip_server::operations::{DeliveryState, EventFilter};

/// How many events a receiver may have that are not written down.
const UNRECORDED: usize = 256;

/// Deliveries at a time.
const PARALLEL: usize = 4;

/// A host that keeps so many events, each of another customer, for a receiver
/// that stalls.
async fn host_with(receiver: &Receiver, events: usize) -> Host {
    receiver.be(Manner::Stall);
    let settings = deliver_messages("a", &receiver.url(), &format!("parallel = {PARALLEL}"));
    let host = Host::start(&settings).await;
    let events: Vec<_> = (0..events)
        .map(|event| message(&format!("m{event}"), &format!("39{event}")))
        .collect();
    send(&host, &events).await;
    until("the first are under way", async || {
        receiver.attempts() == PARALLEL
    })
    .await;
    host
}

async fn send(host: &Host, events: &[serde_json::Value]) {
    let answer = host.sender().send(notification(events)).await;
    assert_eq!(answer, StatusCode::OK);
}

/// How many events there are with a delivery in this state.
fn events_of(host: &Host, delivery: Option<DeliveryState>) -> usize {
    let filter = EventFilter {
        delivery,
        limit: 1000,
        ..EventFilter::default()
    };
    host.operations().events(&filter).unwrap().len()
}

#[tokio::test]
async fn a_receiver_gets_more_while_what_it_took_is_not_on_disk_yet() {
    let receiver = Receiver::start().await;
    let events = 20 * PARALLEL;
    let host = host_with(&receiver, events).await;
    let held = host.hold();
    receiver.be(Manner::Take);
    until("it has all of them", async || receiver.count() == events).await;
    drop(held);
    until("all of it is on disk", async || {
        events_of(&host, Some(DeliveryState::Pending)) == 0
    })
    .await;
    let host = host.restart().await;
    send(&host, &[message("last", "39")]).await;
    until("the last is there", async || {
        receiver.ids().contains(&"last".to_owned())
    })
    .await;
    assert_eq!(receiver.count(), events + 1, "something came twice");
}

#[tokio::test]
async fn no_more_than_a_bounded_number_of_events_could_come_twice_after_a_kill() {
    let receiver = Receiver::start().await;
    let events = UNRECORDED + 100;
    let host = host_with(&receiver, events).await;
    let held = host.hold();
    receiver.be(Manner::Take);
    until("it has as many as it may", async || {
        receiver.count() == UNRECORDED
    })
    .await;
    // This takes as long as the database is waited for.
    assert_eq!(host.get("/readyz").await.0, 503);
    assert_eq!(receiver.count(), UNRECORDED);
    drop(held);
    until("it has all of them", async || receiver.count() == events).await;
}

#[tokio::test]
async fn a_customers_next_event_waits_until_the_one_before_it_is_on_disk() {
    let receiver = Receiver::start().await;
    let others = 10 * PARALLEL;
    let host = host_with(&receiver, others).await;
    let of_one = ["a1", "a2", "a3"];
    send(&host, &of_one.map(|id| message(id, "39a"))).await;
    until("all are stored", async || {
        events_of(&host, None) == others + of_one.len()
    })
    .await;
    let held = host.hold();
    receiver.be(Manner::Take);
    until("it has the first of each customer", async || {
        receiver.count() == others + 1
    })
    .await;
    assert_eq!(host.get("/readyz").await.0, 503);
    let ids = receiver.ids();
    assert!(ids.contains(&"a1".to_owned()));
    assert_eq!(
        ids.len(),
        others + 1,
        "a customer's next event came too soon"
    );
    drop(held);
    until("it has all of them", async || {
        receiver.count() == others + of_one.len()
    })
    .await;
    let mut ids = receiver.ids();
    ids.retain(|id| id.starts_with('a'));
    assert_eq!(ids, of_one);
}

#[tokio::test]
async fn results_that_cannot_be_recorded_are_logged_when_they_wait_and_at_a_stop() {
    let log = Logged::start();
    let receiver = Receiver::start().await;
    let host = host_with(&receiver, PARALLEL).await;
    let held = host.hold();
    receiver.be(Manner::Take);
    let waits = "deliveries wait until their results can be recorded in the inbox";
    until("it is logged", async || log.line(waits).is_some()).await;
    host.running.shutdown().await;
    drop(held);
    let logged = log.text();
    assert_eq!(logged.matches(waits).count(), 1, "{logged}");
    let lost = log.line("the results of deliveries could not be recorded");
    assert!(
        lost.is_some_and(|it| it.contains("trigger=\"a\"")),
        "{logged}"
    );
}
