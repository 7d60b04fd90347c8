//! Notifications and their commands.

mod support;

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use support::adapters::{failed, garbage, message, notification};
use support::host::{Host, deliver_messages};
use support::receiver::Receiver;
use support::until;
use uip_contract::{ExecutionCode, ExecutionFailure};
use uip_server::operations::{NotificationFilter, NotificationState};

async fn send(host: &Host, id: &str) {
    let body = notification(&[message(id, "39")]);
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
}

fn state(host: &Host, id: i64) -> NotificationState {
    host.operations()
        .notification(id)
        .unwrap()
        .notification
        .state
}

#[tokio::test]
async fn a_command_that_fails_for_now_is_called_again_until_it_succeeds() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    let busy = failed("temporary-failure", "busy", "busy now");
    host.adapters.fail_next(Ok(busy));
    let too_slow =
        ExecutionFailure::new(ExecutionCode::DeadlineExceeded, false, "it took too long");
    host.adapters.fail_next(Err(too_slow.into()));
    send(&host, "m1").await;
    until("it is delivered", async || {
        host.clock.advance(Duration::from_secs(10));
        receiver.ids() == ["m1"]
    })
    .await;
    assert_eq!(host.adapters.calls(), 3);
    let kept = host.operations().notification(1).unwrap();
    assert_eq!(kept.notification.attempts, 3);
    assert_eq!(kept.notification.last_error, None);
    let codes = "uip_command_duration_seconds_count{adapter=\"shop\",command=\"process\",code=\"deadline-exceeded\"}";
    assert_eq!(host.metric(codes).await, Some(1.0));
}

#[tokio::test]
async fn a_notification_whose_command_fails_for_good_is_kept_with_its_error_and_can_be_replayed() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    let bad = failed("permanent-failure", "bad", "cannot read it");
    host.adapters.fail_next(Ok(bad));
    send(&host, "m1").await;
    until("it failed", async || {
        state(&host, 1) == NotificationState::Failed
    })
    .await;
    let kept = host.operations().notification(1).unwrap();
    assert_eq!(
        kept.notification.last_error.as_deref(),
        Some("bad: cannot read it")
    );
    assert_eq!(kept.body, notification(&[message("m1", "39")]));
    assert_eq!(host.metric("uip_notifications_failed").await, Some(1.0));
    // What the command emitted before it failed is as real as anything.
    until("its event is delivered", async || receiver.ids() == ["m1"]).await;
    host.operations().replay_notification(1).unwrap();
    until("it is done", async || {
        state(&host, 1) == NotificationState::Done
    })
    .await;
    assert_eq!(receiver.ids(), ["m1"]);
}

#[tokio::test]
async fn a_command_that_fails_for_now_is_given_up_after_seven_days() {
    let host = Host::start("").await;
    let busy = failed("temporary-failure", "busy", "busy now");
    for _ in 0..1000 {
        host.adapters.fail_next(Ok(busy.clone()));
    }
    send(&host, "m1").await;
    until("it was tried", async || host.adapters.calls() >= 1).await;
    assert_eq!(state(&host, 1), NotificationState::Waiting);
    until("it failed", async || {
        host.clock.advance(Duration::from_hours(24));
        state(&host, 1) == NotificationState::Failed
    })
    .await;
}

#[tokio::test]
async fn too_many_events_are_a_failure_at_once_and_those_within_the_limit_are_delivered() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    let body = notification(&[message("m1", "39"), garbage(64 << 20), message("m2", "39")]);
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
    until("it failed", async || {
        state(&host, 1) == NotificationState::Failed
    })
    .await;
    let kept = host.operations().notification(1).unwrap().notification;
    assert_eq!(kept.attempts, 1);
    insta::assert_snapshot!(kept.last_error.unwrap(), @"too-many-events: the command emits more than 67108864 bytes of events for this notification. The events within that limit are stored, and the others are not. A replay ends in the same way: look at the body with `uip notifications show`, and call the command with what is missing");
    until("they are delivered", async || {
        receiver.ids() == ["m1", "m2"]
    })
    .await;

    host.operations().replay_notification(1).unwrap();
    until("it failed again", async || {
        let kept = host.operations().notification(1).unwrap().notification;
        host.adapters.calls() == 2 && kept.state == NotificationState::Failed
    })
    .await;
    send(&host, "m3").await;
    until("the next is delivered", async || {
        receiver.ids() == ["m1", "m2", "m3"]
    })
    .await;
}

#[tokio::test]
async fn a_call_that_was_cut_is_made_again_even_if_its_events_were_too_many() {
    let host = Host::start("").await;
    let cut = ExecutionFailure::new(ExecutionCode::DeadlineExceeded, false, "it took too long");
    host.adapters.fail_next(Err(cut.into()));
    let body = notification(&[message("m1", "39"), garbage(64 << 20)]);
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
    until("it was tried", async || host.adapters.calls() == 1).await;
    until("it failed", async || {
        host.clock.advance(Duration::from_secs(10));
        state(&host, 1) == NotificationState::Failed
    })
    .await;
    let kept = host.operations().notification(1).unwrap().notification;
    assert_eq!(kept.attempts, 2);
    assert!(kept.last_error.unwrap().starts_with("too-many-events: "));
}

