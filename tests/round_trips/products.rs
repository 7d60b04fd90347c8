//! `sendMessageProducts`, and a template's list of products.

use serde_json::{Value, json};

use crate::conversation::Conversation;

async fn ordered(talk: &Conversation, seen: &Value, product: &str) -> Value {
    let order = json!({
        "messageId": seen["id"], "text": "By noon",
        "items": [{"product": product, "quantity": 2, "price": 4.5, "currency": "EUR"}],
    });
    let answer = talk.answers("order", order).await;
    assert_eq!(answer["message-type"], "order");
    let order = answer["content"]["order"].clone();
    assert_eq!(order["text"], "By noon");
    assert_eq!(
        order["items"],
        json!([{
            "product-retailer-id": product, "quantity": "2", "item-price": "4.5",
            "currency": "EUR",
        }])
    );
    order
}

#[tokio::test]
async fn one_product_is_ordered_from_its_catalogue() {
    let talk = Conversation::start().await;
    let seen = talk
        .send(
            "sendMessageProducts",
            json!({"catalogId": "7", "productRetailerId": "rye-1"}),
        )
        .await;
    assert_eq!(seen["content"]["type"], "product");
    assert_eq!(seen["body"], "");
    let order = ordered(&talk, &seen, "rye-1").await;
    assert_eq!(order["catalog-id"], "7");
}

#[tokio::test]
async fn a_list_offers_the_products_of_all_its_sections_and_no_others() {
    let talk = Conversation::start().await;
    let seen = talk
        .send(
            "sendMessageProducts",
            json!({
                "body": "Which bread?", "catalogId": "7", "header": "Today",
                "footer": "Until noon",
                "sections": [
                    {"title": "Dark", "products": ["rye-1"]},
                    {"title": "Light", "products": ["wheat-1", "spelt-1"]},
                ],
            }),
        )
        .await;
    assert_eq!(seen["header"], "Today");
    assert_eq!(seen["body"], "Which bread?");
    assert_eq!(seen["footer"], "Until noon");
    let other = json!({"messageId": seen["id"], "items": [{"product": "cake-1"}]});
    let why = talk.cannot("order", other).await;
    assert!(why.contains("cake-1"), "{why}");
    let order = ordered(&talk, &seen, "spelt-1").await;
    assert_eq!(order["catalog-id"], "7");
}

#[tokio::test]
async fn the_whole_catalogue_offers_everything_that_is_connected() {
    let talk = Conversation::start().await;
    let seen = talk
        .send(
            "sendMessageProducts",
            json!({"body": "All our bread", "thumbnail": "rye-1"}),
        )
        .await;
    assert_eq!(seen["choices"][0]["title"], "View catalog");
    assert_eq!(seen["choices"][0]["id"], "rye-1");
    ordered(&talk, &seen, "cake-1").await;
}

#[tokio::test]
async fn a_templates_button_shows_a_list_of_products() {
    let talk = Conversation::start_with_account().await;
    let request = json!({
        "templateName": "fresh_today", "languageCode": "en_US",
        "bodyParameters": [{"text": "Ada"}],
        "buttons": [{"index": 0, "value": {"products": {
            "thumbnail": "rye-1",
            "sections": [
                {"title": "Dark", "products": ["rye-1"]},
                {"title": "Light", "products": ["wheat-1"]},
            ],
        }}}],
    });
    let rendered = talk.call("renderTemplate", request.clone()).await;
    let buttons = rendered.get("buttons").expect("buttons");
    assert_eq!(buttons[0]["buttonType"], "MPM");
    let seen = talk.send("sendMessageTextTemplate", request).await;
    assert_eq!(
        seen["body"],
        "Good morning Ada, this came out of the oven today."
    );
    assert_eq!(seen["choices"][0]["title"], "View items");
}
