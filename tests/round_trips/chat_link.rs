//! `createChatLink`.

use serde_json::{Value, json};

use crate::conversation::Conversation;

#[tokio::test]
async fn the_text_of_a_link_arrives_as_the_customers_message() {
    let talk = Conversation::start().await;
    let text = "Rye & wheat? 100% = 2 + 2 #bread 🍞\n\"Grüße\"";
    let made = talk.call("createChatLink", json!({"text": text})).await;
    for name in ["link", "appLink"] {
        let link = made.get(name).expect("a link");
        let arrived = talk.answers("follow", json!({"link": link})).await;
        assert_eq!(arrived["message-type"], "text", "{name}");
        assert_eq!(arrived["content"], json!({"text": text}), "{name}");
    }

    let button = made.get("buttonHtml").and_then(Value::as_str);
    let link = made.get("link").and_then(Value::as_str).expect("a link");
    assert!(
        button.is_some_and(|html| html.contains(&link.replace('&', "&amp;"))),
        "{button:?} leads to {link}"
    );
}

#[tokio::test]
async fn a_link_to_another_number_does_not_lead_here() {
    let talk = Conversation::start().await;
    let made = talk
        .call(
            "createChatLink",
            json!({"phoneNumber": "+39 333 1234567", "text": "Hello"}),
        )
        .await;
    let why = talk
        .cannot("follow", json!({"link": made.get("link")}))
        .await;
    assert!(why.contains("393331234567"), "{why}");
}

#[tokio::test]
async fn without_a_text_the_customer_writes_first() {
    let talk = Conversation::start().await;
    let made = talk.call("createChatLink", json!({})).await;
    let why = talk
        .cannot("follow", json!({"link": made.get("link")}))
        .await;
    assert!(why.contains("empty"), "{why}");
}
