//! Customers between the numbers of the business: one at the Cloud API, one at Twilio.

use std::time::Duration;

use serde_json::{Value, json};
use uip_sandbox::{Customer, Sandbox};

use super::{ADA, parameter, start};

fn at_twilio(sandbox: &Sandbox) -> Customer {
    let number = &sandbox.twilio().number;
    sandbox.customer(ADA).writing_to(number).unwrap()
}

#[tokio::test]
async fn a_customer_writes_to_the_cloud_api_unless_another_number_is_named() {
    let (sandbox, _client) = start().await;
    sandbox.customer(ADA).says("Hello");
    assert_eq!(sandbox.take_notifications().len(), 1);
    assert!(sandbox.take_webhooks().is_empty());
    let error = sandbox.customer(ADA).writing_to("15550999999").unwrap_err();
    assert!(
        error.to_string().contains("15550100300 (Twilio)"),
        "{error}"
    );

    let usual = sandbox.twilio().number.clone();
    let sandbox = Sandbox::builder()
        .customers_write_to(usual)
        .start()
        .await
        .unwrap();
    sandbox.customer(ADA).says("Hello");
    assert!(sandbox.take_notifications().is_empty());
    assert_eq!(sandbox.take_webhooks().len(), 1);
    let link = format!(
        "https://wa.me/{}?text=Hello",
        sandbox.display_phone_number()
    );
    sandbox.customer(ADA).follows(&link).unwrap();
    assert_eq!(sandbox.take_notifications().len(), 1);
}

#[tokio::test]
async fn a_reaction_is_not_passed_on() {
    let (sandbox, client) = start().await;
    let sid = client.text("Hello").await;
    sandbox.take_webhooks();
    sandbox.customer(ADA).reacts(&sid, "🥖");
    assert!(sandbox.take_webhooks().is_empty());
    assert!(sandbox.take_notifications().is_empty());
    assert_eq!(sandbox.customer(ADA).sent().len(), 1);
}

#[tokio::test]
async fn a_message_of_one_carrier_is_unknown_to_the_other() {
    let (sandbox, client) = start().await;
    let sid = at_twilio(&sandbox).says("Hello, Twilio");
    let meta = crate::support::Client::of(&sandbox);
    let read = json!({"messaging_product": "whatsapp", "status": "read", "message_id": sid});
    assert_eq!(meta.refused(&read).await.1["code"], 131_009);
    let wamid = sandbox.customer(ADA).says("Hello, Cloud API");
    let typing = json!({"channel": "WHATSAPP", "messageId": wamid});
    assert_eq!(
        client
            .post_json("/v3/Indicators/Typing.json", &typing)
            .await
            .0,
        404
    );
    assert!(!sandbox.customer(ADA).was_read(&wamid));
}

#[tokio::test]
async fn typing_marks_the_messages_to_that_number_as_read() {
    let (sandbox, client) = start().await;
    let ada = at_twilio(&sandbox);
    let to_cloud_api = sandbox.customer(ADA).says("Hello, Cloud API");
    let (first, second) = (ada.says("one"), ada.says("two"));
    let third = ada.says("three");
    let typing = json!({"channel": "WHATSAPP", "messageId": second});
    let (status, answer) = client
        .post_json("/v3/Indicators/Typing.json", &typing)
        .await;
    assert_eq!((status, answer), (200, json!({"success": true})));
    assert!(ada.sees_typing());
    assert!(ada.was_read(&first) && ada.was_read(&second));
    assert!(!ada.was_read(&third) && !ada.was_read(&to_cloud_api));
    sandbox.advance(Duration::from_secs(25));
    assert!(!ada.sees_typing());

    let form = [("channel", "whatsapp"), ("messageId", third.as_str())];
    let path = "/v2/Indicators/Typing.json";
    let (status, _) = client
        .ask(reqwest::Method::POST, path, &super::Body::Form(&form))
        .await;
    assert_eq!(status, 200);
    assert!(ada.sees_typing() && ada.was_read(&third));
    let small = json!({"channel": "whatsapp", "messageId": third});
    assert_eq!(
        client
            .post_json("/v3/Indicators/Typing.json", &small)
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn the_controls_name_the_number_in_the_query() {
    let (sandbox, _client) = start().await;
    let http = reqwest::Client::new();
    let say = |query: &str| {
        let url = format!("{}/sandbox/customers/{ADA}/say{query}", sandbox.base_url());
        http.post(url).body(r#"{"text":"Hello"}"#).send()
    };
    let made: Value = say("?to=15550100300").await.unwrap().json().await.unwrap();
    let webhooks = sandbox.take_webhooks();
    assert_eq!(parameter(&webhooks[0], "MessageSid"), made["id"]);
    assert_eq!(say("").await.unwrap().status(), 201);
    assert_eq!(sandbox.take_notifications().len(), 1);
    let refused = say("?to=1").await.unwrap();
    assert_eq!(refused.status(), 400);
    let shown: Value = http
        .get(format!("{}/sandbox/customers/{ADA}", sandbox.base_url()))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let to: Vec<&Value> = shown["sent"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sent| &sent["to"])
        .collect();
    assert_eq!(
        to,
        [
            &json!("15550100300"),
            &json!(sandbox.display_phone_number())
        ]
    );
}
