//! A customer shares the phone number that the business asks for.

use serde_json::{Value, json};
use uip_sandbox::{AutoStatus, CannotAnswer, Sandbox};

use crate::controls::post;
use crate::support::{Client, text, updates};

const HIDDEN: &str = "US.13491208655302741918";

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder()
        .auto_status(AutoStatus::Off)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

fn request(action: &str) -> Value {
    json!({
        "messaging_product": "whatsapp",
        "recipient": HIDDEN,
        "type": "interactive",
        "interactive": {
            "type": "request_contact_info",
            "body": {"text": "Where can we call you?"},
            "action": {"name": action},
        },
    })
}

fn heard(sandbox: &Sandbox) -> Value {
    updates(&sandbox.take_notifications()[0].json()).remove(0)
}

#[tokio::test]
async fn a_hidden_number_is_shared_on_request_and_known_afterwards() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(HIDDEN);
    ada.named("Ada King");
    let asked = client.accepted(&request("request_contact_info")).await;
    let answer = ada
        .shares_contact_info(&asked, Some("+16505551234"))
        .unwrap();
    let told = heard(&sandbox);
    assert_eq!(told["id"], answer);
    assert_eq!(told["type"], "contacts");
    assert_eq!(told["from_user_id"], HIDDEN);
    assert!(told.get("from").is_none());
    assert_eq!(
        told["contacts"],
        json!([{
            "origin": "contact_request",
            "name": {"formatted_name": "Ada King", "first_name": "Ada"},
            "phones": [{"phone": "+16505551234", "wa_id": "16505551234", "type": "CELL"}],
        }])
    );
    ada.says("Now you know.");
    assert_eq!(heard(&sandbox)["from"], "16505551234");
    client.accepted(&text("+16505551234", "Thank you.")).await;
    assert_eq!(ada.received().len(), 2);
}

#[tokio::test]
async fn a_number_is_shared_only_if_it_was_asked_for_and_is_the_customers() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(HIDDEN);
    let asked = client.accepted(&request("request_contact_info")).await;
    assert_eq!(
        ada.shares_contact_info(&asked, None),
        Err(CannotAnswer::NoNumber)
    );
    assert_eq!(
        ada.shares_contact_info(&asked, Some("twelve")),
        Err(CannotAnswer::NotTheNumber("twelve".to_owned()))
    );
    let plain = json!({"messaging_product": "whatsapp", "recipient": HIDDEN, "type": "text",
                       "text": {"body": "x"}});
    let plain = client.accepted(&plain).await;
    assert!(matches!(
        ada.shares_contact_info(&plain, Some("16505551234")),
        Err(CannotAnswer::NotOffered { .. })
    ));
    assert!(sandbox.take_notifications().is_empty());
    assert_eq!(client.refused(&request("share")).await.1["code"], 100);
}

#[tokio::test]
async fn the_number_is_shared_over_http() {
    let (sandbox, client) = start().await;
    let asked = client.accepted(&request("request_contact_info")).await;
    let path = format!("/customers/{HIDDEN}/share-contact-info");
    let body = json!({"messageId": asked});
    assert_eq!(post(&sandbox, &path, body).await.0, 409);
    let body = json!({"messageId": asked, "phoneNumber": "16505551234"});
    assert_eq!(post(&sandbox, &path, body).await.0, 201);
    assert_eq!(heard(&sandbox)["contacts"][0]["origin"], "contact_request");
}
