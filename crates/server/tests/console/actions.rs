//! What an operator changes with the console.

use http::StatusCode;
use serde_json::{Value, json};
use uip_server::operations::DeliveryState;

use crate::support::adapters::failed;
use crate::support::host::{Host, deliver_messages};
use crate::support::logged::Logged;
use crate::support::receiver::{Manner, Receiver};
use crate::support::until;
use crate::{get, post, settings};

async fn with_dead(receiver: &Receiver, ids: &[&str]) -> Host {
    receiver.be(Manner::Answer(StatusCode::UNPROCESSABLE_ENTITY));
    let trigger = deliver_messages("n8n", &receiver.url(), "refusalAttempts = 1");
    let host = Host::start(&settings(&trigger)).await;
    for id in ids {
        host.receives(&[id], id).await;
    }
    until("all are dead", async || {
        row(&host).await["dead"] == ids.len()
    })
    .await;
    host
}

async fn row(host: &Host) -> Value {
    get(host, "deliveries").await["triggers"][0].clone()
}

async fn seq_of(host: &Host, id: &str) -> Value {
    get(host, &format!("events?q={id}")).await["events"][0]["seq"].clone()
}

#[tokio::test]
async fn dead_letters_of_a_receiver_are_replayed_if_there_are_as_many_as_were_seen() {
    let receiver = Receiver::start().await;
    let host = with_dead(&receiver, &["m1", "m2", "m3"]).await;
    receiver.be(Manner::Take);
    let replay = async |expect: u64| {
        let body = json!({ "trigger": "n8n", "expect": expect });
        post(&host, "operate/replay-dead", &body).await
    };
    let (status, answer) = replay(2).await;
    assert_eq!((status, &answer["count"]), (409, &json!(3)), "{answer}");
    assert_eq!(receiver.count(), 0);
    let (status, answer) = replay(3).await;
    assert_eq!((status, &answer["changed"]), (200, &json!(3)));
    until("all are delivered", async || receiver.count() == 3).await;
    assert_eq!(replay(3).await.0, 409);
}

#[tokio::test]
async fn dead_letters_of_a_trigger_that_is_gone_are_not_replayed_and_that_is_said() {
    let receiver = Receiver::start().await;
    let mut host = with_dead(&receiver, &["m1", "m2"]).await;
    let renamed = deliver_messages("other", &receiver.url(), "");
    let adapters = host.adapters.clone();
    host.reload(&settings(&renamed), adapters).await.unwrap();
    let body = json!({ "trigger": "n8n", "expect": 2 });
    let (status, answer) = post(&host, "operate/replay-dead", &body).await;
    assert_eq!((status, &answer["code"]), (409, &json!("nothing-changed")));
    let says = answer["error"].as_str().unwrap();
    assert!(
        says.contains("`n8n` is not configured any more: 2"),
        "{says}"
    );
}

#[tokio::test]
async fn one_event_is_replayed_and_a_delivered_one_only_if_all_is_asked_for() {
    let receiver = Receiver::start().await;
    let host = with_dead(&receiver, &["m1", "m2"]).await;
    receiver.be(Manner::Take);
    let seq = seq_of(&host, "m1").await;
    let (_, answer) = post(&host, "operate/replay", &json!({ "seq": seq })).await;
    assert_eq!(answer["changed"], 1, "{answer}");
    until("it is delivered", async || receiver.ids() == ["m1"]).await;
    until("that is recorded", async || {
        let delivery = host.delivery("m1");
        delivery.is_some_and(|it| it.state == DeliveryState::Delivered)
    })
    .await;
    assert_eq!(row(&host).await["dead"], 1);
    let (_, answer) = post(&host, "operate/replay", &json!({ "seq": seq })).await;
    assert_eq!(answer["changed"], 0, "{answer}");
    assert!(
        answer["effects"][0]["says"]
            .as_str()
            .unwrap()
            .contains("was delivered")
    );
    let (_, answer) = post(&host, "operate/replay-all", &json!({ "seq": seq })).await;
    assert_eq!(answer["changed"], 1, "{answer}");
    until("it is delivered again", async || {
        receiver.ids() == ["m1", "m1"]
    })
    .await;
}

#[tokio::test]
async fn a_pending_delivery_is_retried_now_or_dropped() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Answer(StatusCode::SERVICE_UNAVAILABLE));
    let host = Host::start(&settings(&deliver_messages("n8n", &receiver.url(), ""))).await;
    host.receives(&["m1"], "1").await;
    until("it was tried", async || receiver.attempts() == 1).await;
    let seq = seq_of(&host, "m1").await;
    let body = json!({ "seq": seq, "trigger": "n8n" });
    until("it waits", async || {
        host.delivery("m1").is_some_and(|it| it.attempts == 1)
    })
    .await;
    assert_eq!(post(&host, "operate/retry", &body).await.0, 200);
    until("it was tried again", async || receiver.attempts() == 2).await;
    until("it waits again", async || {
        host.delivery("m1").is_some_and(|it| it.attempts == 2)
    })
    .await;
    let (_, answer) = post(&host, "operate/drop", &body).await;
    assert_eq!(answer["changed"], 1, "{answer}");
    until("it is dead", async || {
        row(&host).await["deadByCause"]["dropped"] == 1
    })
    .await;
}

