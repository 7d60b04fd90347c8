//! What WhatsApp refuses at once, and what it accepts and then fails.

use std::time::Duration;

use crate::support::{Client, message, template, text, updates};
use serde_json::{Value, json};
use uip_sandbox::{Limits, Sandbox};

const ADA: &str = "+16505551234";
const ALMOST_A_DAY: Duration = Duration::from_secs(24 * 60 * 60 - 1);
const THIRTY_DAYS: Duration = Duration::from_hours(30 * 24);

/// The last status that was notified about.
fn last_status(sandbox: &Sandbox) -> Value {
    let told = sandbox.take_notifications();
    updates(&told.last().unwrap().json()).remove(0)
}

async fn fails_with(sandbox: &Sandbox, body: &Value) -> Value {
    let id = Client::of(sandbox).accepted(body).await;
    let mut status = last_status(sandbox);
    assert_eq!(status["status"], "failed");
    assert_eq!(status["id"], id.as_str());
    assert_eq!(status.get("pricing"), None);
    status["errors"][0].take()
}

#[tokio::test]
async fn the_window_closes_24_hours_after_the_customer_wrote_and_opens_when_he_writes() {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .start()
        .await
        .unwrap();
    let ada = sandbox.customer(ADA);
    ada.says("hello");
    sandbox.advance(ALMOST_A_DAY);
    Client::of(&sandbox)
        .accepted(&text(ADA, "still in time"))
        .await;
    sandbox.advance(Duration::from_secs(1));

    let error = fails_with(&sandbox, &text(ADA, "too late")).await;
    assert_eq!(error["code"], 131_047);
    assert_eq!(error["title"], "Re-engagement message");
    assert!(
        error["error_data"]["details"]
            .as_str()
            .unwrap()
            .contains("24 hours")
    );

    ada.says("and now?");
    Client::of(&sandbox)
        .accepted(&text(ADA, "now it works"))
        .await;
    let read: Vec<String> = ada.received().into_iter().map(|seen| seen.body).collect();
    assert_eq!(read, ["still in time", "now it works"]);
}

#[tokio::test]
async fn in_a_strict_sandbox_a_stranger_has_no_window() {
    let sandbox = Sandbox::builder().strict_window().start().await.unwrap();
    assert_eq!(
        fails_with(&sandbox, &text(ADA, "hello")).await["code"],
        131_047
    );
    sandbox.customer(ADA).says("who is there?");
    Client::of(&sandbox)
        .accepted(&text(ADA, "the bakery"))
        .await;
}

#[tokio::test]
async fn reactions_to_unknown_old_or_reaction_messages_fail_later_with_131009() {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .start()
        .await
        .unwrap();
    let ada = sandbox.customer(ADA);
    let said = ada.says("hello");
    let reaction = ada.reacts(&said, "👍");
    let react = |id: &str| message(ADA, "reaction", json!({"message_id": id, "emoji": "👍"}));

    for target in ["wamid.unknown", reaction.as_str()] {
        assert_eq!(fails_with(&sandbox, &react(target)).await["code"], 131_009);
    }
    sandbox.advance(THIRTY_DAYS);
    ada.says("long time no see");
    Client::of(&sandbox).accepted(&react(&said)).await;
    sandbox.advance(Duration::from_secs(1));
    assert_eq!(fails_with(&sandbox, &react(&said)).await["code"], 131_009);
    assert_eq!(ada.received().len(), 1);
}

#[tokio::test]
async fn a_reaction_cannot_quote() {
    let sandbox = Sandbox::start().await.unwrap();
    let said = sandbox.customer(ADA).says("hello");
    let mut body = message(ADA, "reaction", json!({"message_id": said, "emoji": "👍"}));
    body["context"] = json!({"message_id": said});
    assert_eq!(Client::of(&sandbox).refused(&body).await.1["code"], 100);
}

#[tokio::test]
async fn who_is_not_on_whatsapp_gets_nothing_and_131026_says_so() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.customer(ADA).not_on_whatsapp();
    let error = fails_with(&sandbox, &text(ADA, "hello")).await;
    assert_eq!(error["code"], 131_026);
    assert!(sandbox.customer(ADA).received().is_empty());
}

#[tokio::test]
async fn who_stopped_marketing_still_gets_the_rest() {
    let sandbox = Sandbox::start().await.unwrap();
    let ada = sandbox.customer(ADA);
    ada.opted_out();
    let link = json!([{"type": "button", "sub_type": "url", "index": "2",
                       "parameters": [{"type": "text", "text": "1"}]}]);
    let marketing = template(ADA, "rate_your_visit", link);
    assert_eq!(fails_with(&sandbox, &marketing).await["code"], 131_050);
    let client = Client::of(&sandbox);
    client
        .accepted(&template(ADA, "hello_world", json!([])))
        .await;
    ada.reachable();
    client.accepted(&marketing).await;
    assert_eq!(ada.received().len(), 2);
}

#[tokio::test]
async fn who_is_not_in_the_allow_list_is_refused_at_once() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.customer(ADA).not_in_allow_list();
    let (status, error) = Client::of(&sandbox).refused(&text(ADA, "hello")).await;
    assert_eq!((status, &error["code"]), (400, &json!(131_030)));
    assert!(sandbox.take_notifications().is_empty());
}

#[tokio::test]
async fn a_pair_may_exchange_so_much_and_no_more() {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .limits(Limits {
            messages_per_pair: Some(2),
            ..Limits::default()
        })
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    client.accepted(&text(ADA, "1")).await;
    client.accepted(&text(ADA, "2")).await;
    let (status, error) = client.refused(&text(ADA, "3")).await;
    assert_eq!((status, &error["code"]), (400, &json!(131_056)));
    client.accepted(&text("+16505550000", "others go on")).await;
    sandbox.advance(Duration::from_secs(6));
    client.accepted(&text(ADA, "3")).await;
    assert_eq!(sandbox.customer(ADA).received().len(), 3);
}

#[tokio::test]
async fn the_number_may_send_so_much_in_a_second() {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .limits(Limits {
            messages_per_second: Some(2),
            ..Limits::default()
        })
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    for number in ["+16505550001", "+16505550002"] {
        client.accepted(&text(number, "x")).await;
    }
    let (_, error) = client.refused(&text("+16505550003", "x")).await;
    assert_eq!(error["code"], 130_429);
    assert_eq!(error["error_subcode"], 2_494_055);
    sandbox.advance(Duration::from_secs(1));
    client.accepted(&text("+16505550003", "x")).await;
}

#[tokio::test]
async fn a_refused_request_does_not_count_against_the_limit() {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .limits(Limits {
            messages_per_pair: Some(1),
            ..Limits::default()
        })
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    client.refused(&text(ADA, "")).await;
    client.refused(&template(ADA, "no_such", json!([]))).await;
    client.accepted(&text(ADA, "the first that counts")).await;
}
