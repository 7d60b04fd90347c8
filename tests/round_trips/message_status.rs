//! `getMessageStatus`.

use serde_json::{Value, json};
use uip_sandbox::AutoStatus;
use uip_testkit::Scene;

use crate::conversation::Conversation;

#[tokio::test]
async fn a_message_is_followed_from_sent_to_read() {
    let scene = Scene::builder().sandbox(|sandbox| sandbox.auto_status(AutoStatus::Sent));
    let talk = Conversation::with(scene).await;
    let seen = talk
        .send(
            "sendMessageText",
            json!({"message": "Your table is ready."}),
        )
        .await;
    let mut told = Vec::new();
    for name in ["sent", "delivered", "read"] {
        if name != "sent" {
            talk.does("status", json!({"messageId": seen["id"], "status": name}))
                .await;
        }
        told.push(name);
        let history = talk
            .call("getMessageStatus", json!({"messageId": seen["id"]}))
            .await;
        assert_eq!(history.get("messageId"), Some(&seen["id"]));
        assert_eq!(history.get("messageStatus"), Some(&json!(name)));
        let events = history.get("events").and_then(Value::as_array);
        let events = events.expect("a list").iter();
        let statuses: Vec<&str> = events
            .map(|event| event["status"].as_str().expect("a status"))
            .collect();
        assert_eq!(statuses, told);
    }
}

#[tokio::test]
async fn of_a_message_that_never_left_nothing_is_told() {
    let talk = Conversation::start().await;
    talk.send("sendMessageText", json!({"message": "Another one."}))
        .await;
    let request = json!({"messageId": "wamid.HBgLMTY1MDU1NTEyMzQVAgARGAA"});
    let history = talk.call("getMessageStatus", request).await;
    assert_eq!(history.get("messageStatus"), None);
    assert_eq!(history.get("events"), Some(&json!([])));
}
