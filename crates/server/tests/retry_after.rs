//! A wait that a receiver asks for is kept, whatever else happens.

mod support;

use std::time::{Duration, SystemTime};

use support::host::{Host, deliver_messages};
use support::receiver::{Manner, Receiver};
use support::until;
use uip_server::DeadCause;
use uip_server::operations::{DeliveryState, Waiting};

const ASKED: Duration = Duration::from_mins(10);
const OPEN: Duration = Duration::from_secs(30);

/// A receiver that asks for a wait for one event.
async fn asking(status: u16, wait: &str) -> (Receiver, Host) {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Sort(vec![("slow", status, Some(wait.to_owned()))]));
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    host.receives(&["slow"], "39").await;
    until("it is asked to wait", async || {
        host.delivery("slow").and_then(|it| it.waiting) == Some(Waiting::RetryAfter)
    })
    .await;
    (receiver, host)
}

/// Shows that the receiver is looked after at the present time, with an event
/// that it takes.
async fn another_is_taken(host: &Host, receiver: &Receiver, id: &str) {
    host.receives(&[id], id).await;
    until("another is taken", async || {
        receiver.ids().contains(&id.to_owned())
    })
    .await;
}

#[tokio::test]
async fn it_is_kept_when_the_circuit_opens_and_closes() {
    let (receiver, host) = asking(429, "600").await;
    let asked = ("slow", 429, Some("600".to_owned()));
    receiver.be(Manner::Sort(vec![asked.clone(), ("bad", 500, None)]));
    for number in 0..8 {
        host.receives(&[&format!("bad{number}")], &format!("4{number}"))
            .await;
    }
    // An answer that came after the clock had moved would open it again.
    until("it is open, and every post is answered", async || {
        let ids = (0..8).map(|number| format!("bad{number}"));
        let answered = ids
            .filter_map(|id| host.delivery(&id))
            .map(|it| it.attempts);
        let posted = receiver.attempts() - receiver.posts("slow");
        host.circuit().await == "open"
            && usize::try_from(answered.sum::<u32>()).is_ok_and(|answered| answered == posted)
    })
    .await;
    receiver.be(Manner::Sort(vec![asked]));
    host.clock.advance(OPEN);
    until("it is closed, and the others are there", async || {
        receiver.count() == 8 && host.circuit().await == "closed"
    })
    .await;
    assert_eq!(receiver.posts("slow"), 1);
    host.clock.advance(Duration::from_secs(600 - 30 - 1));
    another_is_taken(&host, &receiver, "other").await;
    assert_eq!(receiver.posts("slow"), 1);
    host.clock.advance(Duration::from_secs(1));
    until("its time has come", async || receiver.posts("slow") == 2).await;
}

#[tokio::test]
async fn it_is_kept_over_a_restart_and_a_change_of_the_clock() {
    let date = httpdate::fmt_http_date(SystemTime::now() + ASKED + Duration::from_secs(1));
    for wait in ["600", &date] {
        let (receiver, host) = asking(503, wait).await;
        let host = host.restart().await;
        host.clock.set_ahead(24 * 60 * 60 * 1000);
        host.clock.advance(ASKED / 2);
        another_is_taken(&host, &receiver, "first").await;
        let host = host.restart().await;
        host.clock.advance(Duration::from_secs(300 - 10));
        another_is_taken(&host, &receiver, "second").await;
        assert_eq!(receiver.posts("slow"), 1, "{wait}");
        host.clock.advance(Duration::from_secs(11));
        until("its time has come", async || receiver.posts("slow") == 2).await;
    }
}

#[tokio::test]
async fn it_ends_when_the_delivery_would_be_given_up() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Wait("99999999999"));
    let more = "giveUp = \"10m\"";
    let host = Host::start(&deliver_messages("a", &receiver.url(), more)).await;
    host.receives(&["m1"], "39").await;
    until("it is asked to wait", async || {
        host.delivery("m1").is_some_and(|it| it.attempts == 1)
    })
    .await;
    host.clock.advance(Duration::from_mins(10));
    until("it is dead after a last attempt", async || {
        host.delivery("m1")
            .is_some_and(|it| it.state == DeliveryState::Dead)
    })
    .await;
    assert_eq!(host.deliveries("m1")[0].cause, Some(DeadCause::GaveUp));
    assert_eq!(receiver.posts("m1"), 2);
}
