//! `processWebhook`: what customers send that answers no message of the
//! business, and what a message can contain in addition to its content.

use serde_json::{Value, json};

use crate::conversation::Conversation;

#[tokio::test]
async fn whoever_comes_from_an_advertisement_says_which_one() {
    let talk = Conversation::start().await;
    let referral = json!({
        "source_url": "https://fb.example/ad", "source_id": "120", "source_type": "ad",
        "headline": "Rye", "body": "Dark and dense", "ctwa_clid": "ARAk",
        "media_type": "image", "image_url": "https://bakery.example/rye.jpg",
    });
    let mut message = talk
        .answers(
            "send",
            json!({"type": "text", "content": {"body": "Tell me more"}, "with": {"referral": referral}}),
        )
        .await;
    assert_eq!(message["content"], json!({"text": "Tell me more"}));
    let whole = message["referral"]["referral"].take();
    let whole: Value = serde_json::from_str(whole.as_str().expect("text")).expect("JSON");
    assert_eq!(whole, referral);
    assert_eq!(
        message["referral"],
        json!({
            "source-url": "https://fb.example/ad", "source-id": "120", "source-type": "ad",
            "headline": "Rye", "body": "Dark and dense", "ctwa-clid": "ARAk", "referral": null,
        })
    );
}

#[tokio::test]
async fn a_forwarded_message_and_a_question_about_a_product_say_so() {
    let talk = Conversation::start().await;
    for (context, typed) in [
        (
            json!({"forwarded": true}),
            json!({"forwarded": true, "frequently-forwarded": false}),
        ),
        (
            json!({"frequently_forwarded": true}),
            json!({"forwarded": false, "frequently-forwarded": true}),
        ),
        (
            json!({"referred_product": {"catalog_id": "7", "product_retailer_id": "rye-1"}}),
            json!({
                "forwarded": false, "frequently-forwarded": false,
                "catalog-id": "7", "product-retailer-id": "rye-1",
            }),
        ),
    ] {
        let body =
            json!({"type": "text", "content": {"body": "This"}, "with": {"context": context}});
        let message = talk.answers("send", body).await;
        assert_eq!(message["context"], typed);
    }

    let seen = talk
        .send("sendMessageText", json!({"message": "Rye or wheat?"}))
        .await;
    let body = json!({
        "type": "text", "content": {"body": "This"}, "messageId": seen["id"],
        "with": {"context": {"forwarded": true}},
    });
    let message = talk.answers("send", body).await;
    let mut both = talk.context(&seen);
    both["forwarded"] = json!(true);
    assert_eq!(message["context"], both);
}

#[tokio::test]
async fn a_changed_a_deleted_and_a_withheld_message_are_told() {
    let talk = Conversation::start().await;
    let first = talk.answers("say", json!({"text": "Two loafs"})).await;
    let now = json!({"type": "text", "text": {"body": "Two loaves"}});
    let edit = json!({"original_message_id": first["id"], "message": now});
    let mut changed = talk
        .answers("send", json!({"type": "edit", "content": edit}))
        .await;
    let message = changed["content"]["edit"]["message"].take();
    let message: Value = serde_json::from_str(message.as_str().expect("text")).expect("JSON");
    assert_eq!(message, now);
    assert_eq!(
        changed["content"]["edit"]["original-message-id"],
        first["id"]
    );

    let revoke = json!({"original_message_id": first["id"]});
    let deleted = talk
        .answers("send", json!({"type": "revoke", "content": revoke}))
        .await;
    assert_eq!(deleted["content"], json!({"revoke": first["id"]}));

    let withheld = talk
        .answers(
            "send",
            json!({"type": "unsupported", "content": {"type": "poll_creation"}}),
        )
        .await;
    assert_eq!(withheld["message-type"], "unsupported");
    assert_eq!(withheld["content"], json!({"unsupported": "poll_creation"}));
}

#[tokio::test]
async fn a_customer_who_changes_the_number_says_the_new_one() {
    let talk = Conversation::start().await;
    let change = json!({
        "type": "user_changed_number", "wa_id": "393331234567",
        "body": "User Ada changed from 16505551234 to 393331234567",
    });
    let message = talk
        .answers("send", json!({"type": "system", "content": change}))
        .await;
    assert_eq!(
        message["content"],
        json!({"system": {
            "change-type": "user_changed_number", "wa-id": "393331234567",
            "body": "User Ada changed from 16505551234 to 393331234567",
        }})
    );
}
