//! Templates: what is sent against what was defined.

use crate::support::{Client, body, button, header, template, text};
use serde_json::{Value, json};
use uip_sandbox::{Catalogue, Sandbox};

const ADA: &str = "+16505551234";

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

#[tokio::test]
async fn a_template_is_accepted_by_name_and_read_whole() {
    let (sandbox, client) = start().await;
    let (status, answer) = client.send(&template(ADA, "hello_world", json!([]))).await;
    assert_eq!(status, 200);
    assert_eq!(answer["messages"][0]["message_status"], "accepted");
    let seen = sandbox.customer(ADA).received().remove(0);
    assert_eq!(seen.header.as_deref(), Some("Hello"));
    assert!(seen.body.starts_with("This is a first message"));
    assert_eq!(seen.footer.as_deref(), Some("Sent from the sandbox"));
}

#[tokio::test]
async fn positional_parameters_fill_the_body() {
    let (sandbox, client) = start().await;
    client
        .accepted(&template(
            ADA,
            "order_ready",
            json!([body(&["Ada", "B-17", "12 €"])]),
        ))
        .await;
    assert_eq!(
        sandbox.customer(ADA).received()[0].body,
        "Dear Ada, your order B-17 is ready. It costs 12 € and waits for you."
    );
}

#[tokio::test]
async fn named_parameters_fill_the_body_in_any_order() {
    let (sandbox, client) = start().await;
    let named =
        |name: &str, value: &str| json!({"type": "text", "parameter_name": name, "text": value});
    let parameters = json!([
        named("guest_name", "Ada"),
        named("day", "Friday"),
        named("guests", "two")
    ]);
    client
        .accepted(&template(
            ADA,
            "table_booked",
            json!([{"type": "body", "parameters": parameters}]),
        ))
        .await;
    assert_eq!(
        sandbox.customer(ADA).received()[0].body,
        "A table for two is yours on Friday, Ada. We look forward to it."
    );
}

#[tokio::test]
async fn every_kind_of_header_and_button_has_a_send_that_works() {
    let (sandbox, client) = start().await;
    let image = json!({"type": "image", "image": {"link": "https://bakery.example/rye.jpg"}});
    let quick_reply = |payload: &str| json!({"type": "payload", "payload": payload});
    let link = json!({"type": "text", "text": "17"});
    let film = sandbox.host_media("video/mp4", "film");
    let paper = sandbox.host_media("application/pdf", "paper");
    let sends = [
        (
            "bread_of_the_week",
            json!([
                header(image.clone()),
                body(&["rye"]),
                button("0", "quick_reply", quick_reply("stop"))
            ]),
        ),
        (
            "baking_lesson",
            json!([header(json!({"type": "video", "video": {"id": film}}))]),
        ),
        (
            "delivery_note",
            json!([
                header(json!({"type": "text", "text": "Ada"})),
                body(&["B-17", "9:30"])
            ]),
        ),
        (
            "invoice",
            json!([
                header(json!({"type": "document", "document": {"id": paper, "filename": "a.pdf"}})),
                body(&["B-17"])
            ]),
        ),
        (
            "pick_up_point",
            json!([
                header(
                    json!({"type": "location", "location": {"latitude": "41.9", "longitude": 12.5, "name": "Shop", "address": "Via Appia"}})
                ),
                body(&["18"]),
            ]),
        ),
        (
            "rate_your_visit",
            json!([
                button("0", "quick_reply", quick_reply("good")),
                button(2, "url", link.clone())
            ]),
        ),
        ("shop_link", json!([])),
        (
            "autumn_coupon",
            json!([
                body(&["10%"]),
                button(
                    "0",
                    "copy_code",
                    json!({"type": "coupon_code", "coupon_code": "LEAF10"})
                )
            ]),
        ),
        (
            "login_code",
            json!([
                body(&["123456"]),
                button("0", "url", json!({"type": "text", "text": "123456"}))
            ]),
        ),
        (
            "order_form",
            json!([button(
                "0",
                "flow",
                json!({"type": "action", "action": {"flow_token": "t"}})
            )]),
        ),
        (
            "whole_catalogue",
            json!([button(
                0,
                "CATALOG",
                json!({"type": "action", "action": {"thumbnail_product_retailer_id": "p"}})
            )]),
        ),
        (
            "weekend_offer",
            json!([
                {"type": "limited_time_offer", "parameters": [{"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": 4_102_444_800_000_u64}}]},
                body(&["Ada"]),
                button("0", "copy_code", json!({"type": "coupon_code", "coupon_code": "HALF"})),
                button("1", "url", link),
            ]),
        ),
        (
            "two_loaves",
            json!([body(&["Ada"]), {"type": "carousel", "cards": [
                {"card_index": 0, "components": [header(image.clone()), button("0", "quick_reply", quick_reply("rye"))]},
                {"card_index": 1, "components": [header(image)]},
            ]}]),
        ),
        (
            "bread_basket",
            json!([body(&["Ada"]), {"type": "carousel", "cards": (0..3).map(|index| json!({
                "card_index": index,
                "components": [header(json!({"type": "product", "product": {"product_retailer_id": "rye"}}))],
            })).collect::<Vec<_>>()}]),
        ),
        // Neither button needs more than its component.
        (
            "order_form",
            json!([{"type": "button", "sub_type": "flow", "index": "0"}]),
        ),
        (
            "whole_catalogue",
            json!([{"type": "button", "sub_type": "catalog", "index": "0"}]),
        ),
    ];
    for (name, components) in &sends {
        client
            .accepted(&template(ADA, name, components.clone()))
            .await;
    }
    let received = sandbox.customer(ADA).received();
    assert_eq!(received.len(), sends.len());
    assert_eq!(
        received[5].buttons,
        ["Very good", "Not so good", "Tell us more", "Call us"]
    );
    assert_eq!(received[4].header.as_deref(), Some("41.9, 12.5"));
    let behind = |place: usize| -> Vec<&str> {
        received[place]
            .choices
            .iter()
            .map(|choice| choice.id.as_str())
            .collect()
    };
    assert_eq!(behind(0), ["stop"]);
    assert_eq!(
        behind(5),
        [
            "good",
            "Not so good",
            "https://bakery.example/feedback/17",
            "+15550100200"
        ]
    );
    assert_eq!(behind(6), ["https://bakery.example/shop"]);
    assert_eq!(behind(7), ["LEAF10"]);
    assert_eq!(behind(8), ["123456"]);
    assert_eq!(behind(9), ["t"]);
    assert_eq!(behind(11), ["HALF", "https://bakery.example/cakes?code=17"]);
    let cards = &received[12].cards;
    assert_eq!(cards[0].body, "Rye, dark and dense.");
    assert_eq!(cards[0].choices[0].id, "rye");
    assert_eq!(cards[1].choices[0].id, "Wheat, please");
    let products = &received[13].cards;
    assert_eq!(products.len(), 3, "one more than there are defined");
    assert_eq!(products[2].header.as_deref(), Some("rye"));
}

