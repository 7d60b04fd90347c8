//! Events reach their receivers: each, once, in order.

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::json;
use std::time::Duration;
use support::adapters::{message, notification};
use support::host::{Host, deliver_messages};
use support::receiver::{Manner, Receiver};
use support::until;
use uip_server::Replay;
use uip_server::operations::{DeliveryState, EventFilter};
use uip_server::signature::Key;

async fn send(host: &Host, ids: &[&str], from: &str) {
    let events: Vec<_> = ids.iter().map(|id| message(id, from)).collect();
    assert_eq!(
        host.sender().send(notification(&events)).await,
        StatusCode::OK
    );
}

#[tokio::test]
async fn an_event_is_posted_with_its_key_and_a_standard_webhooks_signature() {
    let receiver = Receiver::start().await;
    let more = "secret = { env = \"KEY\" }\nauthorization = { env = \"TOKEN\" }\nheaders = { X-Tenant = \"acme\", X-Key = { env = \"TOKEN\" } }";
    let host = Host::start(&deliver_messages("a", &receiver.url(), more)).await;
    send(&host, &["wamid.1="], "39").await;
    until("it is delivered", async || receiver.took().len() == 1).await;
    let got = receiver.took().remove(0);
    assert_eq!(
        got.body,
        json!({
            "adapter": "shop", "event": "message", "eventId": "wamid.1=",
            "properties": message("wamid.1=", "39")["properties"],
        })
    );
    assert_eq!(got.header("content-type"), "application/json");
    assert_eq!(got.header("idempotency-key"), "wamid.1=");
    assert_eq!(got.header("webhook-id"), "wamid.1=");
    assert_eq!(got.header("authorization"), "a token of the test");
    assert_eq!(got.header("x-tenant"), "acme");
    assert_eq!(got.header("x-key"), "a token of the test");
    let seconds = got.header("webhook-timestamp");
    assert_eq!(seconds.parse::<i64>().unwrap(), host.clock.now() / 1000);
    let signed = [b"wamid.1=.", seconds.as_bytes(), b".", &got.raw].concat();
    let tag = Key::new(support::sender::SECRET.as_bytes()).sign(&[&signed]);
    assert_eq!(
        got.header("webhook-signature"),
        format!("v1,{}", STANDARD.encode(tag))
    );
}

#[tokio::test]
async fn an_event_is_posted_as_a_cloud_event_and_signed_as_it_is_sent() {
    let receiver = Receiver::start().await;
    let more = "format = \"cloudevents\"\nsecret = { env = \"KEY\" }";
    let host = Host::start(&deliver_messages("a", &receiver.url(), more)).await;
    send(&host, &["wamid.1="], "39").await;
    until("it is delivered", async || receiver.took().len() == 1).await;
    let got = receiver.took().remove(0);
    let stored = host.operations().event(None, "wamid.1=").unwrap();
    assert_eq!(
        got.body,
        json!({
            "specversion": "1.0", "id": "wamid.1=", "source": "/adapters/shop",
            "type": "uip.message", "subject": "39", "time": stored.event.created_at.to_string(),
            "datacontenttype": "application/json",
            "data": message("wamid.1=", "39")["properties"],
        })
    );
    assert_eq!(got.header("content-type"), "application/cloudevents+json");
    assert_eq!(got.header("idempotency-key"), "wamid.1=");
    let seconds = got.header("webhook-timestamp");
    let signed = [b"wamid.1=.", seconds.as_bytes(), b".", &got.raw].concat();
    let tag = Key::new(support::sender::SECRET.as_bytes()).sign(&[&signed]);
    let signature = format!("v1,{}", STANDARD.encode(tag));
    assert_eq!(got.header("webhook-signature"), signature);
}

#[tokio::test]
async fn a_notification_that_comes_ten_times_in_other_batches_is_delivered_once() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    let ids = ["m1", "m2", "m3", "m4", "m5", "m6"];
    for size in [6, 1, 2, 3, 4, 5, 6, 1, 3, 2] {
        for batch in ids.chunks(size) {
            send(&host, batch, "39").await;
        }
    }
    let calls: usize = [6, 1, 2, 3, 4, 5, 6, 1, 3, 2]
        .map(|size| ids.chunks(size).len())
        .iter()
        .sum();
    until("every notification went through its command", async || {
        host.adapters.calls() == calls
    })
    .await;
    send(&host, &["last"], "39").await;
    until("the last is delivered", async || {
        receiver.ids().contains(&"last".to_owned())
    })
    .await;
    assert_eq!(receiver.ids(), ["m1", "m2", "m3", "m4", "m5", "m6", "last"]);
}

