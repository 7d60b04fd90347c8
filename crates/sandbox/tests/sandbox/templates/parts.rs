//! The rarer parts of templates: amounts, dates, products, orders, carousels of products.

use serde_json::{Value, json};
use uip_sandbox::{Catalogue, Sandbox};

use crate::support::{Client, button, header, template};

const ADA: &str = "+16505551234";

const OWN: &str = r#"[
  {"name": "payment", "language": "en_US", "category": "UTILITY", "components": [
    {"type": "BODY", "text": "You pay {{1}} on {{2}}."}]},
  {"name": "basket", "language": "en_US", "category": "MARKETING", "components": [
    {"type": "HEADER", "format": "PRODUCT"},
    {"type": "BODY", "text": "You left something."},
    {"type": "BUTTONS", "buttons": [{"type": "MPM", "text": "View items"}]}]},
  {"name": "bargain", "language": "en_US", "category": "MARKETING", "components": [
    {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "As long as it lasts", "has_expiration": false}},
    {"type": "BODY", "text": "Half price."}]},
  {"name": "order", "language": "en_US", "category": "UTILITY", "components": [
    {"type": "BODY", "text": "Your order."},
    {"type": "BUTTONS", "buttons": [{"type": "ORDER_DETAILS", "text": "Pay"}]}]},
  {"name": "products", "language": "en_US", "category": "MARKETING", "components": [
    {"type": "BODY", "text": "Two breads."},
    {"type": "CAROUSEL", "cards": [
      {"components": [{"type": "HEADER", "format": "PRODUCT"}, {"type": "BUTTONS", "buttons": [{"type": "SPM", "text": "View"}]}]},
      {"components": [{"type": "HEADER", "format": "PRODUCT"}, {"type": "BUTTONS", "buttons": [{"type": "SPM", "text": "View"}]}]}]}]}
]"#;

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder()
        .templates(Catalogue::parse(OWN).unwrap())
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

fn payment(currency: Value) -> Value {
    let date = json!({"type": "date_time", "date_time": {"fallback_value": "Friday"}});
    let amount = json!({"type": "currency", "currency": currency});
    json!([{"type": "body", "parameters": [amount, date]}])
}

fn product(id: &str) -> Value {
    header(json!({"type": "product", "product": {"product_retailer_id": id, "catalog_id": "c"}}))
}

fn basket(items: usize) -> Value {
    let items: Vec<Value> = (0..items)
        .map(|number| json!({"product_retailer_id": number.to_string()}))
        .collect();
    let action = json!({
        "thumbnail_product_retailer_id": "p",
        "sections": [{"title": "Bread", "product_items": items}],
    });
    json!([
        product("p"),
        button(0, "mpm", json!({"type": "action", "action": action}))
    ])
}

fn cards(ids: &[&str]) -> Value {
    let cards: Vec<Value> = ids
        .iter()
        .enumerate()
        .map(|(index, id)| json!({"card_index": index, "components": [product(id)]}))
        .collect();
    json!([{"type": "carousel", "cards": cards}])
}

#[tokio::test]
async fn amounts_dates_products_and_orders_arrive() {
    let (sandbox, client) = start().await;
    let amount = json!({"fallback_value": "12.50 €", "code": "EUR", "amount_1000": 12_500});
    let details = json!({"type": "action", "action": {"order_details": {"reference_id": "17"}}});
    for (name, components) in [
        ("payment", payment(amount)),
        ("basket", basket(30)),
        ("bargain", json!([])),
        ("order", json!([button(0, "order_details", details)])),
        ("products", cards(&["rye", "wheat"])),
    ] {
        client.accepted(&template(ADA, name, components)).await;
    }
    let received = sandbox.customer(ADA).received();
    assert_eq!(received[0].body, "You pay 12.50 € on Friday.");
    assert_eq!(received[1].header.as_deref(), Some("p"));
    assert_eq!(received[4].cards[1].header.as_deref(), Some("wheat"));
}

#[tokio::test]
async fn a_part_without_what_it_needs_is_refused() {
    let (sandbox, client) = start().await;
    let action = |action: Value| json!({"type": "action", "action": action});
    let bad = [
        (
            "payment",
            payment(json!({"fallback_value": "1", "amount_1000": 1})),
            131_008,
        ),
        (
            "payment",
            payment(json!({"fallback_value": "1", "code": "euro", "amount_1000": 1})),
            131_008,
        ),
        (
            "payment",
            payment(json!({"fallback_value": "1", "code": "EUR", "amount_1000": 1.5})),
            131_008,
        ),
        (
            "payment",
            payment(json!({"code": "EUR", "amount_1000": 1})),
            100,
        ),
        ("basket", basket(31), 131_009),
        ("basket", json!([product("p")]), 131_008),
        (
            "basket",
            json!([product("p"), button(0, "mpm", action(json!({})))]),
            100,
        ),
        (
            "basket",
            json!([header(json!({"type": "product", "product": {}}))]),
            100,
        ),
        (
            "order",
            json!([button(0, "order_details", action(json!({})))]),
            100,
        ),
        (
            "order",
            json!([button(
                0,
                "order_details",
                json!({"type": "text", "text": "x"})
            )]),
            132_012,
        ),
        ("products", cards(&["rye"]), 132_000),
        ("products", cards(&["rye", ""]), 100),
    ];
    for (name, components, code) in bad {
        let (_, error) = client
            .refused(&template(ADA, name, components.clone()))
            .await;
        assert_eq!(error["code"], code, "{name} {components}: {error}");
    }
    assert!(sandbox.customer(ADA).received().is_empty());
}
