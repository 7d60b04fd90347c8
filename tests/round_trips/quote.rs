//! `sendMessageText`, and what every message can have: a quote of another one,
//! in both directions, and callback data.

use serde_json::json;

use crate::conversation::{CUSTOMER, Conversation};

#[tokio::test]
async fn a_text_is_answered_with_a_text() {
    let talk = Conversation::start().await;
    let seen = talk
        .send(
            "sendMessageText",
            json!({"message": "*Rye* is ready 🍞\nCome / see https://bakery.example", "previewUrl": true}),
        )
        .await;
    assert_eq!(seen["kind"], "text");
    assert_eq!(
        seen["body"],
        "*Rye* is ready 🍞\nCome / see https://bakery.example"
    );
    assert_eq!(seen["content"]["preview_url"], true);
    assert_eq!(seen.get("about"), None);

    let answer = talk
        .answers("say", json!({"text": "Grüße 👋\n\"a/b\\c\""}))
        .await;
    assert_eq!(answer["message-type"], "text");
    assert_eq!(answer["content"], json!({"text": "Grüße 👋\n\"a/b\\c\""}));
    assert_eq!(answer.get("context"), None);
}

#[tokio::test]
async fn a_quote_is_seen_by_the_customer_and_told_to_the_business() {
    let talk = Conversation::start().await;
    let asked = talk
        .answers("say", json!({"text": "Is there any rye left?"}))
        .await;
    let seen = talk
        .send(
            "sendMessageText",
            json!({"message": "Two loaves.", "replyTo": asked["id"]}),
        )
        .await;
    assert_eq!(seen["about"], asked["id"]);

    let answer = talk
        .answers(
            "reply",
            json!({"messageId": seen["id"], "text": "Both, please."}),
        )
        .await;
    assert_eq!(answer["content"], json!({"text": "Both, please."}));
    assert_eq!(answer["context"], talk.context(&seen));

    let corrected = talk
        .answers(
            "reply",
            json!({"messageId": answer["id"], "text": "Or one."}),
        )
        .await;
    assert_eq!(corrected["context"]["message-id"], answer["id"]);
    assert_eq!(corrected["context"]["from"], CUSTOMER);
}

#[tokio::test]
async fn every_kind_of_message_can_quote_and_carry_callback_data() {
    let talk = Conversation::start().await;
    let asked = talk.answers("say", json!({"text": "And?"})).await;
    for (command, request) in [
        (
            "sendMessageMedia",
            json!({"mediaType": "image", "link": "https://bakery.example/rye.jpg"}),
        ),
        (
            "sendMessageLocation",
            json!({"latitude": 1.0, "longitude": 2.0}),
        ),
        (
            "sendMessageContacts",
            json!({"contacts": [{"name": {"formattedName": "Ada"}}]}),
        ),
        (
            "sendMessageCarousel",
            json!({"body": "Well?", "cards": [
                {"product": {"catalogId": "7", "productRetailerId": "rye-1"}},
                {"product": {"catalogId": "7", "productRetailerId": "rye-2"}},
            ]}),
        ),
        ("sendMessageProducts", json!({"body": "All our bread"})),
        (
            "sendMessageContactRequest",
            json!({"body": "Which number?"}),
        ),
        (
            "sendMessageButtons",
            json!({"body": "Well?", "buttons": [{"id": "yes", "title": "Yes"}]}),
        ),
        (
            "sendMessageList",
            json!({"body": "Well?", "buttonText": "Rows", "sections": [{"rows": [{"id": "a", "title": "A"}]}]}),
        ),
        (
            "sendMessageLink",
            json!({"body": "Well?", "buttonText": "See", "url": "https://bakery.example"}),
        ),
        (
            "sendMessageFlow",
            json!({"body": "Well?", "buttonText": "Fill in", "flowId": "4"}),
        ),
        ("sendMessageLocationRequest", json!({"body": "Where?"})),
        (
            "sendMessageTextTemplate",
            json!({"templateName": "hello_world", "languageCode": "en_US"}),
        ),
        (
            "sendMessageShorthand",
            json!({"text": "&((template=[[hello_world]] language=[[en_US]]))&"}),
        ),
        (
            "sendMessageRaw",
            json!({"payload": "{\"type\":\"text\",\"text\":{\"body\":\"Well?\"}}"}),
        ),
    ] {
        let mut request = request;
        request["replyTo"] = asked["id"].clone();
        request["callbackData"] = json!(command);
        let seen = talk.send(command, request).await;
        assert_eq!(seen["about"], asked["id"], "{command}");
        let statuses = talk.events("status_changed").await;
        assert_eq!(statuses.len(), 3, "{command}: {statuses:?}");
        for event in statuses {
            assert_eq!(event["status"]["id"], seen["id"]);
            assert_eq!(event["status"]["callback-data"], command);
        }
        let answer = talk
            .answers("reply", json!({"messageId": seen["id"], "text": command}))
            .await;
        assert_eq!(answer["content"]["text"], command);
        assert_eq!(answer["context"], talk.context(&seen), "{command}");
    }
}
