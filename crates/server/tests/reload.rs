//! Another configuration while the server runs.

mod support;

use std::sync::Arc;

use http::StatusCode;
use support::adapters::{FakeAdapters, message, notification};
use support::host::{Host, deliver_messages};
use support::receiver::{Manner, Receiver};
use support::sender::Sender;
use support::until;
use uip_server::operations::EventFilter;

async fn send(host: &Host, id: &str, from: &str) {
    let body = notification(&[message(id, from)]);
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
}

fn kept(host: &Host) -> usize {
    let filter = EventFilter {
        limit: 1000,
        ..EventFilter::default()
    };
    host.operations().events(&filter).unwrap().len()
}

async fn start(settings: &str) -> (Host, Arc<FakeAdapters>) {
    let host = Host::start(settings).await;
    let adapters = Arc::clone(&host.adapters);
    (host, adapters)
}

#[tokio::test]
async fn what_comes_next_goes_to_the_new_adapters_and_the_new_receiver() {
    let (before, after) = (Receiver::start().await, Receiver::start().await);
    let (mut host, _) = start(&deliver_messages("flow", &before.url(), "")).await;
    send(&host, "m1", "7").await;
    until("it is delivered", async || before.ids() == ["m1"]).await;
    let adapters = Arc::<FakeAdapters>::default();
    let settings = deliver_messages("flow", &after.url(), "");
    let reloaded = host.reload(&settings, Arc::clone(&adapters)).await.unwrap();
    assert_eq!(reloaded.needs_restart, <[&str; 0]>::default());
    send(&host, "m2", "7").await;
    until("it is delivered", async || after.ids() == ["m2"]).await;
    assert_eq!(before.ids(), ["m1"]);
    assert_eq!((host.adapters.calls(), adapters.calls()), (1, 1));
}

#[tokio::test]
async fn a_delivery_that_runs_is_finished_before_the_next_one_of_its_trigger() {
    let (before, after) = (Receiver::start().await, Receiver::start().await);
    let other = Receiver::start().await;
    before.be(Manner::Stall);
    let (mut host, adapters) = start(&deliver_messages("flow", &before.url(), "")).await;
    send(&host, "m1", "7").await;
    until("it is under way", async || before.attempts() == 1).await;
    let settings = [
        deliver_messages("flow", &after.url(), ""),
        deliver_messages("other", &other.url(), ""),
    ];
    host.reload(&settings.concat(), adapters).await.unwrap();
    send(&host, "m2", "8").await;
    // Another trigger does not wait for it.
    until("it is delivered", async || other.ids() == ["m2"]).await;
    assert_eq!((before.attempts(), after.attempts()), (1, 0));
    before.be(Manner::Take);
    until("the next one is delivered", async || after.ids() == ["m2"]).await;
    assert_eq!(before.ids(), ["m1"]);
    let event = host.operations().event(None, "m1").unwrap();
    assert_eq!(event.event.delivered, 1);
}

#[tokio::test]
async fn many_reloads_under_load_lose_nothing_and_deliver_nothing_twice() {
    let receiver = Receiver::start().await;
    let settings = deliver_messages("flow", &receiver.url(), "");
    let (mut host, _) = start(&settings).await;
    let sender = host.sender();
    let sending = tokio::spawn(async move {
        for number in 0..200 {
            let body = notification(&[message(&format!("m{number:03}"), "7")]);
            assert_eq!(sender.send(body).await, StatusCode::OK);
        }
    });
    let mut reloads = 0;
    while !sending.is_finished() {
        host.reload(&settings, Arc::default()).await.unwrap();
        reloads += 1;
        tokio::task::yield_now().await;
    }
    sending.await.unwrap();
    until("all are delivered", async || receiver.count() >= 200).await;
    let expected: Vec<String> = (0..200).map(|number| format!("m{number:03}")).collect();
    assert_eq!(receiver.ids(), expected, "after {reloads} reloads");
    assert_eq!(kept(&host), 200);
}

