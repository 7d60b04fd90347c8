//! `sendMessageButtons`.

use serde_json::json;

use crate::conversation::Conversation;

#[tokio::test]
async fn a_tapped_button_comes_back_with_its_id_and_title() {
    let talk = Conversation::start().await;
    let seen = talk
        .send(
            "sendMessageButtons",
            json!({
                "body": "Does 19:30 suit you?",
                "buttons": [{"id": "keep", "title": "Yes, it does"}, {"id": "change", "title": "Change it"}],
                "header": {"text": "Tonight"},
                "footer": "Open every day",
            }),
        )
        .await;
    assert_eq!(seen["kind"], "interactive");
    assert_eq!(seen["header"], "Tonight");
    assert_eq!(seen["body"], "Does 19:30 suit you?");
    assert_eq!(seen["footer"], "Open every day");
    assert_eq!(
        seen["choices"],
        json!([
            {"kind": "reply", "id": "keep", "title": "Yes, it does"},
            {"kind": "reply", "id": "change", "title": "Change it"},
        ])
    );

    let answer = talk
        .answers("tap", json!({"messageId": seen["id"], "button": "change"}))
        .await;
    assert_eq!(answer["message-type"], "interactive");
    assert_eq!(
        answer["content"],
        json!({"interactive": {"button-reply": {"id": "change", "title": "Change it"}}})
    );
    assert_eq!(answer["context"], talk.context(&seen));
}

#[tokio::test]
async fn a_picture_above_the_buttons_is_the_one_that_was_uploaded() {
    let talk = Conversation::start().await;
    let uploaded = talk
        .call(
            "uploadMedia",
            json!({"content": "YSBsb2Fm", "mimeType": "image/jpeg"}),
        )
        .await;
    let id = uploaded.get("mediaId").expect("an id");
    let seen = talk
        .send(
            "sendMessageButtons",
            json!({
                "body": "This one?",
                "buttons": [{"id": "yes", "title": "Yes"}],
                "header": {"image": {"id": id}},
            }),
        )
        .await;
    let shown = seen["header"].as_str().expect("a picture");
    assert_eq!(talk.file(shown).await, b"a loaf");
    let answer = talk
        .answers("tap", json!({"messageId": seen["id"], "button": "yes"}))
        .await;
    assert_eq!(
        answer["content"]["interactive"]["button-reply"]["id"],
        "yes"
    );
}
