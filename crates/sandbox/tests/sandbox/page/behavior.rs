//! Settings that change while the sandbox runs.

use http::Method;
use serde_json::{Value, json};
use uip_sandbox::Sandbox;

use super::{ADA, rows};
use crate::controls::{control, get, post};
use crate::support::{Client, text};

async fn behave(sandbox: &Sandbox, changes: Value) -> (u16, Value) {
    control(sandbox, Method::PATCH, "/behavior", changes).await
}

#[tokio::test]
async fn s6_how_far_messages_get_is_changed_while_it_runs_and_survives_a_reset() {
    let sandbox = Sandbox::start().await.unwrap();
    let (status, all) = behave(&sandbox, json!({"autoStatus": "sent"})).await;
    assert_eq!(status, 200);
    let batch = json!({"entries": 1, "updates": 1});
    let others = json!({"autoStatus": "sent", "strictWindow": false, "batch": batch, "throughput": null, "pairRate": null});
    assert_eq!(all, others);
    post(&sandbox, "/reset", Value::Null).await;
    Client::of(&sandbox)
        .accepted(&text("+16505551234", "x"))
        .await;
    let told = rows(&sandbox, "?kind=webhook").await;
    let words: Vec<&Value> = told.iter().map(|row| &row["what"]).collect();
    assert_eq!(words, ["sent"]);
}

#[tokio::test]
async fn limits_are_set_and_taken_away_while_it_runs() {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    for (limit, code) in [("throughput", 130_429), ("pairRate", 131_056)] {
        behave(&sandbox, json!({limit: 0})).await;
        assert_eq!(
            client.refused(&text("+16505551234", "x")).await.1["code"],
            code
        );
        behave(&sandbox, json!({limit: null})).await;
        client.accepted(&text("+16505551234", "x")).await;
    }
}

#[tokio::test]
async fn a_window_and_a_batch_are_changed_for_what_comes_later() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.customer(ADA);
    behave(&sandbox, json!({"strictWindow": true})).await;
    let windows = async |id: &str| {
        let view = get(&sandbox, &format!("/view?with={id}")).await;
        view["people"][0]["windows"][0]["closesAt"].clone()
    };
    sandbox.customer("16505550042");
    assert!(windows(ADA).await.is_u64());
    assert_eq!(windows("16505550042").await, Value::Null);

    behave(&sandbox, json!({"batch": {"entries": 1, "updates": 3}})).await;
    sandbox.take_notifications();
    Client::of(&sandbox)
        .accepted(&text("+16505551234", "x"))
        .await;
    assert_eq!(
        sandbox.take_notifications().len(),
        1,
        "three statuses share one"
    );
}

#[tokio::test]
async fn what_is_no_setting_is_refused_and_changes_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    let before = get(&sandbox, "/behavior").await;
    for wrong in [
        json!({"autoStatus": "far"}),
        json!({"strictWindow": true, "batch": {"entries": 0, "updates": 1}}),
        json!({"strictWindow": true, "throughput": -1}),
        json!({"strictWindow": true, "token": "x"}),
    ] {
        let (status, refused) = behave(&sandbox, wrong.clone()).await;
        assert_eq!(status, 400, "{wrong} {refused}");
    }
    assert_eq!(get(&sandbox, "/behavior").await, before);
}
