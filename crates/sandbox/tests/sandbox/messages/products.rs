//! Messages about a catalogue, and the orders that come of them.

use serde_json::{Value, json};
use uip_sandbox::{AutoStatus, CannotAnswer, OrderItem, Sandbox};

use crate::controls::post;
use crate::support::{Client, message, updates};

const ADA: &str = "+16505551234";

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder()
        .auto_status(AutoStatus::Off)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

fn heard(sandbox: &Sandbox) -> Value {
    updates(&sandbox.take_notifications()[0].json()).remove(0)
}

fn asked(kind: &str, action: Value) -> Value {
    let mut content = json!({"type": kind, "body": {"text": "Well?"}, "action": action});
    if kind == "product_list" {
        content["header"] = json!({"type": "text", "text": "Bread"});
    }
    message(ADA, "interactive", content)
}

fn one() -> Value {
    asked(
        "product",
        json!({"catalog_id": "c1", "product_retailer_id": "rye"}),
    )
}

fn listed() -> Value {
    asked(
        "product_list",
        json!({"catalog_id": "c1", "sections": [
            {"title": "Bread", "product_items": [{"product_retailer_id": "rye"}]},
            {"title": "Cake", "product_items": [{"product_retailer_id": "plum"}]},
        ]}),
    )
}

fn cards() -> Value {
    let card = |index: usize, product: &str| {
        json!({"card_index": index, "type": "product",
               "action": {"catalog_id": "c1", "product_retailer_id": product}})
    };
    asked(
        "carousel",
        json!({"cards": [card(0, "rye"), card(1, "plum")]}),
    )
}

#[tokio::test]
async fn an_order_names_the_catalogue_the_products_and_the_message() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    for request in [one(), listed(), cards()] {
        let offered = client.accepted(&request).await;
        let items = [OrderItem::new("rye", 2).at(4.5, "EUR")];
        ada.orders(&offered, &items, Some("Well done, please."))
            .unwrap();
        let told = heard(&sandbox);
        assert_eq!(told["type"], "order");
        assert_eq!(told["context"]["id"], offered);
        assert_eq!(
            told["order"],
            json!({
                "catalog_id": "c1",
                "product_items": [{"product_retailer_id": "rye", "quantity": 2, "item_price": 4.5,
                                   "currency": "EUR"}],
                "text": "Well done, please.",
            })
        );
    }
}

#[tokio::test]
async fn only_what_is_offered_can_be_ordered() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    let cake = [OrderItem::new("plum", 1)];
    let product = client.accepted(&one()).await;
    assert!(matches!(
        ada.orders(&product, &cake, None),
        Err(CannotAnswer::NotOffered { has, .. }) if has == "rye"
    ));
    let plain = asked("location_request_message", json!({"name": "send_location"}));
    let plain = client.accepted(&plain).await;
    assert!(ada.orders(&plain, &cake, None).is_err());
    assert!(sandbox.take_notifications().is_empty());

    let whole = asked("catalog_message", json!({"name": "catalog_message"}));
    let whole = client.accepted(&whole).await;
    ada.orders(&whole, &cake, None).unwrap();
    assert_eq!(
        heard(&sandbox)["order"]["product_items"][0]["product_retailer_id"],
        "plum"
    );
}

#[tokio::test]
async fn an_order_is_placed_over_http() {
    let (sandbox, client) = start().await;
    let offered = client.accepted(&listed()).await;
    let order = json!({"messageId": offered, "items": [{"product": "plum", "price": 3}]});
    assert_eq!(
        post(&sandbox, "/customers/16505551234/order", order)
            .await
            .0,
        201
    );
    let told = heard(&sandbox);
    let item = &told["order"]["product_items"][0];
    assert_eq!(
        (&item["quantity"], &item["currency"]),
        (&json!(1), &json!("USD"))
    );
    let order = json!({"messageId": offered, "items": [{"product": "oven"}]});
    assert_eq!(
        post(&sandbox, "/customers/16505551234/order", order)
            .await
            .0,
        409
    );
}
