//! `sendMessageTextTemplate`: what the customer taps on.

use serde_json::{Value, json};

use crate::conversation::Conversation;

async fn send(talk: &Conversation, name: &str, mut request: Value) -> Value {
    request["templateName"] = json!(name);
    request["languageCode"] = json!("en_US");
    talk.send("sendMessageTextTemplate", request).await
}

/// A tap on this opens, calls or copies something, and no message comes.
async fn is_silent(talk: &Conversation, seen: &Value, button: &str) {
    let tap = json!({"messageId": seen["id"], "button": button});
    let why = talk.cannot("tap", tap).await;
    assert!(why.contains("sends nothing back"), "{why}");
}

#[tokio::test]
async fn a_tap_on_a_quick_reply_arrives_as_a_button() {
    let talk = Conversation::start().await;
    let seen = send(
        &talk,
        "rate_your_visit",
        json!({"buttons": [
            {"index": 0, "value": {"quick-reply-payload": "GOOD"}},
            {"index": 1, "value": {"quick-reply-payload": "{\"stars\":2}"}},
            {"index": 2, "value": {"url-suffix": "17"}},
        ]}),
    )
    .await;
    assert_eq!(
        seen["choices"],
        json!([
            {"kind": "quick-reply", "id": "GOOD", "title": "Very good"},
            {"kind": "quick-reply", "id": "{\"stars\":2}", "title": "Not so good"},
            {"kind": "url", "id": "https://bakery.example/feedback/17", "title": "Tell us more"},
            {"kind": "phone", "id": "+15550100200", "title": "Call us"},
        ])
    );

    for (payload, title) in [("GOOD", "Very good"), ("{\"stars\":2}", "Not so good")] {
        let answer = talk
            .answers("tap", json!({"messageId": seen["id"], "button": payload}))
            .await;
        assert_eq!(answer["message-type"], "button");
        assert_eq!(
            answer["content"],
            json!({"button": {"text": title, "payload": payload}})
        );
        assert_eq!(answer["context"], talk.context(&seen));
    }
    is_silent(&talk, &seen, "https://bakery.example/feedback/17").await;
    is_silent(&talk, &seen, "+15550100200").await;
}

#[tokio::test]
async fn without_a_payload_the_buttons_label_comes_back() {
    let talk = Conversation::start().await;
    let seen = send(
        &talk,
        "bread_of_the_week",
        json!({
            "header": {"image": {"link": "https://bakery.example/rye.jpg"}},
            "bodyParameters": [{"text": "rye"}],
        }),
    )
    .await;
    let tap = json!({"messageId": seen["id"], "button": "No more offers"});
    let answer = talk.answers("tap", tap).await;
    assert_eq!(
        answer["content"],
        json!({"button": {"text": "No more offers", "payload": "No more offers"}})
    );
}

#[tokio::test]
async fn a_tap_on_a_carousels_card_arrives_as_a_button() {
    let talk = Conversation::start().await;
    let card = |bread: &str| {
        json!({
            "header": {"image": {"link": format!("https://bakery.example/{bread}.jpg")}},
            "buttons": [{"index": 0, "value": {"quick-reply-payload": bread}}],
        })
    };
    let seen = send(
        &talk,
        "two_loaves",
        json!({"bodyParameters": [{"text": "Ada"}], "cards": [card("rye"), card("wheat")]}),
    )
    .await;
    assert_eq!(seen["body"], "Two loaves for Ada: which one do you take?");
    assert_eq!(
        seen["cards"],
        json!([
            {
                "header": "https://bakery.example/rye.jpg", "body": "Rye, dark and dense.",
                "choices": [{"kind": "quick-reply", "id": "rye", "title": "Rye, please"}],
            },
            {
                "header": "https://bakery.example/wheat.jpg", "body": "Wheat, light and crisp.",
                "choices": [{"kind": "quick-reply", "id": "wheat", "title": "Wheat, please"}],
            },
        ])
    );
    let tap = json!({"messageId": seen["id"], "button": "wheat"});
    let answer = talk.answers("tap", tap).await;
    assert_eq!(
        answer["content"],
        json!({"button": {"text": "Wheat, please", "payload": "wheat"}})
    );
    assert_eq!(answer["context"], talk.context(&seen));
}