#[tokio::test]
async fn events_go_to_every_trigger_whose_condition_holds() {
    let (all, texts, images) = (
        Receiver::start().await,
        Receiver::start().await,
        Receiver::start().await,
    );
    let condition = |kind: &str| format!("condition = \"$.messages[?@.type == '{kind}']\"");
    let host = Host::start(
        &[
            deliver_messages("all", &all.url(), ""),
            deliver_messages("texts", &texts.url(), &condition("text")),
            deliver_messages("images", &images.url(), &condition("image")),
        ]
        .concat(),
    )
    .await;
    let status = json!({ "event": "status", "id": "s1", "properties": {} });
    let body = notification(&[message("m1", "39"), status]);
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
    until("both have it", async || {
        all.ids() == ["m1"] && texts.ids() == ["m1"]
    })
    .await;
    let details = host.operations().event(None, "m1").unwrap();
    let triggers: Vec<_> = details
        .deliveries
        .iter()
        .map(|delivery| delivery.trigger.as_str())
        .collect();
    assert_eq!(triggers, ["all", "texts"]);
    assert_eq!(host.operations().event(None, "s1").unwrap().deliveries, []);
}

#[tokio::test]
async fn one_customers_events_wait_for_each_other_and_others_go_on() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Refuse("a1".to_owned()));
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    send(&host, &["a1", "a2", "a3"], "39a").await;
    send(&host, &["b1", "b2"], "39b").await;
    until("the other customer's are there", async || {
        receiver.ids() == ["b1", "b2"]
    })
    .await;
    receiver.be(Manner::Take);
    until("the waits are over", async || {
        host.clock.advance(Duration::from_hours(1));
        receiver.took().len() == 5
    })
    .await;
    assert_eq!(receiver.ids(), ["b1", "b2", "a1", "a2", "a3"]);
}

#[tokio::test]
async fn a_slow_receiver_delays_no_other() {
    let (slow, quick) = (Receiver::start().await, Receiver::start().await);
    slow.be(Manner::Stall);
    let host = Host::start(
        &[
            deliver_messages("slow", &slow.url(), "timeoutSeconds = 300"),
            deliver_messages("quick", &quick.url(), ""),
        ]
        .concat(),
    )
    .await;
    for index in 0..50 {
        send(&host, &[&format!("m{index}")], &format!("39{index}")).await;
    }
    until("the quick one has all", async || quick.took().len() == 50).await;
    assert_eq!(slow.took().len(), 0);
    slow.be(Manner::Take);
    until("the slow one has all", async || slow.took().len() == 50).await;
}

#[tokio::test]
async fn a_receiver_that_is_down_gets_everything_once_it_is_up_again() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Answer(StatusCode::INTERNAL_SERVER_ERROR));
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    let ids: Vec<String> = (0..40).map(|index| format!("m{index}")).collect();
    for id in &ids {
        send(&host, &[id], &format!("39{id}")).await;
    }
    until("it was tried", async || receiver.attempts() >= 8).await;
    receiver.be(Manner::Take);
    until("it has all", async || {
        host.clock.advance(Duration::from_mins(1));
        receiver.took().len() == 40
    })
    .await;
    let mut got = receiver.ids();
    got.sort();
    got.dedup();
    assert_eq!(got.len(), 40);
}

#[tokio::test]
async fn a_receiver_that_asks_to_wait_is_not_asked_before() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Wait("7200"));
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    send(&host, &["m1"], "39").await;
    let next_at = async || host.operations().event(None, "m1").unwrap().deliveries[0].next_at;
    let now = host.clock.now();
    until("the wait is kept", async || {
        receiver.attempts() == 1 && next_at().await.unwrap().0 >= now + 7_200_000
    })
    .await;
    receiver.be(Manner::Take);
    host.clock.advance(Duration::from_hours(2));
    until("it is delivered", async || receiver.ids() == ["m1"]).await;
    assert_eq!(receiver.attempts(), 2);
}

