//! What an operator sees and does while the host runs.

mod support;

use http::StatusCode;
use serde_json::{Value, json};
use support::adapters::{message, notification};
use support::host::{Host, deliver_messages};
use support::receiver::{Manner, Receiver};
use support::until;
use uip_server::Replay;
use uip_server::operations::{
    Effect, EventFilter, NotificationFilter, NotificationState, OperationError, Operations, Outcome,
};

async fn host_with_two_events() -> (Host, Receiver) {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("flow", &receiver.url(), "")).await;
    for id in ["m1", "m2"] {
        let body = notification(&[message(id, "39")]);
        assert_eq!(host.sender().send(body).await, StatusCode::OK);
    }
    until("both are delivered", async || {
        receiver.ids() == ["m1", "m2"]
            && host.operations().event(None, "m2").unwrap().event.delivered == 1
    })
    .await;
    (host, receiver)
}

/// Sends an event to all that it matches, on a thread on which that can wait for
/// the host.
async fn replay_all(host: &Host, id: &str) -> Vec<Effect> {
    let (operations, id) = (host.operations(), id.to_owned());
    let replay = move || operations.replay_event(&*id, Replay::All);
    let routed = tokio::task::spawn_blocking(replay).await.unwrap();
    routed.unwrap().expect("the host that runs routes it")
}