#[tokio::test]
async fn codes_stand_ready_to_be_copied() {
    let talk = Conversation::start().await;
    let seen = send(
        &talk,
        "autumn_coupon",
        json!({
            "bodyParameters": [{"text": "10%"}],
            "buttons": [{"index": 0, "value": {"coupon-code": "LEAF10"}}],
        }),
    )
    .await;
    assert_eq!(seen["choices"][0]["kind"], "copy-code");
    is_silent(&talk, &seen, "LEAF10").await;

    let seen = send(
        &talk,
        "login_code",
        json!({
            "bodyParameters": [{"text": "123456"}],
            "buttons": [{"index": 0, "value": {"one-time-password": "123456"}}],
        }),
    )
    .await;
    assert_eq!(
        seen["body"],
        "*123456* is your verification code. For your security, do not share this code."
    );
    assert_eq!(seen["choices"][0]["kind"], "copy-code");
    is_silent(&talk, &seen, "123456").await;

    let seen = send(
        &talk,
        "weekend_offer",
        json!({
            "bodyParameters": [{"text": "Ada"}],
            "offerExpirationTimeMs": 4_102_444_800_000_u64,
            "buttons": [
                {"index": 0, "value": {"coupon-code": "HALF"}},
                {"index": 1, "value": {"url-suffix": "half"}},
            ],
        }),
    )
    .await;
    is_silent(&talk, &seen, "HALF").await;
    is_silent(&talk, &seen, "https://bakery.example/cakes?code=half").await;
    let answer = talk
        .answers("reply", json!({"messageId": seen["id"], "text": "HALF"}))
        .await;
    assert_eq!(answer["content"], json!({"text": "HALF"}));
    assert_eq!(answer["context"], talk.context(&seen));
}

#[tokio::test]
async fn a_form_behind_a_templates_button_comes_back_filled_in() {
    let talk = Conversation::start().await;
    let seen = send(
        &talk,
        "order_form",
        json!({"buttons": [{"index": 0, "value": {"flow": {"token": "order-17", "data": "{\"seats\":2}"}}}]}),
    )
    .await;
    assert_eq!(
        seen["choices"],
        json!([{"kind": "flow", "id": "order-17", "title": "Order now"}])
    );
    let answers = json!({"messageId": seen["id"], "answers": {"bread": "rye"}});
    let answer = talk.answers("submit", answers).await;
    let form = &answer["content"]["interactive"]["form-reply"];
    assert_eq!(form["name"], "flow");
    let response = form["response-json"].as_str().expect("text");
    let response: Value = serde_json::from_str(response).expect("JSON");
    assert_eq!(response, json!({"bread": "rye", "flow_token": "order-17"}));
    assert_eq!(answer["context"], talk.context(&seen));
}

#[tokio::test]
async fn an_order_from_a_templates_catalogue_arrives_as_an_order() {
    let talk = Conversation::start().await;
    let seen = send(
        &talk,
        "whole_catalogue",
        json!({"buttons": [{"index": 0, "value": {"catalog-thumbnail": "rye-1"}}]}),
    )
    .await;
    assert_eq!(seen["choices"][0]["title"], "View catalog");
    let order = json!({
        "catalog_id": "7", "text": "By noon",
        "product_items": [{"product_retailer_id": "rye-1", "quantity": 2, "item_price": 4.5, "currency": "EUR"}],
    });
    let answer = talk
        .answers(
            "send",
            json!({"type": "order", "content": order, "messageId": seen["id"]}),
        )
        .await;
    assert_eq!(answer["message-type"], "order");
    assert_eq!(
        answer["content"],
        json!({"order": {
            "catalog-id": "7", "text": "By noon",
            "items": [{"product-retailer-id": "rye-1", "quantity": "2", "item-price": "4.5", "currency": "EUR"}],
        }})
    );
    assert_eq!(answer["context"], talk.context(&seen));
}