#[tokio::test]
async fn a_crash_in_a_call_is_a_failure_for_now() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    // The fake adapter crashes on an event without a name.
    assert_eq!(
        host.sender().send(r#"{"events":[{}]}"#).await,
        StatusCode::OK
    );
    send(&host, "m1").await;
    until("the next one is delivered", async || {
        receiver.ids() == ["m1"]
    })
    .await;
    assert_eq!(state(&host, 1), NotificationState::Waiting);
    assert!(
        host.operations()
            .notification(1)
            .unwrap()
            .notification
            .attempts
            >= 1
    );
}

#[tokio::test]
async fn old_finished_rows_are_deleted_and_what_is_not_finished_stays() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    send(&host, "m1").await;
    until("it is delivered", async || receiver.ids() == ["m1"]).await;
    receiver.be(support::receiver::Manner::Stall);
    send(&host, "m2").await;
    until("it is tried", async || receiver.attempts() == 2).await;
    let day = Duration::from_hours(24);
    host.clock.advance(day * 7 + Duration::from_hours(1));
    let rows = |state| {
        let filter = NotificationFilter {
            state,
            ..NotificationFilter::default()
        };
        host.operations().notifications(&filter).unwrap().len()
    };
    until("the notifications are deleted", async || rows(None) == 0).await;
    // The id is known for longer than the content.
    until("the content is deleted", async || {
        host.operations()
            .event(None, "m1")
            .is_ok_and(|event| event.properties.is_none())
    })
    .await;
    host.clock.advance(day);
    until("the event is deleted", async || {
        host.operations().event(None, "m1").is_err()
    })
    .await;
    let waiting = host.operations().event(None, "m2").unwrap();
    assert!(waiting.properties.is_some());
    receiver.be(support::receiver::Manner::Take);
    until("the other is delivered", async || {
        receiver.ids() == ["m1", "m2"]
    })
    .await;
}

/// A host whose commands have been called and wait, each with an event of one
/// customer; then the database is held, and they go on.
async fn held(receiver: &Receiver, ids: &[&str], more: &str) -> (Host, rusqlite::Connection) {
    let settings = deliver_messages("a", &receiver.url(), "");
    let host = Host::start(&format!("{settings}\n{more}")).await;
    let gate = host.adapters.close();
    for id in ids {
        send(&host, id).await;
    }
    until("the first is called", async || host.adapters.calls() > 0).await;
    let held = host.hold();
    gate.add_permits(ids.len());
    until("all are called", async || {
        host.adapters.calls() == ids.len()
    })
    .await;
    (host, held)
}

#[tokio::test]
async fn results_that_wait_for_the_disk_keep_their_order_and_no_command_is_called_twice() {
    let receiver = Receiver::start().await;
    let ids = ["m1", "m2", "m3", "m4", "m5"];
    let (host, held) = held(&receiver, &ids, "[inbox]\nworkers = 1").await;
    // This takes as long as the database is waited for.
    assert_eq!(host.get("/readyz").await.0, 503);
    assert_eq!(receiver.count(), 0);
    drop(held);
    until("all are delivered", async || receiver.ids() == ids).await;
    assert_eq!(host.adapters.calls(), ids.len());
}

#[tokio::test]
async fn a_host_that_ends_before_results_are_on_disk_calls_the_commands_again() {
    let receiver = Receiver::start().await;
    let ids = ["m1", "m2"];
    let (host, held) = held(&receiver, &ids, "[server]\nshutdownSeconds = 0").await;
    let (adapters, clock) = (Arc::clone(&host.adapters), host.clock.clone());
    let folder = host.stop().await;
    drop(held);
    assert_eq!(receiver.count(), 0);
    *adapters.gate.lock().unwrap() = None;
    let settings = deliver_messages("a", &receiver.url(), "");
    let host = Host::start_in(folder, &settings, adapters, clock).await;
    until("all are delivered", async || receiver.ids() == ids).await;
    assert_eq!(host.adapters.calls(), 2 * ids.len());
}

#[tokio::test]
async fn a_command_is_called_while_the_result_of_another_waits_for_the_disk() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    let busy = failed("temporary-failure", "busy", "busy now");
    host.adapters.fail_next(Ok(busy));
    send(&host, "later").await;
    until("it is to be called again", async || {
        let kept = host.operations().notification(1).unwrap();
        kept.notification.attempts == 1
    })
    .await;
    let gate = host.adapters.close();
    send(&host, "first").await;
    until("the first is called", async || host.adapters.calls() == 2).await;
    let held = host.hold();
    gate.add_permits(1);
    // This takes as long as the database is waited for: the first one's result waits.
    assert_eq!(host.get("/readyz").await.0, 503);
    host.clock.advance(Duration::from_secs(10));
    until("the other is called", async || host.adapters.calls() == 3).await;
    assert_eq!(receiver.count(), 0);
    gate.add_permits(1);
    drop(held);
    until("both are delivered", async || {
        receiver.ids() == ["first", "later"]
    })
    .await;
    assert_eq!(host.adapters.calls(), 3);
}
