//! `sendMessageShorthand`.

use serde_json::{Value, json};
use uip_testkit::Scene;

use crate::text;

#[tokio::test]
async fn a_template_in_one_string_reaches_the_customer() {
    let scene = Scene::start().await;
    let response = scene
        .call(
            "sendMessageShorthand",
            json!({
                "phoneNumber": "+16505551234",
                "text": "&((template=[[order_ready]] language=[[it]] body_text=[[Ada]] body_text=[[B-17]] body_text=[[12 EUR]] fallback=[[Pronto]]))&",
                "callbackData": "order-17",
            }),
        )
        .await;
    assert!(response.is_success(), "{response:?}");
    let received = scene.sandbox.customer("16505551234").received();
    assert_eq!(received[0].kind, "template");
    assert_eq!(text(&response, "messageId"), received[0].id);
    let sent = scene.sandbox.sends()[0].json().expect("JSON");
    assert_eq!(sent["biz_opaque_callback_data"], "order-17");
    assert_eq!(
        sent["template"],
        json!({
            "name": "order_ready", "language": {"code": "it"},
            "components": [{"type": "body", "parameters": [
                {"type": "text", "text": "Ada"}, {"type": "text", "text": "B-17"}, {"type": "text", "text": "12 EUR"},
            ]}],
        })
    );
}

#[tokio::test]
async fn a_mistake_names_its_place_and_nothing_is_sent() {
    let scene = Scene::start().await;
    let response = scene
        .call(
            "sendMessageShorthand",
            json!({"phoneNumber": "+16505551234", "text": "&((template=[[hello_world]] button_payload=[[YES]]))&"}),
        )
        .await;
    assert_eq!(response.failure(), Some("permanent-failure"));
    assert_eq!(text(&response, "code"), "invalid-shorthand");
    let error = text(&response, "error");
    assert!(error.contains("character 29"), "{error}");
    assert!(error.contains("button_index"), "{error}");
    assert_eq!(scene.sandbox.sends().len(), 0);
}

#[tokio::test]
async fn a_customers_words_in_that_form_stay_a_text() {
    let scene = Scene::start().await;
    let words = "&((template=[[hello_world]] language=[[en_US]]))&";
    let response = scene
        .call(
            "sendMessageText",
            json!({"phoneNumber": "+16505551234", "message": words}),
        )
        .await;
    assert!(response.is_success(), "{response:?}");
    let sent: Value = scene.sandbox.sends()[0].json().expect("JSON");
    assert_eq!(sent["type"], "text");
    assert_eq!(sent["text"]["body"], words);
}
