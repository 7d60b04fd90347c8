//! `markMessageRead`: what the customer sees of it.

use serde_json::json;

use crate::conversation::Conversation;

#[tokio::test]
async fn the_customer_sees_that_it_was_read_then_that_somebody_types_then_the_answer() {
    let talk = Conversation::start().await;
    let first = talk.answers("say", json!({"text": "Hello?"})).await;
    let second = talk.answers("say", json!({"text": "Any rye?"})).await;
    let third = talk.answers("say", json!({"text": "Or wheat?"})).await;
    let telephone = talk.telephone().await;
    assert_eq!(telephone["sent"][0]["read"], false);
    assert_eq!(telephone["seesTyping"], false);

    talk.call("markMessageRead", json!({"messageId": second["id"]}))
        .await;
    let telephone = talk.telephone().await;
    for (place, message, read) in [(0, &first, true), (1, &second, true), (2, &third, false)] {
        assert_eq!(telephone["sent"][place]["id"], message["id"]);
        assert_eq!(telephone["sent"][place]["read"], read, "message {place}");
    }
    assert_eq!(telephone["seesTyping"], false);

    talk.call(
        "markMessageRead",
        json!({"messageId": third["id"], "typing": true}),
    )
    .await;
    let telephone = talk.telephone().await;
    assert_eq!(telephone["sent"][2]["read"], true);
    assert_eq!(telephone["seesTyping"], true);
    assert_eq!(telephone["received"], json!([]), "no message was sent");

    let seen = talk
        .send("sendMessageText", json!({"message": "Both."}))
        .await;
    assert_eq!(talk.telephone().await["seesTyping"], false);
    let answer = talk
        .answers("reply", json!({"messageId": seen["id"], "text": "Good."}))
        .await;
    assert_eq!(answer["content"], json!({"text": "Good."}));
}