#[tokio::test]
async fn a_delivery_is_tried_for_seven_days_and_then_kept_as_dead_until_it_is_replayed() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Answer(StatusCode::GONE));
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    send(&host, &["m1", "m2"], "39").await;
    let state = |id: &str| host.operations().event(None, id).unwrap().deliveries[0].state;
    // Its retry is counted from when the result was kept.
    until("it was tried", async || {
        let event = host.operations().event(None, "m1");
        event.is_ok_and(|event| event.deliveries[0].attempts == 1)
    })
    .await;
    host.clock.advance(Duration::from_mins(7 * 24 * 60 - 1));
    until("it was tried again", async || receiver.attempts() >= 2).await;
    assert_eq!(state("m1"), DeliveryState::Pending);
    until("it is dead", async || {
        host.clock.advance(Duration::from_mins(2));
        state("m1") == DeliveryState::Dead
    })
    .await;
    // The next one was not tried before, and has seven days of its own.
    let attempts = receiver.attempts();
    until("the next one was tried twice", async || {
        host.clock.advance(Duration::from_mins(2));
        receiver.attempts() >= attempts + 2
    })
    .await;
    assert_eq!(state("m2"), DeliveryState::Pending);
    until("it is dead, too", async || {
        host.clock.advance(Duration::from_hours(1));
        state("m2") == DeliveryState::Dead
    })
    .await;
    let dead = EventFilter {
        delivery: Some(DeliveryState::Dead),
        ..EventFilter::default()
    };
    assert_eq!(host.operations().events(&dead).unwrap().len(), 2);
    receiver.be(Manner::Take);
    let replayed = host
        .operations()
        .replay_events(&EventFilter::default(), Replay::Dead, None);
    assert_eq!(replayed.unwrap().deliveries, 2);
    until("both are delivered", async || {
        host.clock.advance(Duration::from_mins(1));
        receiver.ids() == ["m1", "m2"]
    })
    .await;
    until("none is dead", async || {
        host.operations().events(&dead).unwrap().is_empty()
    })
    .await;
}

#[tokio::test]
async fn the_first_success_after_a_restart_lets_what_failed_before_be_tried_at_once() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Answer(StatusCode::BAD_GATEWAY));
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    send(&host, &["m1"], "39").await;
    until("its failure is kept", async || {
        let event = host.operations().event(None, "m1");
        event.is_ok_and(|event| event.deliveries[0].attempts == 1)
    })
    .await;
    receiver.be(Manner::Take);
    let host = host.restart().await;
    send(&host, &["m2"], "40").await;
    // The clock stands still: its own time does not come.
    until("both are delivered", async || {
        let mut ids = receiver.ids();
        ids.sort();
        ids == ["m1", "m2"]
    })
    .await;
}

#[tokio::test]
async fn what_is_not_delivered_goes_on_after_a_restart() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Answer(StatusCode::BAD_GATEWAY));
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    send(&host, &["m1", "m2"], "39").await;
    until("it was tried", async || receiver.attempts() >= 1).await;
    receiver.be(Manner::Take);
    let host = host.restart().await;
    until("it is delivered", async || {
        host.clock.advance(Duration::from_secs(10));
        receiver.ids() == ["m1", "m2"]
    })
    .await;
}

/// Far more than are read at a time. Neither that there are more than that, nor that
/// one of a customer is due because another is done, is left to looking now and then.
#[tokio::test]
async fn all_of_many_events_are_delivered_in_order_without_polling() {
    const CUSTOMERS: usize = 100;
    const OF_EACH: usize = 3;
    const OTHERS: usize = 400;
    let receiver = Receiver::start().await;
    let host = Host::polling(
        Duration::from_hours(1),
        tempfile::tempdir().unwrap(),
        &deliver_messages("a", &receiver.url(), ""),
        support::adapters::shared(),
        uip_server::Clock::manual(),
    )
    .await;
    let event = |turn: usize, customer: usize| {
        message(&format!("{turn}-{customer}"), &customer.to_string())
    };
    let others = (CUSTOMERS..CUSTOMERS + OTHERS).map(|of| event(0, of));
    let of_each = (0..OF_EACH).flat_map(|turn| (0..CUSTOMERS).map(move |of| event(turn, of)));
    let events: Vec<_> = others.chain(of_each).collect();
    let answer = host.sender().send(notification(&events)).await;
    assert_eq!(answer, StatusCode::OK);
    let all = async || receiver.took().len() == events.len();
    until("all are delivered", all).await;
    let took = receiver.took();
    for customer in 0..CUSTOMERS {
        let ids = took.iter().map(|got| got.id().split_once('-').unwrap());
        let of_one = ids.filter(|(_, of)| *of == customer.to_string());
        let turns: Vec<&str> = of_one.map(|(turn, _)| turn).collect();
        assert_eq!(turns, ["0", "1", "2"], "{customer}");
    }
}