#[tokio::test]
async fn one_language_is_not_another() {
    let (_sandbox, client) = start().await;
    let mut italian = template(ADA, "order_ready", json!([body(&["Ada", "B-17", "12 €"])]));
    italian["template"]["language"]["code"] = json!("it");
    client.accepted(&italian).await;
    italian["template"]["language"]["code"] = json!("de");
    let (status, error) = client.refused(&italian).await;
    assert_eq!((status, &error["code"]), (404, &json!(132_001)));
}

#[tokio::test]
async fn ones_own_templates_take_the_place_of_the_standard_ones() {
    let own = r#"[{"name": "mine", "language": "en_US", "category": "utility",
                   "components": [{"type": "body", "text": "Only {{1}}"}]}]"#;
    let sandbox = Sandbox::builder()
        .templates(Catalogue::parse(own).unwrap())
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    client
        .accepted(&template(ADA, "mine", json!([body(&["this"])])))
        .await;
    assert_eq!(
        client
            .refused(&template(ADA, "hello_world", json!([])))
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn the_account_lists_its_templates() {
    let (sandbox, client) = start().await;
    let account = sandbox.business_account_id();
    let list = |query: &str| {
        let path = format!("v25.0/{account}/message_templates?{query}");
        let client = &client;
        async move {
            client
                .get(&path)
                .await
                .unwrap()
                .json::<Value>()
                .await
                .unwrap()
        }
    };
    let found = list("name=order_ready&language=it").await;
    assert_eq!(found["data"].as_array().unwrap().len(), 1);
    assert_eq!(found["data"][0]["status"], "APPROVED");

    let first = list("limit=2&fields=name").await;
    assert_eq!(first["data"].as_array().unwrap().len(), 2);
    assert!(first["data"][0].get("components").is_none());
    let after = first["paging"]["cursors"]["after"].as_str().unwrap();
    let second = list(&format!("limit=2&after={after}")).await;
    assert_ne!(first["data"][0]["id"], second["data"][0]["id"]);
}

#[tokio::test]
async fn templates_need_no_open_window_and_text_does() {
    let (sandbox, client) = start().await;
    sandbox.customer(ADA).never_wrote();
    client
        .accepted(&template(ADA, "hello_world", json!([])))
        .await;
    client.accepted(&text(ADA, "hello")).await;
    let received = sandbox.customer(ADA).received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].kind, "template");
}
