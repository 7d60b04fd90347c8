//! A system clock that is set ahead or back makes no delivery wait and none
//! dead.

mod support;

use std::time::Duration;

use support::adapters::failed;
use support::host::{Host, deliver_messages};
use support::receiver::{Manner, Receiver, answer};
use support::until;
use uip_server::operations::DeliveryState;

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn failing(more: &str) -> (Receiver, Host) {
    let receiver = Receiver::start().await;
    receiver.be(answer("m", 500));
    let host = Host::start(&deliver_messages("a", &receiver.url(), more)).await;
    (receiver, host)
}

/// Sends events that fail, and waits until the first was tried and that is on
/// disk.
async fn tried(host: &Host) {
    host.receives(&["m1", "m2"], "39").await;
    until("it was tried", async || {
        host.delivery("m1").is_some_and(|it| it.attempts >= 1)
    })
    .await;
}

/// Within the longest wait of the backoff, once the receiver works. An attempt that
/// was under way when it did not work waits from the time at which it ends.
async fn both_arrive(receiver: &Receiver, host: &Host) {
    receiver.be(Manner::Take);
    host.clock.advance(Duration::from_hours(1));
    until("both are there", async || {
        host.clock.advance(Duration::from_secs(1));
        receiver.ids() == ["m1", "m2"]
    })
    .await;
}

#[tokio::test]
async fn deliveries_do_not_wait_for_a_clock_that_was_ahead() {
    let (receiver, host) = failing("").await;
    host.clock.set_ahead(2 * DAY);
    tried(&host).await;
    host.clock.set_ahead(-2 * DAY);
    host.clock.advance(Duration::from_mins(5));
    let age = "uip_deliveries_oldest_age_seconds{trigger=\"a\"}";
    until("their age is told", async || {
        host.metric(age).await >= Some(300.0)
    })
    .await;
    both_arrive(&receiver, &host).await;
}

#[tokio::test]
async fn deliveries_do_not_wait_for_a_clock_that_was_ahead_before_a_restart() {
    for in_between in [false, true] {
        let (receiver, host) = failing("").await;
        host.clock.set_ahead(2 * DAY);
        let host = host.restart().await;
        tried(&host).await;
        let host = if in_between {
            host.clock.set_ahead(-2 * DAY);
            host.restart().await
        } else {
            let (clock, adapters) = (host.clock.clone(), host.adapters.clone());
            let folder = host.stop().await;
            clock.set_ahead(-2 * DAY);
            let settings = deliver_messages("a", &receiver.url(), "");
            Host::start_in(folder, &settings, adapters, clock).await
        };
        both_arrive(&receiver, &host).await;
    }
}

#[tokio::test]
async fn no_delivery_is_given_up_because_the_clock_is_ahead() {
    let (receiver, host) = failing("giveUp = \"2h\"").await;
    tried(&host).await;
    host.clock.set_ahead(8 * DAY);
    let host = host.restart().await;
    host.clock.set_ahead(400 * DAY);
    let before = host.deliveries("m1")[0].attempts;
    until("it was tried again and again", async || {
        host.clock.advance(Duration::from_secs(1));
        host.deliveries("m1")[0].attempts >= before + 3
    })
    .await;
    assert_eq!(host.deliveries("m1")[0].state, DeliveryState::Pending);
    both_arrive(&receiver, &host).await;
}

#[tokio::test]
async fn no_delivery_is_given_up_because_no_server_ran() {
    let (receiver, host) = failing("giveUp = \"10m\"").await;
    tried(&host).await;
    let (clock, adapters) = (host.clock.clone(), host.adapters.clone());
    let folder = host.stop().await;
    clock.advance(Duration::from_hours(24));
    let posts = receiver.posts("m1");
    let settings = deliver_messages("a", &receiver.url(), "giveUp = \"10m\"");
    let host = Host::start_in(folder, &settings, adapters, clock).await;
    until("it is tried at once", async || {
        receiver.posts("m1") > posts && host.deliveries("m1")[0].attempts as usize > posts
    })
    .await;
    assert_eq!(host.deliveries("m1")[0].state, DeliveryState::Pending);
}

#[tokio::test]
async fn notifications_do_not_wait_for_a_clock_that_was_ahead_and_none_fails_for_it() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    host.clock.set_ahead(8 * DAY);
    for _ in 0..2 {
        let busy = failed("temporary-failure", "busy", "Not now.");
        host.adapters.fail_next(Ok(busy));
    }
    host.receives(&["m1"], "39").await;
    until("its command failed for now", async || {
        host.adapters.calls() == 1
    })
    .await;
    host.clock.set_ahead(-2 * DAY);
    until("it is called again", async || {
        host.clock.advance(Duration::from_secs(1));
        host.adapters.calls() == 2
    })
    .await;
    host.clock.set_ahead(20 * DAY);
    until("its event is there", async || {
        host.clock.advance(Duration::from_secs(1));
        receiver.ids() == ["m1"]
    })
    .await;
}
