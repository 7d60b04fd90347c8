//! `sendMessageLocation` and `sendMessageLocationRequest`.

use serde_json::json;

use crate::conversation::Conversation;

#[tokio::test]
async fn a_place_is_seen_and_answered_with_a_place() {
    let talk = Conversation::start().await;
    let seen = talk
        .send(
            "sendMessageLocation",
            json!({"latitude": 45.4642, "longitude": -9.19, "name": "Harbour bakery", "address": "1 Quay Street"}),
        )
        .await;
    assert_eq!(seen["kind"], "location");
    assert_eq!(seen["header"], "Harbour bakery");
    assert_eq!(seen["body"], "45.4642, -9.19");
    assert_eq!(seen["content"]["address"], "1 Quay Street");

    let answer = talk
        .answers(
            "location",
            json!({
                "latitude": -33.8568, "longitude": 151.2153, "name": "Opera", "address": "Point",
                "messageId": seen["id"],
            }),
        )
        .await;
    assert_eq!(answer["message-type"], "location");
    assert_eq!(
        answer["content"],
        json!({"location": {"latitude": -33.8568, "longitude": 151.2153, "name": "Opera", "address": "Point"}})
    );
    assert_eq!(answer["context"], talk.context(&seen));
}

#[tokio::test]
async fn a_place_that_was_asked_for_comes_back() {
    let talk = Conversation::start().await;
    let seen = talk
        .send(
            "sendMessageLocationRequest",
            json!({"body": "Where shall we bring it?"}),
        )
        .await;
    assert_eq!(seen["body"], "Where shall we bring it?");
    assert_eq!(seen["choices"][0]["kind"], "location");

    let answer = talk
        .answers(
            "location",
            json!({"latitude": 0.0, "longitude": 9.0, "messageId": seen["id"]}),
        )
        .await;
    assert_eq!(
        answer["content"],
        json!({"location": {"latitude": 0.0, "longitude": 9.0}})
    );
    assert_eq!(answer["context"], talk.context(&seen));
}