/// Text without what differs from run to run.
fn without_times(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        if word.len() == 20 && word.ends_with('Z') {
            "TIME"
        } else {
            word
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn events_and_notifications_are_listed_the_newest_first_without_their_content() {
    let (host, _receiver) = host_with_two_events().await;
    let operations = host.operations();
    let rows = operations.events(&EventFilter::default()).unwrap();
    let lines: Vec<_> = rows
        .iter()
        .map(|row| without_times(&row.to_string()))
        .collect();
    assert_eq!(
        lines,
        [
            "TIME  shop.message  m2  pending 0, delivered 1, dead 0",
            "TIME  shop.message  m1  pending 0, delivered 1, dead 0",
        ]
    );
    let json = serde_json::to_value(&rows[1]).unwrap();
    assert_eq!(json["eventId"], "m1");
    assert_eq!(json["notification"], 1);
    let rows = operations
        .notifications(&NotificationFilter::default())
        .unwrap();
    let lines: Vec<_> = rows
        .iter()
        .map(|row| without_times(&row.to_string()))
        .collect();
    assert_eq!(
        lines,
        [
            "2  TIME  shop → shop.process  done, attempts 1",
            "1  TIME  shop → shop.process  done, attempts 1",
        ]
    );
    let none = NotificationFilter {
        state: Some(NotificationState::Failed),
        ..Default::default()
    };
    assert_eq!(operations.notifications(&none).unwrap(), []);
    let none = EventFilter {
        event: Some("status".to_owned()),
        ..Default::default()
    };
    assert_eq!(operations.events(&none).unwrap(), []);
}

#[tokio::test]
async fn one_is_shown_with_its_content_and_deliveries() {
    let (host, _receiver) = host_with_two_events().await;
    let event = host.operations().event(Some("shop"), "m1").unwrap();
    let properties = message("m1", "39")["properties"].to_string();
    let text = without_times(&event.to_string());
    assert_eq!(
        text,
        format!(
            "TIME  shop.message  m1  pending 0, delivered 1, dead 0\n  flow  delivered, attempts 1\n{properties}"
        )
    );
    let json: Value = serde_json::to_value(&event).unwrap();
    assert_eq!(json["properties"]["messages"][0]["id"], "m1");
    assert_eq!(json["deliveries"][0]["key"], "39");
    let shown = host.operations().notification(1).unwrap();
    assert_eq!(shown.events, 1);
    assert_eq!(
        serde_json::to_value(&shown).unwrap()["body"],
        notification(&[message("m1", "39")])
    );
}

#[tokio::test]
async fn what_is_not_there_is_an_error_that_says_what_to_do() {
    let (host, _receiver) = host_with_two_events().await;
    let operations = host.operations();
    assert!(matches!(
        operations.event(None, "m9"),
        Err(OperationError::NoEvent(_))
    ));
    assert!(matches!(
        operations.event(Some("desk"), "m1"),
        Err(OperationError::NoEvent(_))
    ));
    assert!(matches!(
        operations.event(Some("desc"), "m1"),
        Err(OperationError::NoName { .. })
    ));
    assert!(matches!(
        operations.replay_notification(9),
        Err(OperationError::NoNotification(9))
    ));
    let nowhere = Operations::open(&host.folder.path().join("none.sqlite"));
    assert!(matches!(nowhere, Err(OperationError::NoFile(_))));
}

#[tokio::test]
async fn a_delivered_event_is_sent_again_only_to_all() {
    let (host, receiver) = host_with_two_events().await;
    let effects = host.operations().replay_event("m1", Replay::Dead);
    assert_eq!(effects.unwrap().unwrap()[0].outcome, Outcome::WasDelivered);
    let effects = replay_all(&host, "m2").await;
    assert!(effects[0].outcome.is_done(), "{effects:?}");
    until("it came again", async || receiver.took().len() == 3).await;
    assert_eq!(receiver.ids(), ["m1", "m2", "m2"]);
}

#[tokio::test]
async fn an_event_can_be_sent_to_a_trigger_that_was_added_later() {
    let late = Receiver::start().await;
    late.be(Manner::Take);
    let host = Host::start("").await;
    let body = notification(&[message("m1", "39")]);
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
    until("it is stored", async || {
        host.operations().event(None, "m1").is_ok()
    })
    .await;
    let host = host
        .restart_with(&deliver_messages("late", &late.url(), ""))
        .await;
    let effects = replay_all(&host, "m1").await;
    assert_eq!(effects[0].trigger, "late");
    until("it is delivered", async || late.ids() == ["m1"]).await;
}

#[tokio::test]
async fn replay_works_on_the_file_of_a_host_that_is_down() {
    let (host, receiver) = host_with_two_events().await;
    let file = host.file();
    let adapters = host.adapters.clone();
    let folder = host.stop().await;
    let operations = Operations::open(&file).unwrap();
    assert!(!operations.is_served());
    let routed = operations.replay_event("m1", Replay::All);
    assert_eq!(routed.unwrap(), None);
    assert_eq!(Operations::open(&file).unwrap().replay_failed().unwrap(), 0);
    let host = Host::start_in(
        folder,
        &deliver_messages("flow", &receiver.url(), ""),
        adapters,
        uip_server::Clock::manual(),
    )
    .await;
    until("it came again", async || {
        receiver.ids() == ["m1", "m2", "m1"]
    })
    .await;
    assert_eq!(json!(host.adapters.calls()), 2);
}

#[tokio::test]
async fn a_list_of_what_does_not_exist_is_an_error_and_one_of_nothing_is_not() {
    let (host, _receiver) = host_with_two_events().await;
    let operations = host.operations();
    let name = |name: &str| Some(name.to_owned());
    let all = EventFilter::default();
    for (filter, error) in [
        (
            EventFilter {
                adapter: name("shopp"),
                ..all.clone()
            },
            "no adapter `shopp`; did you mean `shop`?",
        ),
        (
            EventFilter {
                event: name("mesage"),
                ..all.clone()
            },
            "no event `mesage`; did you mean `message`?",
        ),
        (
            EventFilter {
                trigger: name("flov"),
                ..all.clone()
            },
            "no event trigger `flov`; did you mean `flow`?",
        ),
        (
            EventFilter {
                customer: name("41"),
                ..all.clone()
            },
            "no customer `41`; no delivery is ordered by it; a customer whose events have a user id is known by that alone",
        ),
        (
            EventFilter {
                after: name("m9"),
                ..all.clone()
            },
            "no event `m9`; `uip events list` shows which there are",
        ),
    ] {
        assert_eq!(operations.events(&filter).unwrap_err().to_string(), error);
    }
    // An adapter and an event that are configured, and had nothing yet.
    let none = EventFilter {
        adapter: name("desk"),
        event: name("status"),
        ..all
    };
    assert_eq!(operations.events(&none).unwrap(), []);
    let filter = NotificationFilter {
        trigger: name("shops"),
        ..Default::default()
    };
    let error = operations.notifications(&filter).unwrap_err().to_string();
    assert_eq!(error, "no webhook trigger `shops`; did you mean `shop`?");
    let filter = NotificationFilter {
        after: Some(9),
        ..Default::default()
    };
    assert!(operations.notifications(&filter).is_err());
}

#[tokio::test]
async fn deliveries_to_a_trigger_that_was_renamed_stay_visible_and_can_be_ended() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Answer(StatusCode::INTERNAL_SERVER_ERROR));
    let host = Host::start(&deliver_messages("old", &receiver.url(), "")).await;
    host.receives(&["m1", "m2"], "39").await;
    until("it was tried", async || receiver.attempts() > 0).await;
    receiver.be(Manner::Take);
    let host = host
        .restart_with(&deliver_messages("new", &receiver.url(), ""))
        .await;
    let pending = host.metric("uip_deliveries_pending{trigger=\"old\"}").await;
    assert_eq!(pending, Some(2.0));
    let operations = host.operations();
    let replayed = operations.replay_event("m1", Replay::Dead);
    assert_eq!(
        replayed.unwrap().unwrap()[0].outcome,
        Outcome::NotConfigured
    );
    let effects = replay_all(&host, "m1").await;
    let sent: Vec<_> = effects
        .iter()
        .map(|effect| (effect.trigger.as_str(), effect.outcome.is_done()))
        .collect();
    assert_eq!(sent, [("new", true), ("old", false)]);
    until("it is delivered", async || receiver.ids() == ["m1"]).await;
    let old = EventFilter {
        trigger: Some("old".to_owned()),
        ..EventFilter::default()
    };
    assert_eq!(operations.drop_events(&old).unwrap(), 2);
    let rows = || -> Vec<_> {
        let rows = operations.triggers().unwrap().into_iter();
        rows.map(|row| (row.trigger, row.configured, row.pending, row.dead))
            .collect()
    };
    let ended = [
        ("new".to_owned(), true, 0, 0),
        ("old".to_owned(), false, 0, 2),
    ];
    // The receiver has the event before the inbox records that it was taken.
    until("the delivery is recorded", async || rows() == ended).await;
}
