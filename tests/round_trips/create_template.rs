//! `createTemplate` and `uploadTemplateSample`: what was created is what the
//! customer reads.

use serde_json::json;
use uip_sandbox::DEFAULT_BUSINESS_ACCOUNT_ID;
use uip_testkit::Scene;

use crate::conversation::Conversation;

/// The app that the sandbox plays.
const APP: &str = "200000000000002";

#[tokio::test]
async fn a_template_with_a_sample_picture_is_created_and_sent() {
    let scene = Scene::builder()
        .property("businessAccountId", DEFAULT_BUSINESS_ACCOUNT_ID)
        .property("appId", APP);
    let talk = Conversation::with(scene).await;
    let sample = talk
        .call(
            "uploadTemplateSample",
            json!({"content": "YSBsb2Fm", "mimeType": "image/png", "filename": "loaf.png"}),
        )
        .await;
    let handle = sample.get("handle").expect("a handle").clone();
    let created = talk
        .call(
            "createTemplate",
            json!({
                "templateName": "table_reminder", "languageCode": "en_US", "category": "marketing",
                "header": {"format": "image", "handle": handle},
                "body": {
                    "text": "Hello {{guest_name}}, see you on {{day}}.",
                    "samples": [{"name": "day", "text": "Friday"}, {"name": "guest_name", "text": "Ada"}],
                },
                "footer": "Rye and Wheat",
                "buttons": [
                    {"buttonType": "quick-reply", "text": "Cancel it"},
                    {"buttonType": "url", "text": "See it", "url": "https://bakery.example/tables/{{1}}", "urlSample": "https://bakery.example/tables/17"},
                ],
            }),
        )
        .await;
    assert_eq!(created.get("templateStatus"), Some(&json!("APPROVED")));
    assert_eq!(created.get("templateCategory"), Some(&json!("MARKETING")));
    assert_eq!(created.get("requestedCategory"), Some(&json!("MARKETING")));

    let seen = talk
        .send(
            "sendMessageTextTemplate",
            json!({
                "templateName": "table_reminder", "languageCode": "en_US",
                "header": {"image": {"link": "https://bakery.example/loaf.png"}},
                "bodyParameters": [{"name": "guest_name", "text": "Grace"}, {"name": "day", "text": "Monday"}],
                "buttons": [{"index": 0, "value": {"quick-reply-payload": "CANCEL"}}, {"index": 1, "value": {"url-suffix": "18"}}],
            }),
        )
        .await;
    assert_eq!(seen["header"], "https://bakery.example/loaf.png");
    assert_eq!(seen["body"], "Hello Grace, see you on Monday.");
    assert_eq!(seen["choices"][1]["id"], "https://bakery.example/tables/18");
    let answer = talk
        .answers("tap", json!({"messageId": seen["id"], "button": "CANCEL"}))
        .await;
    assert_eq!(
        answer["content"],
        json!({"button": {"text": "Cancel it", "payload": "CANCEL"}})
    );
}

#[tokio::test]
async fn the_text_that_is_returned_is_the_one_that_the_customer_reads() {
    let talk = Conversation::start_with_account().await;
    let response = talk
        .call(
            "sendMessageTextTemplate",
            json!({
                "phoneNumber": "+1 650 555 1234", "templateName": "rate_your_visit",
                "languageCode": "en_US", "render": true,
                "buttons": [
                    {"index": 0, "value": {"quick-reply-payload": "GOOD"}},
                    {"index": 2, "value": {"url-suffix": "17"}},
                ],
            }),
        )
        .await;
    let received = talk.received().await;
    assert_eq!(received.len(), 1);
    assert_eq!(response.get("renderedText"), Some(&received[0]["body"]));
    let buttons = response.get("renderedButtons").expect("buttons");
    assert_eq!(buttons[2]["value"], received[0]["choices"][2]["id"]);
}

#[tokio::test]
async fn what_cannot_be_read_first_is_not_sent() {
    let talk = Conversation::start_with_account().await;
    let response = talk
        .scene
        .call(
            "sendMessageTextTemplate",
            json!({
                "phoneNumber": "+1 650 555 1234", "templateName": "order_ready",
                "languageCode": "en_US", "render": true, "bodyParameters": [{"text": "Ada"}],
            }),
        )
        .await;
    assert!(!response.is_success(), "{response:?}");
    assert_eq!(response.get("code"), Some(&json!("template-mismatch")));
    assert_eq!(talk.received().await.len(), 0);
}