#[tokio::test]
async fn a_configuration_that_does_not_fit_changes_nothing() {
    let receiver = Receiver::start().await;
    let (mut host, adapters) = start(&deliver_messages("flow", &receiver.url(), "")).await;
    let settings = deliver_messages("flow", "http://127.0.0.1:9/", "").replace("shop", "shoe");
    let error = host.reload(&settings, adapters).await.unwrap_err();
    insta::assert_snapshot!(error, @"triggers[0].adapter: no adapter `shoe`; did you mean `shop`?");
    send(&host, "m1", "7").await;
    until("it is delivered", async || receiver.ids() == ["m1"]).await;
}

#[tokio::test]
async fn keys_tokens_and_conditions_change() {
    let receiver = Receiver::start().await;
    let trigger = |key: &str| {
        format!(
            "[[triggers]]\ntype = \"meta-webhook\"\nname = \"more\"\nauthentication = \"hmac-sha256\"\n\
             authenticationKey = {{ env = \"{key}\" }}\ncommand = \"shop.process\"\n\
             properties = {{ notification = \"{{wfsystem.body}}\" }}\n"
        )
    };
    let token = "[server]\ncommandsToken = { env = \"TOKEN\" }\n";
    let (mut host, adapters) = start(&trigger("KEY")).await;
    let sender = Sender::new(host.address(), "more");
    let body = |id: &str| notification(&[message(id, "7")]);
    assert_eq!(sender.send(body("m1")).await, StatusCode::OK);
    assert_eq!(host.get("/openapi.json").await.0, 404);

    let condition = "condition = \"$.messages[?@.from == '8']\"";
    let flow = deliver_messages("flow", &receiver.url(), condition);
    let settings = [token, &trigger("NEW"), &flow].concat();
    host.reload(&settings, adapters).await.unwrap();
    // On the same connection.
    assert_eq!(sender.send(body("m2")).await, StatusCode::UNAUTHORIZED);
    assert_eq!(host.get("/openapi.json").await.0, 401);
    send(&host, "m3", "7").await;
    send(&host, "m4", "8").await;
    until("it is delivered", async || receiver.ids() == ["m4"]).await;
    assert_eq!(kept(&host), 3);
}

#[tokio::test]
async fn an_event_trigger_that_is_gone_keeps_what_waits_until_it_is_back() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Answer(StatusCode::SERVICE_UNAVAILABLE));
    let settings = deliver_messages("flow", &receiver.url(), "");
    let (mut host, adapters) = start(&settings).await;
    send(&host, "m1", "7").await;
    until("it was tried", async || receiver.attempts() > 0).await;
    host.reload("", Arc::clone(&adapters)).await.unwrap();
    let paused = "uip_trigger_paused{trigger=\"flow\"}";
    until("it is gone", async || host.metric(paused).await.is_none()).await;
    receiver.be(Manner::Take);
    send(&host, "m2", "7").await;
    until("it is kept", async || kept(&host) == 2).await;
    assert_eq!(
        host.operations().event(None, "m1").unwrap().event.pending,
        1
    );
    host.reload(&settings, adapters).await.unwrap();
    host.clock.advance(std::time::Duration::from_hours(1));
    until("it is delivered", async || receiver.ids() == ["m1"]).await;
    until("it is back", async || {
        host.metric(paused).await == Some(0.0)
    })
    .await;
}

#[tokio::test]
async fn what_needs_a_restart_is_named_and_stays() {
    let (mut host, adapters) = start("").await;
    let settings = "[server]\nlisten = \"127.0.0.1:1\"\n[inbox]\nfile = \"other.sqlite\"\n";
    let reloaded = host.reload(settings, adapters).await.unwrap();
    assert_eq!(reloaded.needs_restart, ["server.listen", "inbox.file"]);
    send(&host, "m1", "7").await;
    until("it is kept", async || kept(&host) == 1).await;
    assert!(!host.folder.path().join("other.sqlite").exists());
}
