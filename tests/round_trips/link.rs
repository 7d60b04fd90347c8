//! `sendMessageLink`: its button opens an address and sends nothing.

use serde_json::json;

use crate::conversation::Conversation;

#[tokio::test]
async fn a_link_is_seen_with_its_button_and_a_tap_on_it_sends_nothing() {
    let talk = Conversation::start().await;
    let address = "https://bakery.example/days?guest=17&from=chat";
    let seen = talk
        .send(
            "sendMessageLink",
            json!({
                "body": "Choose a day.", "buttonText": "See days", "url": address,
                "header": {"image": {"link": "https://bakery.example/table.jpg"}},
                "footer": "Open every day",
            }),
        )
        .await;
    assert_eq!(seen["header"], "https://bakery.example/table.jpg");
    assert_eq!(seen["body"], "Choose a day.");
    assert_eq!(seen["footer"], "Open every day");
    assert_eq!(
        seen["choices"],
        json!([{"kind": "url", "id": address, "title": "See days"}])
    );

    let why = talk
        .cannot("tap", json!({"messageId": seen["id"], "button": address}))
        .await;
    assert!(why.contains("sends nothing back"), "{why}");
    let answer = talk
        .answers(
            "reply",
            json!({"messageId": seen["id"], "text": "Friday, then."}),
        )
        .await;
    assert_eq!(answer["content"], json!({"text": "Friday, then."}));
    assert_eq!(answer["context"], talk.context(&seen));
}
