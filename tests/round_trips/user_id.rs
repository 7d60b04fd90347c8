//! A customer who hides the phone number: known by a business-scoped user id
//! alone, in both directions.

use serde_json::{Value, json};
use uip_sandbox::AutoStatus;
use uip_testkit::Scene;

use crate::conversation::Conversation;

const USER_ID: &str = "IT.13491208655302741918";

#[tokio::test]
async fn whoever_hides_the_number_is_answered_by_the_user_id_in_the_event() {
    let scene = Scene::builder().sandbox(|sandbox| sandbox.auto_status(AutoStatus::Delivered));
    let talk = Conversation::with(scene).await;
    let customer = talk.scene.sandbox.customer(USER_ID);
    customer.named("Bo").with_username("bo.zimt");
    let written = customer.says("Is there any rye left?");

    let mut events = talk.events("customer_message").await;
    assert_eq!(events.len(), 1, "{events:?}");
    let event = events.remove(0);
    assert_eq!(
        event["contacts"],
        json!([{"user-id": USER_ID, "profile-name": "Bo", "username": "bo.zimt"}])
    );
    let message = &event["message"];
    assert_eq!(message["id"], json!(written));
    assert_eq!(message.get("from"), None);
    assert_eq!(
        message["content"],
        json!({"text": "Is there any rye left?"})
    );

    let request = json!({
        "phoneNumber": message["from-user-id"], "message": "Two loaves.", "replyTo": message["id"],
    });
    let response = talk.call("sendMessageText", request).await;
    assert_eq!(response.get("userId"), Some(&json!(USER_ID)));
    assert_eq!(response.get("waId"), None);
    let seen = customer.received();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].body, "Two loaves.");
    assert_eq!(seen[0].about.as_ref(), Some(&written));

    let statuses: Vec<Value> = talk.events("status_changed").await;
    let told: Vec<_> = statuses
        .iter()
        .map(|event| {
            let status = &event["status"];
            assert_eq!(status["id"], json!(seen[0].id));
            assert_eq!(status.get("recipient-id"), None);
            (
                status["recipient-user-id"].clone(),
                status["status"].clone(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (json!(USER_ID), json!("sent")),
            (json!(USER_ID), json!("delivered"))
        ]
    );
}
