//! The message history: what became of messages.

use std::time::Duration;

use serde_json::{Value, json};
use uip_sandbox::{AutoStatus, Sandbox};

use crate::support::{Client, read, text};

const ADA: &str = "+16505551234";
const EVENTS: &str = "id,message_id,events{delivery_status,timestamp,error_description}";

async fn start(reach: AutoStatus) -> (Sandbox, Client, String) {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .auto_status(reach)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    let path = format!("v25.0/{}/message_history", sandbox.phone_number_id());
    (sandbox, client, path)
}

async fn found(client: &Client, path: &str) -> Value {
    let (status, mut answer) = read(client.get(path).await).await;
    assert_eq!(status, 200, "{answer}");
    answer["data"].take()
}

#[tokio::test]
async fn a_message_has_its_events_with_their_times() {
    let (sandbox, client, path) = start(AutoStatus::Off).await;
    let sent = client.accepted(&text(ADA, "x")).await;
    let one = format!("{path}?message_id={sent}&fields={EVENTS}");
    let events = || async { found(&client, &one).await[0]["events"]["data"].take() };
    assert_eq!(events().await, json!([]));
    let ada = sandbox.customer(ADA);
    ada.gets(&sent);
    sandbox.advance(Duration::from_mins(1));
    ada.opens(&sent);
    let events = events().await;
    let seen: Vec<(&Value, &Value)> = events
        .as_array()
        .unwrap()
        .iter()
        .map(|event| (&event["delivery_status"], &event["timestamp"]))
        .collect();
    assert_eq!(
        seen,
        [
            (&json!("DELIVERED"), &json!(1_790_000_000)),
            (&json!("READ"), &json!(1_790_000_060)),
        ]
    );
    assert!(events[0].get("application").is_none());
}

#[tokio::test]
async fn a_failed_message_says_why() {
    let (sandbox, client, path) = start(AutoStatus::Read).await;
    sandbox.customer(ADA).never_wrote();
    let sent = client.accepted(&text(ADA, "x")).await;
    let one = format!("{path}?message_id={sent}&fields={EVENTS}");
    let event = found(&client, &one).await[0]["events"]["data"][0].take();
    assert_eq!(event["delivery_status"], "FAILED");
    let why = event["error_description"].as_str().unwrap();
    assert!(why.contains("24 hours"), "{why}");
}

#[tokio::test]
async fn the_newest_message_is_first_and_events_come_only_if_asked_for() {
    let (sandbox, client, path) = start(AutoStatus::Sent).await;
    let first = client.accepted(&text(ADA, "1")).await;
    let second = client.accepted(&text(ADA, "2")).await;
    sandbox.customer(ADA).says("not one of the business's");
    let all = found(&client, &path).await;
    assert_eq!(all.as_array().unwrap().len(), 2);
    assert_eq!(all[0]["message_id"], second);
    assert_eq!(all[1]["message_id"], first);
    assert!(all[0]["id"].is_string());
    assert!(all[0].get("events").is_none());

    let whole = found(&client, &format!("{path}?limit=1&fields=events")).await;
    assert_eq!(whole.as_array().unwrap().len(), 1);
    let event = &whole[0]["events"]["data"][0];
    assert_eq!(event["application"]["id"], sandbox.app_id());
    assert!(event["id"].is_string());
}

#[tokio::test]
async fn an_unknown_message_is_not_found_and_a_strange_question_is_refused() {
    let (_sandbox, client, path) = start(AutoStatus::Sent).await;
    assert_eq!(
        found(&client, &format!("{path}?message_id=wamid.none")).await,
        json!([])
    );
    client.accepted(&text(ADA, "1")).await;
    for query in [
        "limit=0",
        "limit=101",
        "fields=id,colour",
        "fields=events{colour}",
    ] {
        let (status, answer) = read(client.get(&format!("{path}?{query}")).await).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (400, &json!(100)),
            "{query}"
        );
    }
    let (_, other) = read(client.get("1/message_history").await).await;
    assert_eq!(other["error"]["error_subcode"], 33);
}
