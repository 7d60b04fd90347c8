//! A receiver that fails is spared; an event that is refused stops no other.

mod support;

use std::time::Duration;

use support::host::{Host, deliver_messages};
use support::logged::Logged;
use support::receiver::{Manner, Receiver, answer};
use support::until;
use uip_server::operations::Waiting;

/// The longest that a circuit stays open.
const OPEN: Duration = Duration::from_secs(30);

/// As many customers as would open the circuit with one failure each, and more.
const MANY: usize = 12;

async fn bad_events(host: &Host) {
    for number in 0..MANY {
        host.receives(&[&format!("bad{number}")], &format!("39{number}"))
            .await;
    }
}

#[tokio::test]
async fn refused_events_of_some_customers_delay_no_event_of_another() {
    for status in [302, 400, 401, 403, 404, 409, 410, 413, 422] {
        let receiver = Receiver::start().await;
        receiver.be(answer("bad", status));
        let more = "onRefusal = \"block\"";
        let host = Host::start(&deliver_messages("a", &receiver.url(), more)).await;
        bad_events(&host).await;
        until("each was refused twice", async || {
            host.clock.advance(Duration::from_secs(1));
            (0..MANY).all(|number| receiver.posts(&format!("bad{number}")) >= 2)
        })
        .await;
        assert_eq!(host.circuit().await, "closed", "{status}");
        host.receives(&["good"], "40").await;
        until("the good one is there, and no time passed", async || {
            receiver.ids() == ["good"]
        })
        .await;
    }
}

#[tokio::test]
async fn events_that_make_a_receiver_fail_delay_others_by_one_wait_of_the_circuit() {
    let receiver = Receiver::start().await;
    receiver.be(answer("bad", 500));
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    bad_events(&host).await;
    until("it is open", async || host.circuit().await == "open").await;
    host.receives(&["good"], "40").await;
    until("the good one waits for it", async || {
        host.delivery("good").and_then(|it| it.waiting) == Some(Waiting::CircuitOpen)
    })
    .await;
    assert_eq!(receiver.posts("good"), 0);
    host.clock.advance(OPEN);
    until("the good one goes first", async || {
        receiver.ids() == ["good"]
    })
    .await;
}

#[tokio::test]
async fn the_log_says_why_a_circuit_opened() {
    let log = Logged::start();
    let receiver = Receiver::start().await;
    receiver.be(answer("bad", 500));
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    bad_events(&host).await;
    until("it is open", async || host.circuit().await == "open").await;
    let line = log.line("the circuit breaker is open");
    let line = line.expect("it is logged when it opens");
    assert!(line.contains("WARN"), "{line}");
    assert!(line.contains("trigger=\"a\""), "{line}");
    assert!(line.contains("error=\"the receiver answered 500"), "{line}");
}

#[tokio::test]
async fn a_half_open_circuit_lets_one_delivery_through_and_a_closed_one_all_that_failed() {
    let receiver = Receiver::start().await;
    receiver.be(answer("", 503));
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    for number in 0..40 {
        host.receives(&[&format!("m{number}")], &format!("39{number}"))
            .await;
    }
    until("it is open, and what ran is over", async || {
        host.circuit().await == "open"
            && host.operations().triggers().unwrap()[0].pending == 40
            && (0..40).all(|number| {
                let id = format!("m{number}");
                let recorded = host.delivery(&id).map_or(0, |it| it.attempts as usize);
                receiver.posts(&id) == recorded
            })
    })
    .await;
    let before = receiver.attempts();
    receiver.be(Manner::Stall);
    host.clock.advance(OPEN);
    until("one goes through", async || {
        receiver.attempts() == before + 1
    })
    .await;
    assert_eq!(host.circuit().await, "half-open");
    // It looks for more when one is stored.
    host.receives(&["later"], "40").await;
    until("another is stored", async || {
        host.delivery("later").is_some()
    })
    .await;
    assert_eq!(receiver.attempts(), before + 1);
    receiver.be(Manner::Take);
    until("all are there, and no time passed", async || {
        receiver.count() == 41
    })
    .await;
    assert_eq!(host.circuit().await, "closed");
}