#[tokio::test]
async fn everything_pending_is_dropped_only_if_there_is_as_much_as_was_seen() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Answer(StatusCode::SERVICE_UNAVAILABLE));
    let host = Host::start(&settings(&deliver_messages("n8n", &receiver.url(), ""))).await;
    host.receives(&["m1"], "1").await;
    host.receives(&["m2"], "2").await;
    until("both wait", async || row(&host).await["pending"] == 2).await;
    let drop = async |expect: u64| {
        let body = json!({ "trigger": "n8n", "expect": expect });
        post(&host, "operate/drop-pending", &body).await
    };
    assert_eq!(drop(1).await.0, 409);
    assert_eq!(drop(2).await.1["changed"], 2);
    assert_eq!(row(&host).await["pending"], 0);
}

#[tokio::test]
async fn a_trigger_is_paused_and_resumed() {
    let receiver = Receiver::start().await;
    let host = Host::start(&settings(&deliver_messages("n8n", &receiver.url(), ""))).await;
    let body = json!({ "trigger": "n8n" });
    assert_eq!(post(&host, "operate/pause", &body).await.0, 200);
    until("it is paused", async || {
        host.metric("uip_trigger_paused{trigger=\"n8n\"}").await == Some(1.0)
    })
    .await;
    host.receives(&["m1"], "1").await;
    until("it waits", async || row(&host).await["pending"] == 1).await;
    assert_eq!(row(&host).await["paused"], true);
    assert_eq!(receiver.attempts(), 0);
    assert_eq!(post(&host, "operate/resume", &body).await.0, 200);
    until("it is delivered", async || receiver.count() == 1).await;
}

#[tokio::test]
async fn nothing_is_changed_in_another_file_that_has_the_inbox_s_name() {
    let trigger = deliver_messages("n8n", "http://127.0.0.1:9", "");
    let host = Host::start(&settings(&trigger)).await;
    let away = host.file().with_extension("away");
    std::fs::rename(host.file(), &away).unwrap();
    std::fs::copy(&away, host.file()).unwrap();
    let before = std::fs::read(host.file()).unwrap();
    let (status, answer) = post(&host, "operate/pause", &json!({ "trigger": "n8n" })).await;
    assert_eq!((status, &answer["code"]), (503, &json!("store-broken")));
    assert_eq!(std::fs::read(host.file()).unwrap(), before);
    std::fs::rename(&away, host.file()).unwrap();
}

#[tokio::test]
async fn failed_notifications_are_processed_again_one_or_all() {
    let host = Host::start(&settings("")).await;
    for id in ["m1", "m2", "m3"] {
        let failure = failed("permanent-failure", "bad", "cannot be read");
        host.adapters.fail_next(Ok(failure));
        host.receives(&[id], "1").await;
    }
    let failed = async || {
        let page = get(&host, "notifications?state=failed").await;
        page["notifications"].as_array().unwrap().clone()
    };
    until("all failed", async || failed().await.len() == 3).await;
    let id = failed().await[0]["id"].clone();
    let (status, _) = post(&host, "operate/replay-notification", &json!({ "id": id })).await;
    assert_eq!(status, 200);
    until("it is done", async || failed().await.len() == 2).await;
    let (status, _) = post(&host, "operate/replay-failed", &json!({ "expect": 3 })).await;
    assert_eq!(status, 409);
    let (_, answer) = post(&host, "operate/replay-failed", &json!({ "expect": 2 })).await;
    assert_eq!(answer["changed"], 2);
    until("all are done", async || failed().await.is_empty()).await;
}

#[tokio::test]
async fn an_action_that_is_not_whole_changes_nothing() {
    let host = Host::start(&settings("")).await;
    for (action, body, status) in [
        ("retry", json!({}), 400),
        ("retry", json!({ "seq": 1, "all": true }), 400),
        ("retry", json!({ "seq": 77 }), 404),
        ("retry", json!([]), 400),
        ("replay-dead", json!({ "trigger": "n8n" }), 400),
        (
            "replay-dead",
            json!({ "trigger": "none", "expect": 0 }),
            404,
        ),
        ("replay-notification", json!({ "id": 9 }), 404),
        ("pause", json!({ "trigger": "none" }), 404),
        ("delete", json!({}), 404),
    ] {
        let (found, answer) = post(&host, &format!("operate/{action}"), &body).await;
        assert_eq!(found, status, "{action} {body}: {answer}");
    }
}

#[tokio::test]
async fn actions_are_logged_with_who_and_what_and_without_content() {
    let log = Logged::start();
    let receiver = Receiver::start().await;
    let host = with_dead(&receiver, &["393331234567"]).await;
    receiver.be(Manner::Take);
    let seq = seq_of(&host, "393331234567").await;
    post(&host, "operate/replay", &json!({ "seq": seq })).await;
    post(
        &host,
        "operate/replay-dead",
        &json!({ "trigger": "n8n", "expect": 9 }),
    )
    .await;
    post(
        &host,
        "setup/receiver",
        &json!({ "trigger": "n8n", "seq": seq }),
    )
    .await;
    let logged = log.text();
    let has = |text: &str| log.line(text).is_some();
    assert!(has("the console acted"), "{logged}");
    assert!(has("action=\"replay\" event=\""), "{logged}");
    assert!(has("action=\"replay-dead\" trigger=\"n8n\""), "{logged}");
    assert!(has("the console did not act"), "{logged}");
    assert!(has("the console tests a receiver"), "{logged}");
    assert!(has("role=\"operator\""), "{logged}");
    assert!(!logged.contains("Grüß dich"), "{logged}");
}
