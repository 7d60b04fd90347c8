//! `sendMessageReaction`, and the customer's reactions.

use serde_json::json;

use crate::conversation::Conversation;

#[tokio::test]
async fn reactions_are_put_on_and_taken_off_by_both() {
    let talk = Conversation::start().await;
    let written = talk.answers("say", json!({"text": "Thank you!"})).await;
    for emoji in ["👍🏽", ""] {
        let seen = talk
            .send(
                "sendMessageReaction",
                json!({"messageId": written["id"], "emoji": emoji}),
            )
            .await;
        assert_eq!(seen["kind"], "reaction");
        assert_eq!(seen["body"], emoji);
        assert_eq!(seen["about"], written["id"]);
    }

    let seen = talk
        .send("sendMessageText", json!({"message": "You are welcome."}))
        .await;
    let put_on = talk
        .answers("react", json!({"messageId": seen["id"], "emoji": "❤️"}))
        .await;
    assert_eq!(put_on["message-type"], "reaction");
    assert_eq!(
        put_on["content"],
        json!({"reaction": {"message-id": seen["id"], "emoji": "❤️"}})
    );
    let taken_off = talk
        .answers("react", json!({"messageId": seen["id"]}))
        .await;
    assert_eq!(taken_off["message-type"], "reaction");
    assert_eq!(
        taken_off["content"],
        json!({"reaction": {"message-id": seen["id"]}})
    );
    assert_ne!(put_on["id"], taken_off["id"]);
}
