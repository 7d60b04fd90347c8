//! Several adapters behind one callback URL: each event goes to the one whose
//! number it carries.

mod support;

use std::sync::Arc;

use http::StatusCode;
use serde_json::json;
use support::adapters::{FakeAdapters, Line, message_to, notification};
use support::host::{Host, config};
use support::receiver::{Manner, Receiver};
use support::sender::Sender;
use support::until;
use uip_server::operations::{DeliveriesOf, EventFilter, OperationError};
use uip_server::{Clock, Replay};

const SHOP: Line = ("shop", "1", "A");
const DESK: Line = ("desk", "2", "A");
const LATE: Line = ("late", "3", "A");

/// A trigger `all` for these adapters.
fn shared(adapters: &[&str]) -> String {
    format!(
        "[[triggers]]\ntype = \"meta-webhook\"\nname = \"all\"\nauthentication = \"hmac-sha256\"\n\
         authenticationKey = {{ env = \"KEY\" }}\nadapters = {adapters:?}\ncommand = \"process\"\n\
         properties = {{ notification = \"{{wfsystem.body}}\" }}\n"
    )
}

/// Delivers an adapter's messages.
fn deliver(adapter: &str, receiver: &Receiver) -> String {
    format!(
        "[[triggers]]\ntype = \"event\"\nadapter = \"{adapter}\"\nevent = \"message\"\ndeliver = \"{}\"\n",
        receiver.url()
    )
}

async fn start(lines: &[Line], settings: &str) -> Host {
    let folder = tempfile::tempdir().unwrap();
    let adapters = FakeAdapters::with_lines(lines);
    Host::start_in(folder, settings, adapters, Clock::manual()).await
}

/// Starts again on the same inbox, with other adapters.
async fn start_again(host: Host, lines: &[Line], settings: &str) -> Host {
    let folder = host.stop().await;
    let adapters = FakeAdapters::with_lines(lines);
    Host::start_in(folder, settings, adapters, Clock::manual()).await
}

async fn send(host: &Host, body: String) {
    let sender = Sender::new(host.address(), "all");
    assert_eq!(sender.send(body).await, StatusCode::OK);
}

/// The adapter and id of each event that is kept, the oldest first.
fn kept(host: &Host) -> Vec<(String, String)> {
    let events = host.operations().events(&EventFilter::default()).unwrap();
    let kept = events.into_iter().rev();
    kept.map(|event| (event.adapter, event.event_id)).collect()
}

fn unclaimed(host: &Host) -> Vec<String> {
    let filter = EventFilter {
        unclaimed: true,
        ..EventFilter::default()
    };
    let events = host.operations().events(&filter).unwrap();
    events.into_iter().map(|event| event.event_id).collect()
}

