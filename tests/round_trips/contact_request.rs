//! `sendMessageContactRequest`: a customer who hides the number gives it.

use serde_json::{Value, json};
use uip_testkit::Scene;

use crate::conversation::Conversation;

const USER_ID: &str = "IT.13491208655302741918";

/// The contacts of the one message that waits.
async fn shared(talk: &Conversation) -> Value {
    let mut events = talk.events("customer_message").await;
    assert_eq!(events.len(), 1, "{events:?}");
    let message = events.remove(0)["message"].take();
    assert_eq!(message["message-type"], "contacts");
    message["content"]["contacts"].clone()
}

#[tokio::test]
async fn whoever_hides_the_number_shares_it_and_is_then_written_to_by_number() {
    let talk = Conversation::with(Scene::builder()).await;
    let customer = talk.scene.sandbox.customer(USER_ID);
    customer.named("Bo");
    customer.says("Do you deliver?");
    talk.events("customer_message").await;

    let request = json!({
        "phoneNumber": USER_ID, "body": "Which number may our driver call?",
        "header": {"text": "Delivery"}, "footer": "Only for today",
    });
    talk.call("sendMessageContactRequest", request).await;
    let seen = customer.received();
    let seen = seen.last().expect("the request");
    assert_eq!(seen.header.as_deref(), Some("Delivery"));
    assert_eq!(seen.body, "Which number may our driver call?");
    assert_eq!(seen.footer.as_deref(), Some("Only for today"));
    assert_eq!(seen.buttons, ["Share contact info"]);

    let answer = customer.shares_contact_info(&seen.id, Some("+393331234567"));
    answer.expect("the number");
    let cards = shared(&talk).await;
    assert_eq!(cards[0]["origin"], "contact_request");
    assert_eq!(cards[0]["formatted-name"], "Bo");
    let phone = &cards[0]["phones"][0];
    assert_eq!(phone["wa-id"], "393331234567");

    let request = json!({"phoneNumber": phone["wa-id"], "message": "Thank you."});
    let response = talk.call("sendMessageText", request).await;
    assert_eq!(response.get("waId"), Some(&json!("393331234567")));
    let seen = customer.received();
    assert_eq!(seen.last().expect("the thanks").body, "Thank you.");
}
