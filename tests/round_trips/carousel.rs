//! `sendMessageCarousel`.

use serde_json::{Value, json};

use crate::conversation::Conversation;

fn card(bread: &str, action: &Value) -> Value {
    let mut card = json!({
        "header": {"image": {"link": format!("https://bakery.example/{bread}.jpg")}},
        "body": format!("*{bread}*\n\nFrom our own mill"),
    });
    for (name, value) in action.as_object().expect("an action") {
        card[name] = value.clone();
    }
    card
}

#[tokio::test]
async fn a_tap_on_a_card_comes_back_with_its_id() {
    let talk = Conversation::start().await;
    let replies = |bread: &str| {
        let replies = json!({"replies": [
            {"id": format!("keep-{bread}"), "title": "Keep one"},
            {"id": format!("more-{bread}"), "title": "Tell me more"},
        ]});
        card(bread, &replies)
    };
    let seen = talk
        .send(
            "sendMessageCarousel",
            json!({"body": "Fresh from the oven:", "cards": [replies("rye"), replies("spelt")]}),
        )
        .await;
    assert_eq!(seen["kind"], "interactive");
    assert_eq!(seen["body"], "Fresh from the oven:");
    assert_eq!(seen["cards"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        seen["cards"][1],
        json!({
            "header": "https://bakery.example/spelt.jpg",
            "body": "*spelt*\n\nFrom our own mill",
            "choices": [
                {"kind": "reply", "id": "keep-spelt", "title": "Keep one"},
                {"kind": "reply", "id": "more-spelt", "title": "Tell me more"},
            ],
        })
    );

    let tap = json!({"messageId": seen["id"], "button": "keep-spelt"});
    let answer = talk.answers("tap", tap).await;
    assert_eq!(answer["message-type"], "interactive");
    assert_eq!(
        answer["content"],
        json!({"interactive": {"button-reply": {"id": "keep-spelt", "title": "Keep one"}}})
    );
    assert_eq!(answer["context"], talk.context(&seen));
}

#[tokio::test]
async fn a_cards_link_opens_and_sends_nothing() {
    let talk = Conversation::start().await;
    let link = |bread: &str| {
        let url = format!("https://bakery.example/order?bread={bread}");
        card(bread, &json!({"link": {"buttonText": "Order", "url": url}}))
    };
    let seen = talk
        .send(
            "sendMessageCarousel",
            json!({"body": "Fresh from the oven:", "cards": [link("rye"), link("spelt")]}),
        )
        .await;
    assert_eq!(
        seen["cards"][0]["choices"],
        json!([{"kind": "url", "id": "https://bakery.example/order?bread=rye", "title": "Order"}])
    );
    let tap = json!({
        "messageId": seen["id"], "button": "https://bakery.example/order?bread=rye",
    });
    let why = talk.cannot("tap", tap).await;
    assert!(why.contains("sends nothing back"), "{why}");
}

#[tokio::test]
async fn a_cards_product_can_be_ordered() {
    let talk = Conversation::start().await;
    let product =
        |id: &str| json!({"product": {"catalogId": "194836987003835", "productRetailerId": id}});
    let seen = talk
        .send(
            "sendMessageCarousel",
            json!({"body": "Fresh from the oven:", "cards": [product("rye-1"), product("spelt-1")]}),
        )
        .await;
    let order = json!({"messageId": seen["id"], "items": [{"product": "spelt-1", "quantity": 2}]});
    let answer = talk.answers("order", order).await;
    assert_eq!(answer["message-type"], "order");
    let order = &answer["content"]["order"];
    assert_eq!(order["catalog-id"], "194836987003835");
    assert_eq!(order["items"][0]["product-retailer-id"], "spelt-1");
    assert_eq!(order["items"][0]["quantity"], "2");
}