#[tokio::test]
async fn a_notification_is_processed_once_and_each_event_goes_to_the_adapter_of_its_number() {
    let (shop, desk) = (Receiver::start().await, Receiver::start().await);
    let settings = [
        shared(&["shop", "desk"]),
        deliver("shop", &shop),
        deliver("desk", &desk),
    ];
    let host = start(&[SHOP, DESK], &settings.concat()).await;
    let mut account = message_to("", "account", "4");
    account["properties"]["to"] = json!(null);
    let mut bare = message_to("", "bare", "5");
    bare["properties"] = json!({ "x": 1 });
    let body = notification(&[
        message_to("2", "d1", "7"),
        message_to("1", "s1", "7"),
        message_to("2", "d2", "7"),
        message_to("9", "nobody", "7"),
        account,
        bare,
        message_to("1", "s2", "7"),
    ]);
    send(&host, body.clone()).await;
    until("all is delivered", async || {
        shop.count() == 4 && desk.count() == 2
    })
    .await;
    assert_eq!(host.adapters.calls(), 1);
    // Those of one customer come in order.
    let of_customer: Vec<String> = shop
        .ids()
        .into_iter()
        .filter(|id| id.starts_with('s'))
        .collect();
    assert_eq!(of_customer, ["s1", "s2"]);
    let mut all = shop.ids();
    all.sort();
    assert_eq!(all, ["account", "bare", "s1", "s2"]);
    assert_eq!(desk.ids(), ["d1", "d2"]);
    assert!(desk.took().iter().all(|got| got.body["adapter"] == "desk"));
    assert_eq!(unclaimed(&host), ["nobody"]);
    // A repetition brings nothing new.
    send(&host, body).await;
    until("it is processed", async || host.adapters.calls() == 2).await;
    until("all of it was known", async || {
        host.metric("uip_events_repeated_total{adapter=\"desk\",event=\"message\"")
            .await
            == Some(2.0)
    })
    .await;
    assert_eq!(kept(&host).len(), 7);
    assert_eq!((shop.count(), desk.count()), (4, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_another_number_is_kept_counted_and_shown_and_never_delivered() {
    let shop = Receiver::start().await;
    // Also by a trigger of a single adapter.
    let settings = [shared(&["shop"]), deliver("shop", &shop)].concat();
    let host = start(&[SHOP, DESK], &settings).await;
    send(
        &host,
        notification(&[message_to("9", "d1", "7"), message_to("1", "s1", "7")]),
    )
    .await;
    until("the other one is delivered", async || shop.ids() == ["s1"]).await;
    assert_eq!(
        host.metric("uip_events_unclaimed_total{trigger=\"all\"}")
            .await,
        Some(1.0)
    );
    let shown = host.operations().event(None, "d1").unwrap();
    assert!(
        shown
            .to_string()
            .contains("(unclaimed).message  d1  no adapter has number = 9"),
        "{shown}"
    );
    let json = serde_json::to_value(&shown).unwrap();
    assert_eq!(
        json["unclaimed"],
        json!({ "property": "number", "value": "9" })
    );
    assert_eq!(json["properties"]["messages"][0]["id"], "d1");
    let error = host.operations().replay_event("d1", Replay::Dead);
    assert!(
        matches!(error, Err(OperationError::Unclaimed(_))),
        "{error:?}"
    );
    // Retry and drop say at once why there is nothing to retry or drop.
    let inbox = host.operations();
    for refused in [inbox.retry_event("d1"), inbox.drop_event("d1")] {
        let error = refused.unwrap_err().to_string();
        assert!(
            error.starts_with("nothing was changed: ") && error.contains("number = 9"),
            "{error}"
        );
    }
    assert_eq!(unclaimed(&host), ["d1"]);
    assert_eq!(shop.ids(), ["s1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unclaimed_event_is_replayed_to_the_adapter_that_was_added() {
    let late = Receiver::start().await;
    let host = start(&[SHOP, DESK], &shared(&["shop", "desk"])).await;
    let body = |ids: &[&str]| {
        let events: Vec<_> = ids.iter().map(|id| message_to("3", id, "7")).collect();
        notification(&events)
    };
    send(&host, body(&["l1", "l2", "l3", "l4"])).await;
    until("they are kept", async || unclaimed(&host).len() == 4).await;
    let settings = [shared(&["shop", "desk", "late"]), deliver("late", &late)].concat();
    let host = start_again(host, &[SHOP, DESK, LATE], &settings).await;

    let replayed = host.operations().replay_event("l2", Replay::Dead);
    assert_eq!(replayed.unwrap().map(|effects| effects.len()), Some(1));
    until("it is delivered", async || late.ids() == ["l2"]).await;
    // One that Meta repeats is an event of the adapter, and no longer unclaimed.
    send(&host, body(&["l3"])).await;
    until("it is delivered", async || late.ids() == ["l2", "l3"]).await;
    assert_eq!(unclaimed(&host), ["l4", "l1"]);
    let all = host.operations().replay_unclaimed(&EventFilter::default());
    assert_eq!(all.unwrap(), 2);
    until("all are delivered", async || late.count() == 4).await;
    assert_eq!(unclaimed(&host), Vec::<String>::new());
    // What was claimed is known.
    send(&host, body(&["l1", "l2", "l3", "l4"])).await;
    until("all of it was known", async || {
        host.metric("uip_events_repeated_total{adapter=\"late\",event=\"message\"")
            .await
            == Some(4.0)
    })
    .await;
    assert_eq!(late.count(), 4);
    assert!(kept(&host).iter().all(|(adapter, _)| adapter == "late"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unclaimed_event_can_go_to_an_adapter_with_a_trigger_of_its_own() {
    let desk = Receiver::start().await;
    let host = start(&[SHOP, DESK], &shared(&["shop"])).await;
    send(&host, notification(&[message_to("2", "d1", "7")])).await;
    until("it is kept", async || unclaimed(&host) == ["d1"]).await;
    let settings = [shared(&["shop"]), deliver("desk", &desk)].concat();
    let host = start_again(host, &[SHOP, DESK], &settings).await;
    let inbox = host.operations();
    // To one event trigger alone it cannot go: it has no deliveries yet.
    let refused = inbox.replay_event(DeliveriesOf::event("d1").trigger("desk"), Replay::All);
    assert!(matches!(refused, Err(OperationError::NotForTrigger(_))));
    assert_eq!(unclaimed(&host), ["d1"]);
    inbox.replay_event("d1", Replay::Dead).unwrap();
    until("it is delivered", async || desk.ids() == ["d1"]).await;
}

#[tokio::test]
async fn unclaimed_events_are_kept_as_long_as_dead_letters() {
    let day = std::time::Duration::from_hours(24);
    let host = start(&[SHOP, DESK], &shared(&["shop"])).await;
    send(
        &host,
        notification(&[message_to("2", "d1", "7"), message_to("1", "s1", "7")]),
    )
    .await;
    until("it is kept", async || unclaimed(&host) == ["d1"]).await;
    host.clock.advance(day * 30);
    until("the other one is deleted", async || {
        kept(&host).iter().all(|(_, id)| id != "s1")
    })
    .await;
    assert_eq!(unclaimed(&host), ["d1"]);
    host.clock.advance(day * 70);
    until("it is deleted too", async || kept(&host).is_empty()).await;
}

#[tokio::test]
async fn a_receiver_of_one_number_holds_up_no_other() {
    let (shop, desk) = (Receiver::start().await, Receiver::start().await);
    shop.be(Manner::Answer(StatusCode::INTERNAL_SERVER_ERROR));
    let settings = [
        shared(&["shop", "desk"]),
        deliver("shop", &shop),
        deliver("desk", &desk),
    ];
    let host = start(&[SHOP, DESK], &settings.concat()).await;
    send(
        &host,
        notification(&[message_to("1", "s1", "7"), message_to("2", "d1", "7")]),
    )
    .await;
    until("it is delivered", async || desk.ids() == ["d1"]).await;
    assert_eq!(shop.count(), 0);
}

#[tokio::test]
async fn mistakes_name_their_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mistakes = |lines: &[Line], adapters: &[&str]| {
        let adapters = shared(adapters);
        let infos = uip_server::Adapters::adapters(&*FakeAdapters::with_lines(lines));
        let checked = config(folder.path(), &adapters).check(&infos);
        checked.map_err(|error| error.to_string())
    };
    assert_eq!(mistakes(&[SHOP, DESK], &["shop", "desk"]), Ok(()));
    let same = [SHOP, DESK, ("twin", "1", "B")];
    insta::assert_snapshot!(
        mistakes(&same, &["shop", "desk", "twin"]).unwrap_err(),
        @"triggers[0].adapters: `twin` has the same number as `shop`, and so would get no event"
    );
    insta::assert_snapshot!(
        mistakes(&[SHOP, DESK], &["shop", "desks"]).unwrap_err(),
        @"triggers[0].adapters[1]: no adapter `desks`; did you mean `desk`?"
    );
    let mut infos = uip_server::Adapters::adapters(&*FakeAdapters::with_lines(&[SHOP, DESK]));
    Arc::make_mut(&mut infos[1].manifest).name = "other".to_owned();
    let other = config(folder.path(), &shared(&["shop", "desk"])).check(&infos);
    insta::assert_snapshot!(
        other.unwrap_err(),
        @"triggers[0].adapters[1]: `desk` is a `other`, and `shop` a `fake`; all adapters of a trigger have the same manifest"
    );
}
