//! Templates: what is sent against what was defined.

use crate::support::{Client, template, text};
use serde_json::{Value, json};
use uip_sandbox::{Catalogue, Sandbox};

const ADA: &str = "+16505551234";

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

fn texts(values: &[&str]) -> Value {
    values
        .iter()
        .map(|value| json!({"type": "text", "text": value}))
        .collect()
}

fn body(values: &[&str]) -> Value {
    json!({"type": "body", "parameters": texts(values)})
}

fn header(parameter: Value) -> Value {
    json!({"type": "header", "parameters": [parameter]})
}

fn button(index: impl Into<Value>, sub_type: &str, parameter: Value) -> Value {
    json!({"type": "button", "sub_type": sub_type, "index": index.into(), "parameters": [parameter]})
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
            json!([header(json!({"type": "video", "video": {"id": "123"}}))]),
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
                header(json!({"type": "document", "document": {"id": "1", "filename": "a.pdf"}})),
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
                {"type": "limited_time_offer", "parameters": [{"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": 1_800_000_000_000_u64}}]},
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
}

#[tokio::test]
async fn each_mistake_has_metas_code_and_says_what_is_wrong() {
    let (sandbox, client) = start().await;
    let image = json!({"type": "image", "image": {"link": "https://x.example/a.jpg"}});
    let cases = [
        (
            "no_such",
            json!([]),
            404,
            132_001,
            "template name (no_such) does not exist in en_US",
        ),
        (
            "stale_bread",
            json!([]),
            400,
            132_015,
            "The template is paused because of low quality, so it cannot be sent.",
        ),
        (
            "order_ready",
            json!([body(&["a", "b"])]),
            400,
            132_000,
            "body: number of localizable_params (2) does not match the expected number of params (3)",
        ),
        (
            "order_ready",
            json!([]),
            400,
            132_000,
            "body: number of localizable_params (0) does not match the expected number of params (3)",
        ),
        (
            "delivery_note",
            json!([body(&["a", "b"])]),
            400,
            132_000,
            "header: number of localizable_params (0) does not match the expected number of params (1)",
        ),
        (
            "shop_link",
            json!([header(image.clone())]),
            400,
            132_000,
            "header: number of localizable_params (1) does not match the expected number of params (0)",
        ),
        (
            "bread_of_the_week",
            json!([body(&["rye"])]),
            400,
            132_012,
            "header: Format mismatch, expected IMAGE, received UNKNOWN",
        ),
        (
            "invoice",
            json!([header(image), body(&["B"])]),
            400,
            132_012,
            "header: Format mismatch, expected DOCUMENT, received IMAGE",
        ),
        (
            "order_ready",
            json!([body(&["a", "", "c"])]),
            400,
            100,
            "Parameter 'text' is mandatory for component parameter type 'text'",
        ),
        (
            "order_ready",
            json!([body(&["a", "b\nb", "c"])]),
            400,
            132_018,
            "Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
        ),
        (
            "table_booked",
            json!([body(&["a", "b", "c"])]),
            400,
            100,
            "Parameter name is missing or empty",
        ),
        (
            "rate_your_visit",
            json!([]),
            400,
            131_008,
            "buttons: Button at index 2 of type Url requires a parameter",
        ),
        (
            "shop_link",
            json!([button("0", "url", json!({"type": "text", "text": "x"}))]),
            400,
            100,
            "buttons: Button at index 0 is of type Url and does not support parameters",
        ),
        (
            "rate_your_visit",
            json!([button(
                "7",
                "quick_reply",
                json!({"type": "payload", "payload": "x"})
            )]),
            400,
            100,
            "buttons: There is no button at index 7",
        ),
        (
            "login_code",
            json!([
                body(&["1234567890123456"]),
                button(
                    "0",
                    "url",
                    json!({"type": "text", "text": "1234567890123456"})
                )
            ]),
            400,
            132_018,
            "template parameter at index 0 exceeds the maximum length in the AUTHENTICATION category (15 characters).",
        ),
        (
            "order_ready",
            json!([body(&[&"x".repeat(1020), "b", "c"])]),
            400,
            132_005,
            "The body is longer than 1024 characters once its parameters are filled in.",
        ),
        (
            "weekend_offer",
            json!([
                body(&["Ada"]),
                button(
                    "0",
                    "copy_code",
                    json!({"type": "coupon_code", "coupon_code": "H"})
                ),
                button("1", "url", json!({"type": "text", "text": "h"}))
            ]),
            400,
            131_008,
            "limited_time_offer: expiration_time_ms is required",
        ),
        (
            "two_loaves",
            json!([body(&["Ada"])]),
            400,
            132_000,
            "carousel: number of cards (0) does not match the expected number of cards (2)",
        ),
    ];
    for (name, components, status, code, details) in cases {
        let (found, error) = client.refused(&template(ADA, name, components)).await;
        assert_eq!(
            (found, &error["code"]),
            (status, &json!(code)),
            "{name}: {error}"
        );
        assert_eq!(error["error_data"]["details"], details);
        assert_eq!(error["error_data"]["messaging_product"], "whatsapp");
    }
    assert!(sandbox.customer(ADA).received().is_empty());
    assert!(sandbox.take_notifications().is_empty());
}

#[tokio::test]
async fn a_phone_number_button_is_no_sub_type() {
    let (_sandbox, client) = start().await;
    let components = json!([button(
        "3",
        "phone_number",
        json!({"type": "text", "text": "x"})
    )]);
    let (_, error) = client
        .refused(&template(ADA, "rate_your_visit", components))
        .await;
    assert_eq!(error["code"], 100);
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .ends_with("- got \"phone_number\".")
    );
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
async fn a_one_time_password_does_not_go_to_a_user_id() {
    let (_sandbox, client) = start().await;
    let mut send = template(
        ADA,
        "login_code",
        json!([
            body(&["1"]),
            button("0", "url", json!({"type": "text", "text": "1"}))
        ]),
    );
    let object = send.as_object_mut().unwrap();
    object.remove("to");
    object.insert("recipient".to_owned(), json!("US.123"));
    assert_eq!(client.refused(&send).await.1["code"], 131_062);
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
