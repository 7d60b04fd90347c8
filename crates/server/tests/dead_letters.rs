//! An event that its receiver refuses does not hold its customer back for ever,
//! and is not lost.

mod support;

use std::time::Duration;

use support::host::{Host, deliver_messages};
use support::receiver::{Manner, Receiver, answer};
use support::until;
use uip_server::operations::{DeliveriesOf, DeliveryState, EventFilter, Outcome, Waiting};
use uip_server::{DeadCause, Replay};

const SECOND: Duration = Duration::from_secs(1);

async fn host_for(receiver: &Receiver, more: &str) -> Host {
    Host::start(&deliver_messages("a", &receiver.url(), more)).await
}

fn dead(host: &Host, id: &str) -> Option<DeadCause> {
    host.delivery(id).and_then(|it| it.cause)
}

fn outcome(effects: &[uip_server::operations::Effect]) -> Outcome {
    assert_eq!(effects.len(), 1, "{effects:?}");
    effects[0].outcome.clone()
}

#[tokio::test]
async fn a_refused_event_is_skipped_after_its_attempts_and_can_be_replayed() {
    let receiver = Receiver::start().await;
    receiver.be(answer("a1", 422));
    let host = host_for(&receiver, "refusalAttempts = 3").await;
    host.receives(&["a1", "a2", "a3"], "39").await;
    until("the others are there", async || {
        host.clock.advance(SECOND);
        receiver.ids() == ["a2", "a3"]
    })
    .await;
    assert_eq!(receiver.posts("a1"), 3);
    assert_eq!(dead(&host, "a1"), Some(DeadCause::Refused));
    let count = "uip_deliveries_dead{trigger=\"a\",cause=\"refused\"}";
    until("it is counted", async || {
        host.metric(count).await == Some(1.0)
    })
    .await;

    let replay = || {
        let effects = host.operations().replay_event("a1", Replay::Dead);
        outcome(&effects.unwrap().unwrap())
    };
    assert_eq!(replay(), Outcome::Due);
    // Refused again, it holds its customer back no longer than the first time.
    until("it is dead again", async || {
        host.clock.advance(SECOND);
        receiver.posts("a1") == 6 && dead(&host, "a1").is_some()
    })
    .await;
    receiver.be(Manner::Take);
    assert_eq!(replay(), Outcome::Due);
    until("it is delivered", async || {
        receiver.ids() == ["a2", "a3", "a1"]
    })
    .await;
}

#[tokio::test]
async fn without_settings_a_refused_event_is_skipped_too() {
    let receiver = Receiver::start().await;
    receiver.be(answer("a1", 400));
    let host = host_for(&receiver, "").await;
    host.receives(&["a1", "a2"], "39").await;
    until("the next is there", async || {
        host.clock.advance(SECOND);
        receiver.ids() == ["a2"]
    })
    .await;
    assert_eq!(receiver.posts("a1"), 10);
}

#[tokio::test]
async fn a_trigger_that_blocks_keeps_the_order_until_the_event_is_dropped() {
    let receiver = Receiver::start().await;
    receiver.be(answer("a1", 422));
    let host = host_for(&receiver, "onRefusal = \"block\"").await;
    host.receives(&["a1", "a2", "a3"], "39").await;
    until("it was refused often", async || {
        host.clock.advance(Duration::from_mins(10));
        receiver.posts("a1") >= 12 && host.deliveries("a1")[0].refusals >= 12
    })
    .await;
    let row = &host.deliveries("a2")[0];
    let Some(Waiting::Behind {
        event_id, attempts, ..
    }) = &row.waiting
    else {
        panic!("{row:?}");
    };
    assert_eq!((event_id.as_str(), row.attempts), ("a1", 0));
    assert!(*attempts >= 12);
    assert!(row.to_string().contains("422"), "{row}");

    let operations = host.operations();
    let retried = outcome(&operations.retry_event("a2").unwrap());
    assert!(matches!(retried, Outcome::Waits(_)), "{retried:?}");
    // One in the middle goes, and the first keeps its turn.
    let dropped = operations
        .drop_event(DeliveriesOf::event("a2").trigger("a"))
        .unwrap();
    assert_eq!(outcome(&dropped), Outcome::Dropped);
    assert_eq!(receiver.count(), 0);
    let dropped = operations.drop_event("a1").unwrap();
    assert_eq!(outcome(&dropped), Outcome::Dropped);
    until("the rest is there", async || receiver.ids() == ["a3"]).await;
    assert_eq!(dead(&host, "a1"), Some(DeadCause::Dropped));
    let again = operations.drop_event("a1").unwrap();
    assert_eq!(outcome(&again), Outcome::IsDead(Some(DeadCause::Dropped)));
    let none = operations.replay_events(&EventFilter::default(), Replay::Dead, None);
    assert_eq!(none.unwrap().deliveries, 0, "what was dropped stays so");
    receiver.be(Manner::Take);
    let cause = Some(DeadCause::Dropped);
    let both = operations.replay_events(&EventFilter::default(), Replay::Dead, cause);
    assert_eq!(both.unwrap().deliveries, 2);
    until("both are there", async || {
        receiver.ids() == ["a3", "a1", "a2"]
    })
    .await;
}

