//! What others write in the business's name: Meta Business Agent, and the WhatsApp Business app.

use http::Method;
use serde_json::{Value, json};
use uip_sandbox::{AutoStatus, Sandbox};

use crate::controls::{control, post};
use crate::support::{Client, template, text, values};

const ADA: &str = "16505551234";

/// A sandbox that puts everything into one notification.
async fn start() -> Sandbox {
    Sandbox::builder()
        .frozen_at(1_790_000_000)
        .batch(1, 50)
        .auto_status(AutoStatus::Read)
        .start()
        .await
        .unwrap()
}

/// The changes of the one notification since the last time.
fn changes(sandbox: &Sandbox) -> Vec<Value> {
    let told = sandbox.take_notifications();
    assert_eq!(told.len(), 1);
    told[0].json()["entry"][0]["changes"]
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn several_messages_of_an_observed_conversation_are_one_standby_change() {
    let sandbox = start().await;
    let ada = sandbox.customer(ADA);
    let bob = sandbox.customer("16505555678");
    for customer in [&ada, &bob] {
        customer.handled_by_agent(true);
    }
    let ids = [
        ada.says("Is there rye?"),
        bob.says("Open?"),
        ada.says("And wheat?"),
    ];
    let changes = changes(&sandbox);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["field"], "standby");
    let value = &changes[0]["value"];
    assert_eq!(
        value["metadata"]["phone_number_id"],
        sandbox.phone_number_id()
    );
    assert!(value.get("messages").is_none());
    let messages = value["standby"]["messages"].as_array().unwrap();
    let told: Vec<&Value> = messages.iter().map(|message| &message["id"]).collect();
    assert_eq!(told, [&json!(ids[0]), &json!(ids[1]), &json!(ids[2])]);
    assert_eq!(value["standby"]["contacts"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_the_agent_writes_is_echoed_as_it_was_sent_and_has_statuses() {
    let sandbox = start().await;
    let ada = sandbox.customer(ADA);
    ada.handled_by_agent(true);
    let ids = [
        ada.hears_from_agent("Two loaves."),
        ada.hears_from_agent("And cake."),
    ];
    assert_eq!(ada.received()[1].body, "And cake.");
    let changes = changes(&sandbox);
    assert_eq!(changes.len(), 2);
    let echoes = &changes[0]["value"]["standby"]["message_echoes"];
    assert_eq!(
        echoes[0],
        json!({
            "id": ids[0],
            "timestamp": "1790000000",
            "message": {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                "to": ADA,
                "type": "text",
                "text": {"body": "Two loaves."},
            },
        })
    );
    assert_eq!(echoes[1]["id"], ids[1]);
    let statuses = changes[1]["value"]["standby"]["statuses"]
        .as_array()
        .unwrap();
    assert_eq!(statuses.len(), 6);
    assert_eq!(statuses[5]["id"], ids[1]);
    assert_eq!(statuses[5]["status"], "read");
}

#[tokio::test]
async fn a_service_message_takes_the_conversation_over_and_a_template_does_not() {
    let sandbox = start().await;
    let client = Client::of(&sandbox);
    let ada = sandbox.customer(ADA);
    ada.handled_by_agent(true);
    client
        .accepted(&template("+16505551234", "shop_link", json!([])))
        .await;
    ada.says("Who is there?");
    assert_eq!(values(&sandbox, "standby").len(), 1);

    client.accepted(&text("+16505551234", "It is us.")).await;
    let handovers = values(&sandbox, "messaging_handovers");
    assert_eq!(handovers.len(), 1);
    assert_eq!(handovers[0]["type"], "control_taken");
    assert_eq!(handovers[0]["sender"]["phone_number"], ADA);
    ada.says("Hello us.");
    assert_eq!(changes(&sandbox)[0]["field"], "messages");
}

#[tokio::test]
async fn several_messages_from_the_app_are_one_change_of_echoes() {
    let sandbox = start().await;
    let ada = sandbox.customer(ADA);
    let user_id = ada.user_id().unwrap();
    let first = ada.hears_from_app("text", &json!({"body": "We are open."}));
    let picture = json!({"id": "1", "mime_type": "image/jpeg", "sha256": "x", "caption": "Rye"});
    let second = ada.hears_from_app("image", &picture);
    let changes = changes(&sandbox);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["field"], "smb_message_echoes");
    let value = &changes[0]["value"];
    assert_eq!(
        value["message_echoes"],
        json!([
            {"from": sandbox.display_phone_number(), "to": ADA, "to_user_id": user_id, "id": first,
             "timestamp": "1790000000", "type": "text", "text": {"body": "We are open."}},
            {"from": sandbox.display_phone_number(), "to": ADA, "to_user_id": user_id, "id": second,
             "timestamp": "1790000000", "type": "image", "image": picture},
        ])
    );
    assert_eq!(value["contacts"].as_array().unwrap().len(), 1);
    assert_eq!(ada.received()[1].body, "Rye");
}

#[tokio::test]
async fn the_agent_and_the_app_are_played_over_http() {
    let sandbox = start().await;
    let one = format!("/customers/{ADA}");
    let (_, shown) = control(&sandbox, Method::PATCH, &one, json!({"withAgent": true})).await;
    assert_eq!(shown["withAgent"], true);
    let steps = [
        ("say", json!({"text": "hi"})),
        ("agent", json!({"text": "hello"})),
        (
            "app",
            json!({"type": "text", "content": {"body": "hello, too"}}),
        ),
    ];
    for (what, body) in steps {
        let (status, answer) = post(&sandbox, &format!("{one}/{what}"), body).await;
        assert_eq!(status, 201, "{what}: {answer}");
    }
    let fields: Vec<Value> = changes(&sandbox)
        .iter()
        .map(|change| change["field"].clone())
        .collect();
    assert_eq!(
        fields,
        ["standby", "standby", "standby", "smb_message_echoes"]
    );
}
