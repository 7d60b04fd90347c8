//! Customers who get another number or another user id, and messages that fail in every way.

use http::Method;
use serde_json::{Value, json};
use uip_sandbox::{AutoStatus, GraphError, Sandbox};

use crate::controls::{control, post};
use crate::support::{Client, statuses, text, updates};

const ADA: &str = "16505551234";
const NEW: &str = "12195555358";

async fn start() -> Sandbox {
    Sandbox::builder()
        .auto_status(AutoStatus::Off)
        .start()
        .await
        .unwrap()
}

/// The one change since the last time, and the message in it.
fn heard(sandbox: &Sandbox) -> (Value, Value) {
    let told = sandbox.take_notifications();
    assert_eq!(told.len(), 1);
    let value = told[0].json()["entry"][0]["changes"][0]["value"].clone();
    let message = value["messages"][0].clone();
    (value, message)
}

#[tokio::test]
async fn a_changed_number_names_the_new_ids_and_the_previous_ones() {
    let sandbox = start().await;
    let ada = sandbox.customer(ADA);
    ada.named("Ada King");
    ada.with_parent_user_id();
    let before = ada.user_id().unwrap();
    ada.says("hi");
    let (_, said) = heard(&sandbox);
    let parent = said["from_parent_user_id"].as_str().unwrap();
    assert!(parent.starts_with("US.ENT."), "{parent}");

    let id = ada.changes_number("+12195555358");
    let (value, message) = heard(&sandbox);
    assert!(value.get("contacts").is_none());
    let after = sandbox.customer(NEW).user_id().unwrap();
    assert_ne!(after, before);
    assert_eq!(message["id"], id);
    assert_eq!(message["from"], ADA);
    assert_eq!(message["type"], "system");
    let system = &message["system"];
    assert_eq!(
        system["body"],
        format!("User Ada King changed from {ADA} to {NEW}")
    );
    assert_eq!(system["type"], "user_changed_number");
    assert_eq!(system["wa_id"], NEW);
    assert_eq!(system["user_id"], after);
    assert_eq!(system["previous_user_id"], before);
    assert_eq!(system["previous_parent_user_id"], parent);
    assert_ne!(system["parent_user_id"], parent);
    assert!(system["parent_user_id"].is_string());
}

#[tokio::test]
async fn what_was_written_before_the_change_is_still_read_after_it() {
    let sandbox = start().await;
    let client = Client::of(&sandbox);
    let ada = sandbox.customer(ADA);
    let said = ada.says("hi");
    ada.changes_number(NEW);
    let receipt = json!({"messaging_product": "whatsapp", "status": "read", "message_id": said});
    assert_eq!(client.send(&receipt).await.0, 200);
    assert!(sandbox.customer(NEW).was_read(&said));
    client.accepted(&text("+12195555358", "hello")).await;
    assert_eq!(sandbox.customer(NEW).received().len(), 1);
}

#[tokio::test]
async fn a_changed_user_id_of_a_hidden_number_names_no_number() {
    let sandbox = start().await;
    let hidden = sandbox.customer("US.13491208655302741918");
    hidden.with_parent_user_id();
    hidden.changes_user_id("US.24817305912873645029");
    let (value, message) = heard(&sandbox);
    assert!(value.get("contacts").is_none());
    assert!(message.get("from").is_none());
    let system = &message["system"];
    assert_eq!(system["type"], "user_changed_user_id");
    assert_eq!(system["user_id"], "US.24817305912873645029");
    assert_eq!(system["previous_user_id"], "US.13491208655302741918");
    assert!(system["previous_parent_user_id"].is_string());
    assert!(system.get("wa_id").is_none());
    sandbox.customer("US.24817305912873645029").says("me again");
    assert_eq!(heard(&sandbox).1["from_user_id"], "US.24817305912873645029");
}

#[tokio::test]
async fn numbers_and_user_ids_are_changed_over_http() {
    let sandbox = start().await;
    let one = format!("/customers/{ADA}");
    let (_, shown) = control(&sandbox, Method::PATCH, &one, json!({"parentUserId": true})).await;
    assert!(shown["parentUserId"].is_string());
    let (status, _) = post(
        &sandbox,
        &format!("{one}/change-number"),
        json!({"phoneNumber": NEW}),
    )
    .await;
    assert_eq!(status, 201);
    let path = format!("/customers/{NEW}/change-user-id");
    let (status, _) = post(&sandbox, &path, json!({"userId": "US.2"})).await;
    assert_eq!(status, 201);
    let kinds: Vec<Value> = sandbox
        .take_notifications()
        .iter()
        .map(|one| updates(&one.json())[0]["system"]["type"].clone())
        .collect();
    assert_eq!(kinds, ["user_changed_number", "user_changed_user_id"]);
    for (what, body) in [
        ("change-number", json!({"phoneNumber": "new"})),
        ("change-user-id", json!({"userId": "new"})),
    ] {
        let (status, _) = post(&sandbox, &format!("/customers/{NEW}/{what}"), body).await;
        assert_eq!(status, 400, "{what}");
    }
}

/// A code of each kind that a failed status can have: authentication, permission, policy, rate, recipient,
/// window, template, media, request, service, configuration.
const CODES: [i64; 22] = [
    190, 10, 200, 368, 131_031, 130_497, 131_064, 130_429, 131_048, 131_056, 131_026, 131_049,
    131_050, 131_047, 132_001, 132_015, 131_053, 131_009, 131_000, 131_016, 131_042, 133_010,
];

#[tokio::test]
async fn a_message_fails_with_every_kind_of_code_under_its_title() {
    let sandbox = start().await;
    let client = Client::of(&sandbox);
    let ada = sandbox.customer(ADA);
    for code in CODES {
        ada.fails_with(code);
        let sent = client.accepted(&text("+16505551234", "x")).await;
        let told = updates(&sandbox.take_notifications()[0].json()).remove(0);
        assert_eq!(
            (&told["id"], &told["status"]),
            (&json!(sent), &json!("failed"))
        );
        let error = &told["errors"][0];
        assert_eq!(error["code"], code);
        for key in ["title", "message"] {
            let title = error[key].as_str().unwrap();
            assert_ne!(title, "An unknown error occurred", "{code}");
        }
    }
    assert!(ada.received().is_empty());
}

#[tokio::test]
async fn a_message_fails_after_it_was_sent() {
    let sandbox = start().await;
    let client = Client::of(&sandbox);
    let ada = sandbox.customer(ADA);
    let sent = client.accepted(&text("+16505551234", "x")).await;
    ada.reports_sent(&sent);
    ada.reports_failed(&sent, &GraphError::new(131_049).details("Not today."));
    let told: Vec<Value> = sandbox
        .take_notifications()
        .iter()
        .flat_map(|one| updates(&one.json()))
        .collect();
    assert_eq!(told[0]["status"], "sent");
    assert_eq!(told[1]["status"], "failed");
    assert_eq!(told[1]["errors"][0]["code"], 131_049);
    assert_eq!(told[1]["errors"][0]["error_data"]["details"], "Not today.");

    let path = format!("/customers/{ADA}/status");
    let failed = json!({"messageId": sent, "status": "failed"});
    assert_eq!(post(&sandbox, &path, failed.clone()).await.0, 400);
    let mut with_code = failed;
    with_code["error"] = json!({"code": 131_026});
    assert_eq!(post(&sandbox, &path, with_code).await.0, 204);
    assert_eq!(statuses(&sandbox), ["failed"]);
}
