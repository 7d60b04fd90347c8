//! `processWebhook`: what becomes of a message that was sent, as typed
//! `status-changed` events.

use serde_json::{Value, json};
use uip_sandbox::AutoStatus;
use uip_testkit::Scene;

use crate::conversation::{CUSTOMER, Conversation};

/// A customer to whom nothing is delivered by itself.
async fn slow_conversation() -> Conversation {
    let scene = Scene::builder().sandbox(|sandbox| sandbox.auto_status(AutoStatus::Sent));
    Conversation::with(scene).await
}

/// The typed `status` of the only `status-changed` event.
async fn status(talk: &Conversation) -> Value {
    let mut events = talk.events("status_changed").await;
    assert_eq!(events.len(), 1, "{events:?}");
    events[0]["status"].take()
}

#[tokio::test]
async fn a_voice_message_is_sent_delivered_read_and_played() {
    let talk = slow_conversation().await;
    let seen = talk
        .send(
            "sendMessageMedia",
            json!({
                "mediaType": "audio", "link": "https://bakery.example/hello.ogg", "voice": true,
                "callbackData": "booking-17",
            }),
        )
        .await;
    let user_id = talk.scene.sandbox.customer(CUSTOMER).user_id();
    for name in ["sent", "delivered", "read", "played"] {
        if name != "sent" {
            let body = json!({"messageId": seen["id"], "status": name});
            talk.does("status", body).await;
        }
        let mut status = status(&talk).await;
        assert!(
            status["timestamp"].as_u64() >= seen["at"].as_u64(),
            "{name}"
        );
        status["timestamp"].take();
        assert_eq!(
            status,
            json!({
                "id": seen["id"], "status": name, "timestamp": null,
                "recipient-id": CUSTOMER, "recipient-user-id": user_id,
                "callback-data": "booking-17",
                "pricing": {
                    "billable": false, "pricing-model": "PMP", "category": "service",
                    "pricing-type": "free_customer_service",
                },
                "errors": [],
            })
        );
    }
}

#[tokio::test]
async fn a_message_that_fails_later_says_why() {
    let talk = slow_conversation().await;
    let customer = talk.scene.sandbox.customer(CUSTOMER);
    customer.never_wrote();
    let request =
        json!({"phoneNumber": "+16505551234", "message": "Hello?", "callbackData": "b-1"});
    let response = talk.call("sendMessageText", request).await;
    assert!(talk.received().await.is_empty());

    let status = status(&talk).await;
    assert_eq!(Some(&status["id"]), response.get("messageId"));
    assert_eq!(status["status"], "failed");
    assert_eq!(status["callback-data"], "b-1");
    assert_eq!(status["errors"][0]["code"], 131_047);
    let details = status["errors"][0]["details"].as_str();
    assert!(
        details.is_some_and(|why| why.contains("24 hours")),
        "{status}"
    );
}