#[tokio::test]
async fn a_wrong_address_or_credential_makes_no_event_a_dead_letter() {
    for status in [302, 401, 403, 404, 405, 410] {
        let receiver = Receiver::start().await;
        receiver.be(answer("", status));
        let host = host_for(&receiver, "refusalAttempts = 1").await;
        host.receives(&["a1", "a2"], "39").await;
        until("it was tried often", async || {
            host.clock.advance(Duration::from_mins(1));
            receiver.posts("a1") >= 5
        })
        .await;
        assert_eq!(dead(&host, "a1"), None, "{status}");
        receiver.be(Manner::Take);
        until("both are there, in order", async || {
            host.clock.advance(Duration::from_mins(1));
            receiver.ids() == ["a1", "a2"]
        })
        .await;
    }
}

#[tokio::test]
async fn an_event_that_alone_gets_404_is_skipped() {
    let receiver = Receiver::start().await;
    receiver.be(answer("a1", 404));
    let host = host_for(&receiver, "refusalAttempts = 2").await;
    host.receives(&["a1", "a2"], "39").await;
    let mut number = 0;
    until("its customer's next is there", async || {
        number += 1;
        host.receives(&[&format!("b{number}")], "40").await;
        host.clock.advance(SECOND);
        receiver.ids().contains(&"a2".to_owned())
    })
    .await;
    assert_eq!(dead(&host, "a1"), Some(DeadCause::Refused));
}

#[tokio::test]
async fn a_delivery_is_given_up_after_minutes_if_its_trigger_says_so() {
    let receiver = Receiver::start().await;
    receiver.be(answer("", 500));
    let host = host_for(&receiver, "giveUp = \"2m\"").await;
    host.receives(&["a1"], "39").await;
    until("it was tried", async || receiver.posts("a1") >= 1).await;
    until("it is given up", async || {
        host.clock.advance(Duration::from_secs(10));
        dead(&host, "a1") == Some(DeadCause::GaveUp)
    })
    .await;
    assert!(receiver.posts("a1") >= 2);
}

#[tokio::test]
async fn an_operator_has_a_delivery_tried_at_once_whatever_it_waits_for() {
    let receiver = Receiver::start().await;
    receiver.be(answer("", 500));
    let host = host_for(&receiver, "").await;
    for number in 0..8 {
        let id = format!("m{number}");
        host.receives(&[&id], &id).await;
    }
    until("the circuit is open", async || {
        host.circuit().await == "open"
    })
    .await;
    let operations = host.operations();
    let posts = receiver.posts("m3");
    for times in 1..=3 {
        let retried = operations.retry_event("m3").unwrap();
        assert_eq!(outcome(&retried), Outcome::Due);
        until("it is tried, and no time passed", async || {
            let recorded = host.deliveries("m3")[0].attempts as usize;
            receiver.posts("m3") == posts + times && recorded == posts + times
        })
        .await;
    }
    receiver.be(Manner::Take);
    let replayed = operations.replay_event("m3", Replay::Dead);
    assert_eq!(outcome(&replayed.unwrap().unwrap()), Outcome::Due);
    until("all are there", async || receiver.count() == 8).await;
    assert_eq!(receiver.ids()[0], "m3");
    until("it is on disk", async || {
        host.deliveries("m3")[0].state == DeliveryState::Delivered
    })
    .await;
    let retried = operations.retry_event("m3").unwrap();
    assert_eq!(outcome(&retried), Outcome::WasDelivered);
}
