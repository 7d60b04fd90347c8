//! Messages to tap on: sent, seen by the customer, answered, and the answer
//! arriving as an event.

use serde_json::{Value, json};
use uip_whatsapp_tests::Scene;

const CUSTOMER: &str = "16505551234";

/// Sends, and returns the id of the message that the customer then has.
async fn send(scene: &Scene, command: &str, mut request: Value) -> String {
    request["phoneNumber"] = json!("+16505551234");
    request["callbackData"] = json!("booking-17");
    let response = scene.call(command, request).await;
    assert!(response.is_success(), "{command}: {response:?}");
    let received = scene.sandbox.customer(CUSTOMER).received();
    assert_eq!(received.len(), 1, "{command}");
    assert_eq!(received[0].kind, "interactive");
    assert_eq!(response.get("messageId"), Some(&json!(received[0].id)));
    let body = scene.sandbox.sends()[0].json().expect("JSON");
    assert_eq!(body["biz_opaque_callback_data"], "booking-17");
    received[0].id.clone()
}

/// The message that the one `customer_message` event is about.
async fn answer(scene: &Scene) -> Value {
    for notification in scene.sandbox.take_notifications() {
        let response = scene.process(notification.text()).await;
        assert!(response.is_success(), "{response:?}");
    }
    let mut messages: Vec<Value> = Vec::new();
    for event in scene.events.take() {
        if event.name == "customer_message" {
            let payload: Value = serde_json::from_str(event.payload.get()).expect("JSON");
            messages.push(payload["messages"][0].clone());
        }
    }
    assert_eq!(messages.len(), 1, "{messages:?}");
    messages.remove(0)
}

#[tokio::test]
async fn a_tapped_button_comes_back_with_its_id() {
    let scene = Scene::start().await;
    let id = send(
        &scene,
        "sendMessageButtons",
        json!({
            "body": "Does 19:30 suit you?",
            "buttons": [{"id": "keep", "title": "Yes, it does"}, {"id": "change", "title": "Change it"}],
            "header": {"text": "Tonight"},
            "footer": "Open every day",
        }),
    )
    .await;
    let customer = scene.sandbox.customer(CUSTOMER);
    let seen = &customer.received()[0];
    assert_eq!(seen.header.as_deref(), Some("Tonight"));
    assert_eq!(seen.body, "Does 19:30 suit you?");
    assert_eq!(seen.footer.as_deref(), Some("Open every day"));
    assert_eq!(seen.buttons, ["Yes, it does", "Change it"]);

    customer.taps(&id, "change").expect("a button to tap");
    let message = answer(&scene).await;
    assert_eq!(
        message["interactive"]["button_reply"],
        json!({"id": "change", "title": "Change it"})
    );
    assert_eq!(message["context"]["id"], json!(id));
}

#[tokio::test]
async fn a_chosen_row_comes_back_with_its_id() {
    let scene = Scene::start().await;
    let id = send(
        &scene,
        "sendMessageList",
        json!({
            "body": "Which bread?",
            "buttonText": "Choose a bread",
            "sections": [
                {"title": "Dark", "rows": [{"id": "rye", "title": "Rye", "description": "With caraway"}]},
                {"title": "Light", "rows": [{"id": "wheat", "title": "Wheat"}]},
            ],
            "header": "Today",
        }),
    )
    .await;
    let customer = scene.sandbox.customer(CUSTOMER);
    assert_eq!(customer.received()[0].header.as_deref(), Some("Today"));

    customer.chooses(&id, "rye").expect("a row to choose");
    let message = answer(&scene).await;
    assert_eq!(
        message["interactive"]["list_reply"],
        json!({"id": "rye", "title": "Rye", "description": "With caraway"})
    );
}

#[tokio::test]
async fn a_link_is_seen_with_its_button() {
    let scene = Scene::start().await;
    send(
        &scene,
        "sendMessageLink",
        json!({
            "body": "Choose a day.", "buttonText": "See days",
            "url": "https://bakery.example/days?guest=17",
            "header": {"image": {"link": "https://bakery.example/table.jpg"}},
        }),
    )
    .await;
    let seen = &scene.sandbox.customer(CUSTOMER).received()[0];
    assert_eq!(seen.body, "Choose a day.");
    assert_eq!(seen.buttons, ["See days"]);
    assert_eq!(
        seen.content["header"],
        json!({"type": "image", "image": {"link": "https://bakery.example/table.jpg"}})
    );
}

#[tokio::test]
async fn a_form_comes_back_with_its_token_and_what_was_filled_in() {
    let scene = Scene::start().await;
    let id = send(
        &scene,
        "sendMessageFlow",
        json!({
            "body": "What would you like?", "buttonText": "Order",
            "flowId": "400000000000004", "flowToken": "order-17", "action": "navigate",
            "screen": "ORDER", "data": "{\"seats\":2}", "mode": "published",
        }),
    )
    .await;
    let customer = scene.sandbox.customer(CUSTOMER);
    customer
        .submits(&id, json!({"bread": "rye"}))
        .expect("a form to fill in");
    let message = answer(&scene).await;
    let response = message["interactive"]["nfm_reply"]["response_json"]
        .as_str()
        .expect("the form's answers");
    let response: Value = serde_json::from_str(response).expect("JSON");
    assert_eq!(response, json!({"bread": "rye", "flow_token": "order-17"}));
}

#[tokio::test]
async fn a_place_that_was_asked_for_comes_back() {
    let scene = Scene::start().await;
    let id = send(
        &scene,
        "sendMessageLocationRequest",
        json!({"body": "Where shall we bring it?"}),
    )
    .await;
    let customer = scene.sandbox.customer(CUSTOMER);
    customer
        .shares_location(&id, 45.4642, 9.19)
        .expect("a request to answer");
    let message = answer(&scene).await;
    assert_eq!(message["type"], "location");
    assert_eq!(message["location"]["latitude"], json!(45.4642));
}
