//! `sendMessageRaw`: what has no command of its own.

use serde_json::{Value, json};

use crate::conversation::Conversation;

async fn send(talk: &Conversation, interactive: Value) -> Value {
    let payload = json!({"type": "interactive", "interactive": interactive});
    let request = json!({"payload": payload.to_string()});
    let seen = talk.send("sendMessageRaw", request).await;
    assert_eq!(seen["kind"], "interactive");
    assert_eq!(seen["content"], payload["interactive"]);
    seen
}

#[tokio::test]
async fn an_address_that_was_asked_for_comes_back_as_a_form() {
    let talk = Conversation::start().await;
    let seen = send(
        &talk,
        json!({
            "type": "address_message", "body": {"text": "Where to?"},
            "action": {"name": "address_message", "parameters": {"country": "IN"}},
        }),
    )
    .await;
    let address = json!({"values": {"name": "Ada", "address": "1 Quay Street"}});
    let answer = talk
        .answers(
            "submit",
            json!({"messageId": seen["id"], "answers": address}),
        )
        .await;
    let form = &answer["content"]["interactive"]["form-reply"];
    assert_eq!(form["name"], "address_message");
    assert_eq!(form["body"], "Ada\n1 Quay Street");
    let response = form["response-json"].as_str().expect("text");
    let response: Value = serde_json::from_str(response).expect("JSON");
    assert_eq!(response, address);
    assert_eq!(answer["context"], talk.context(&seen));
}

#[tokio::test]
async fn a_tap_on_a_card_comes_back_with_its_id() {
    let talk = Conversation::start().await;
    let card = |place: u8, bread: &str| {
        json!({
            "card_index": place, "type": "quick_reply",
            "header": {"type": "image", "image": {"link": format!("https://bakery.example/{bread}.jpg")}},
            "body": {"text": bread},
            "action": {"buttons": [{"type": "quick_reply", "quick_reply": {"id": bread, "title": "This one"}}]},
        })
    };
    let seen = send(
        &talk,
        json!({
            "type": "carousel", "body": {"text": "Which one?"},
            "action": {"cards": [card(0, "rye"), card(1, "wheat")]},
        }),
    )
    .await;
    assert_eq!(seen["cards"][1]["body"], "wheat");
    let tap = json!({"messageId": seen["id"], "button": "wheat"});
    let answer = talk.answers("tap", tap).await;
    assert_eq!(
        answer["content"],
        json!({"interactive": {"button-reply": {"id": "wheat", "title": "This one"}}})
    );
    assert_eq!(answer["context"], talk.context(&seen));
}

#[tokio::test]
async fn an_order_from_the_catalogue_comes_back_with_its_lines() {
    let talk = Conversation::start().await;
    let seen = send(
        &talk,
        json!({
            "type": "catalog_message", "body": {"text": "All our bread"},
            "action": {"name": "catalog_message"},
        }),
    )
    .await;
    let order = json!({
        "catalog_id": "7",
        "product_items": [
            {"product_retailer_id": "rye-1", "quantity": "2", "item_price": "4.50", "currency": "EUR"},
            {"product_retailer_id": "wheat-1", "quantity": 1, "item_price": 3, "currency": "EUR"},
        ],
    });
    let answer = talk
        .answers(
            "send",
            json!({"type": "order", "content": order, "messageId": seen["id"]}),
        )
        .await;
    assert_eq!(
        answer["content"],
        json!({"order": {"catalog-id": "7", "items": [
            {"product-retailer-id": "rye-1", "quantity": "2", "item-price": "4.50", "currency": "EUR"},
            {"product-retailer-id": "wheat-1", "quantity": "1", "item-price": "3", "currency": "EUR"},
        ]}})
    );
}

#[tokio::test]
async fn an_answer_that_nobody_knows_yet_arrives_whole() {
    let talk = Conversation::start().await;
    let seen = send(
        &talk,
        json!({
            "type": "call_permission_request", "body": {"text": "May we call?"},
            "action": {"name": "call_permission_request"},
        }),
    )
    .await;
    let reply = json!({
        "type": "call_permission_reply",
        "call_permission_reply": {"response": "accept", "expiration_timestamp": 1_795_248_000, "response_source": "user_action"},
    });
    let answer = talk
        .answers(
            "send",
            json!({"type": "interactive", "content": reply, "messageId": seen["id"]}),
        )
        .await;
    assert_eq!(
        answer["content"],
        json!({"interactive": {"call-permission-reply": {
            "response": "accept", "expires": 1_795_248_000, "response-source": "user_action",
        }}})
    );

    let unknown = json!({"type": "seat_reply", "seat_reply": {"row": 7}});
    let answer = talk
        .answers("send", json!({"type": "interactive", "content": unknown}))
        .await;
    let other = answer["content"]["interactive"]["other"].as_str();
    let other: Value = serde_json::from_str(other.expect("text")).expect("JSON");
    assert_eq!(other, unknown);

    let answer = talk
        .answers("send", json!({"type": "hologram", "content": {"depth": 3}}))
        .await;
    assert_eq!(answer["message-type"], "hologram");
    let other = answer["content"]["other"].as_str().expect("text");
    let other: Value = serde_json::from_str(other).expect("JSON");
    assert_eq!(other["hologram"], json!({"depth": 3}));
    assert_eq!(other["id"], answer["id"]);
}
