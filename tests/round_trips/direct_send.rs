//! Direct Send: a message outside the window, without a template of one's own.

use std::time::Duration;

use serde_json::{Value, json};
use uip_sandbox::{AutoStatus, DirectSendAccess};
use uip_testkit::Scene;

use crate::conversation::{CUSTOMER, Conversation};

async fn talk() -> Conversation {
    let scene = Scene::builder().sandbox(|sandbox| sandbox.auto_status(AutoStatus::Delivered));
    let talk = Conversation::with(scene).await;
    // The customer wrote once, and has been silent for longer than a day.
    talk.scene.sandbox.customer(CUSTOMER).says("Hello");
    talk.events("customer_message").await;
    talk.scene.sandbox.advance(Duration::from_hours(25));
    talk
}

/// The statuses that wait.
async fn statuses(talk: &Conversation) -> Vec<Value> {
    let events = talk.events("status_changed").await;
    events.iter().map(|it| it["status"].clone()).collect()
}

#[tokio::test]
async fn a_text_arrives_outside_the_window_and_belongs_to_a_template() {
    let talk = talk().await;
    let text = json!({"phoneNumber": CUSTOMER, "message": "Your order 17 is ready."});
    talk.call("sendMessageText", text.clone()).await;
    let failed = statuses(&talk).await;
    assert_eq!(failed[0]["status"], "failed");
    assert_eq!(failed[0]["errors"][0]["code"], 131_047);

    let mut direct = text;
    direct["directSend"] =
        json!({"category": "utility", "ttlSeconds": 3600, "templateName": "order_17_ready"});
    let seen = talk.send("sendMessageText", direct).await;
    assert_eq!(seen["body"], "Your order 17 is ready.");
    let arrived = statuses(&talk).await;
    assert_eq!(arrived[0]["status"], "sent");
    assert!(arrived[0]["template-id"].is_string(), "{arrived:?}");
    let templates = talk.scene.sandbox.templates();
    let made = templates.iter().find(|it| it["name"] == "order_17_ready");
    assert_eq!(made.expect("a template")["id"], arrived[0]["template-id"]);
}

#[tokio::test]
async fn buttons_a_link_and_a_code_arrive_too() {
    let talk = talk().await;
    let utility = json!({"category": "utility"});
    let seen = talk
        .send(
            "sendMessageButtons",
            json!({
                "body": "Your table is at 19:30. Does that suit you?",
                "buttons": [{"id": "keep", "title": "Yes, it does"}], "directSend": utility,
            }),
        )
        .await;
    assert_eq!(seen["choices"][0]["id"], "keep");
    let seen = talk
        .send(
            "sendMessageLink",
            json!({
                "body": "Your order is on its way.", "buttonText": "Follow it",
                "url": "https://bakery.example/17", "directSend": utility,
            }),
        )
        .await;
    assert_eq!(seen["choices"][0]["title"], "Follow it");
    let seen = talk
        .send(
            "sendMessageText",
            json!({
                "message": "123456 is your verification code.",
                "directSend": {"category": "authentication", "ttlSeconds": 900},
            }),
        )
        .await;
    assert_eq!(seen["body"], "123456 is your verification code.");
    assert!(
        statuses(&talk)
            .await
            .iter()
            .all(|it| it["status"] != "failed")
    );
}

#[tokio::test]
async fn an_account_that_is_blocked_is_told_so() {
    let scene = Scene::builder().sandbox(|it| it.direct_send(DirectSendAccess::Blocked));
    let talk = Conversation::with(scene).await;
    let request = json!({
        "phoneNumber": CUSTOMER, "message": "Your order is ready.",
        "directSend": {"category": "utility"},
    });
    let response = talk.scene.call("sendMessageText", request).await;
    assert!(!response.is_success(), "{response:?}");
    assert_eq!(response.get("code"), Some(&json!("139200")));
    assert_eq!(response.get("category"), Some(&json!("policy")));
}
