//! Customers are blocked and unblocked.

use std::time::Duration;

use serde_json::{Value, json};
use uip_sandbox::{AutoStatus, Sandbox};

use crate::controls::get;
use crate::support::{Client, read, statuses, text};

const ADA: &str = "16505551234";
const BOB: &str = "16505555678";

async fn start() -> (Sandbox, Client, String) {
    let sandbox = Sandbox::builder()
        .strict_window()
        .without_user_ids()
        .auto_status(AutoStatus::Sent)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    let path = format!("v25.0/{}/block_users", sandbox.phone_number_id());
    (sandbox, client, path)
}

fn users(users: &[&str]) -> Value {
    let users: Vec<Value> = users.iter().map(|user| json!({"user": user})).collect();
    json!({"messaging_product": "whatsapp", "block_users": users})
}

#[tokio::test]
async fn a_blocked_customer_neither_reaches_the_business_nor_is_reached() {
    let (sandbox, client, path) = start().await;
    let ada = sandbox.customer(ADA);
    ada.says("Buy my oven!");
    sandbox.take_notifications();
    let blocked = read(client.post(&path, &users(&["+16505551234"])).await).await;
    let named = json!([{"input": "+16505551234", "wa_id": ADA}]);
    assert_eq!(
        blocked,
        (
            200,
            json!({"messaging_product": "whatsapp", "block_users": {"added_users": named}})
        )
    );
    ada.says("Buy it!");
    assert!(sandbox.take_notifications().is_empty());
    client.accepted(&text("+16505551234", "No.")).await;
    assert_eq!(statuses(&sandbox), ["failed"]);
    assert!(ada.received().is_empty());
    assert_eq!(get(&sandbox, "/blocked").await, json!([ADA]));

    let unblocked = read(client.delete(&path, &users(&[ADA])).await).await;
    assert_eq!(unblocked.0, 200);
    assert_eq!(unblocked.1["block_users"]["removed_users"][0]["wa_id"], ADA);
    ada.says("Sorry.");
    assert_eq!(sandbox.take_notifications().len(), 1);
    client
        .accepted(&text("+16505551234", "Welcome back."))
        .await;
    assert_eq!(ada.received().len(), 1);
}

#[tokio::test]
async fn each_customer_is_blocked_or_refused_for_itself() {
    let (sandbox, client, path) = start().await;
    sandbox.customer(ADA).says("hi");
    sandbox.customer(BOB).last_wrote(Duration::from_hours(24));
    let own = sandbox.display_phone_number().to_owned();
    let (status, answer) = read(client.post(&path, &users(&[ADA, BOB, &own])).await).await;
    assert_eq!(status, 400);
    assert_eq!(answer["error"]["code"], 139_100);
    let lists = &answer["block_users"];
    assert_eq!(lists["added_users"], json!([{"input": ADA, "wa_id": ADA}]));
    let failed = lists["failed_users"].as_array().unwrap();
    let codes: Vec<&Value> = failed
        .iter()
        .map(|user| &user["errors"][0]["code"])
        .collect();
    assert_eq!(codes, [131_047, 131_021]);
    assert_eq!(failed[0]["input"], BOB);
    assert_eq!(sandbox.blocked(), [ADA]);
}

#[tokio::test]
async fn the_blocked_are_listed_in_pages() {
    let (sandbox, client, path) = start().await;
    for id in [ADA, BOB] {
        sandbox.customer(id).says("hi");
    }
    client.post(&path, &users(&[ADA, BOB])).await.unwrap();
    let (_, first) = read(client.get(&format!("{path}?limit=1")).await).await;
    assert_eq!(
        first["data"],
        json!([{"block_users": [{"input": ADA, "wa_id": ADA}]}])
    );
    let next = first["paging"]["next"].as_str().unwrap();
    let second: Value = reqwest::get(next).await.unwrap().json().await.unwrap();
    assert_eq!(second["data"][0]["block_users"][0]["wa_id"], BOB);
    assert!(second["paging"].get("next").is_none());
}

#[tokio::test]
async fn a_request_that_names_no_user_or_no_number_is_refused() {
    let (_sandbox, client, path) = start().await;
    for body in [
        json!({"block_users": [{"user": ADA}]}),
        json!({"messaging_product": "whatsapp"}),
        json!({"messaging_product": "whatsapp", "block_users": []}),
        json!({"messaging_product": "whatsapp", "block_users": [{}]}),
        users(&["Ada"]),
    ] {
        let (status, answer) = read(client.post(&path, &body).await).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (400, &json!(100)),
            "{body}"
        );
    }
}
