//! An event trigger that is paused, and events that are too old for one.

mod support;

use std::time::Duration;

use support::host::{Host, deliver_messages};
use support::receiver::{Manner, Receiver, answer};
use support::until;
use uip_server::operations::{DeliveriesOf, OperationError, Outcome, Waiting};
use uip_server::{CircuitState, DeadCause, Replay};

const DAY: Duration = Duration::from_hours(24);

async fn is_paused(host: &Host) -> bool {
    let state = "uip_trigger_paused{trigger=\"a\"}";
    host.metric(state).await == Some(1.0)
}

/// Pauses the trigger `a`, and waits until a host has taken it up: then what
/// another trigger gets is not for `a`.
async fn pause(host: &Host) {
    host.operations().pause_trigger("a").unwrap();
    until("it is shown", async || is_paused(host).await).await;
}

#[tokio::test]
async fn a_paused_trigger_keeps_its_events_over_a_restart_until_it_is_resumed() {
    let (paused, other) = (Receiver::start().await, Receiver::start().await);
    let settings = [
        deliver_messages("a", &paused.url(), ""),
        deliver_messages("b", &other.url(), ""),
    ];
    let host = Host::start(&settings.concat()).await;
    host.operations().pause_trigger("a").unwrap();
    let host = host.restart().await;
    host.receives(&["m1", "m2"], "39").await;
    until("the other trigger goes on", async || {
        other.ids() == ["m1", "m2"]
    })
    .await;
    assert!(is_paused(&host).await);
    assert_eq!(paused.attempts(), 0);
    let row = &host.deliveries("m1")[0];
    assert_eq!(row.waiting, Some(Waiting::Paused));
    let rows = host.operations().triggers().unwrap();
    assert_eq!((rows[0].trigger.as_str(), rows[0].paused), ("a", true));
    assert_eq!((rows[0].pending, rows[1].paused), (2, false));
    assert_eq!(rows[0].circuit_breaker, CircuitState::Closed);
    let retried = host
        .operations()
        .retry_event(DeliveriesOf::event("m1").trigger("a"))
        .unwrap();
    assert_eq!(retried[0].outcome, Outcome::Pending(Waiting::Paused));

    host.operations().resume_trigger("a").unwrap();
    until("they are delivered", async || paused.ids() == ["m1", "m2"]).await;
    until("it is shown", async || !is_paused(&host).await).await;
}

#[tokio::test]
async fn a_trigger_is_paused_while_a_host_runs_and_a_pause_gives_nothing_up() {
    let receiver = Receiver::start().await;
    receiver.be(answer("", 500));
    let more = "giveUp = \"10m\"";
    let host = Host::start(&deliver_messages("a", &receiver.url(), more)).await;
    host.receives(&["m1"], "39").await;
    until("it was tried", async || {
        host.delivery("m1").is_some_and(|it| it.attempts == 1)
    })
    .await;
    pause(&host).await;
    host.clock.advance(DAY);
    host.operations().resume_trigger("a").unwrap();
    until("it was tried again", async || {
        host.deliveries("m1")[0].attempts == 2
    })
    .await;
    assert_eq!(host.deliveries("m1")[0].cause, None);
    receiver.be(Manner::Take);
    host.clock.advance(Duration::from_mins(1));
    until("it is delivered", async || receiver.ids() == ["m1"]).await;
}

#[tokio::test]
async fn events_older_than_a_trigger_delivers_are_kept_as_dead_letters() {
    let receiver = Receiver::start().await;
    let more = "maxAge = \"1d\"";
    let host = Host::start(&deliver_messages("a", &receiver.url(), more)).await;
    host.operations().pause_trigger("a").unwrap();
    let host = host.restart().await;
    host.receives(&["old1", "old2"], "39").await;
    until("they are stored", async || host.delivery("old2").is_some()).await;
    host.clock.advance(DAY + Duration::from_secs(1));
    host.receives(&["new"], "39").await;
    until("it is stored", async || host.delivery("new").is_some()).await;
    host.operations().resume_trigger("a").unwrap();
    until("the new one is there", async || receiver.ids() == ["new"]).await;
    let old = &host.deliveries("old1")[0];
    assert_eq!((old.cause, old.attempts), (Some(DeadCause::Expired), 0));
    let count = "uip_deliveries_dead{trigger=\"a\",cause=\"expired\"}";
    until("they are counted", async || {
        host.metric(count).await == Some(2.0)
    })
    .await;
    let replayed = host.operations().replay_event("old2", Replay::Dead);
    assert!(replayed.unwrap().unwrap()[0].outcome.is_done());
    until("what is replayed is delivered", async || {
        receiver.ids() == ["new", "old2"]
    })
    .await;
}

#[tokio::test]
async fn a_trigger_that_does_not_exist_cannot_be_paused() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("flow", &receiver.url(), "")).await;
    let error = host.operations().pause_trigger("flov").unwrap_err();
    assert!(matches!(error, OperationError::NoName { .. }));
    assert_eq!(
        error.to_string(),
        "no event trigger `flov`; did you mean `flow`?"
    );
}
