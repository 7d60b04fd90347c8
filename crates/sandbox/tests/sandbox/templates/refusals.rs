//! Templates that Graph refuses, and why.

use serde_json::json;
use uip_sandbox::Sandbox;

use crate::support::{Client, body, button, header, template};

const ADA: &str = "+16505551234";

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
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
            "weekend_offer",
            json!([
                {"type": "limited_time_offer", "parameters": [{"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": 1_600_000_000_000_u64}}]},
                body(&["Ada"]),
                button(
                    "0",
                    "copy_code",
                    json!({"type": "coupon_code", "coupon_code": "H"})
                ),
                button("1", "url", json!({"type": "text", "text": "h"}))
            ]),
            400,
            131_009,
            "limited_time_offer: expiration_time_ms must be in the future",
        ),
        (
            "order_form",
            json!([]),
            400,
            131_009,
            "buttons: Button at index 0 of type Flow is missing from the components",
        ),
        (
            "whole_catalogue",
            json!([]),
            400,
            131_008,
            "buttons: Button at index 0 of type CATALOG requires a parameter",
        ),
        (
            "bread_basket",
            json!([body(&["Ada"]), {"type": "carousel", "cards": [{"card_index": 0, "components": []}]}]),
            400,
            132_000,
            "carousel: number of cards (1) does not match the expected number of cards (2 to 10)",
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
