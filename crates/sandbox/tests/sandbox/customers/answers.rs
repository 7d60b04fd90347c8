//! A customer answers what was really sent, and sends more than words.

use std::time::Duration;

use serde_json::{Value, json};
use uip_sandbox::{Attachment, CannotAnswer, Sandbox};

use crate::support::{Client, button, message, template, text, updates};

const ADA: &str = "+16505551234";

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .auto_status(uip_sandbox::AutoStatus::Off)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

/// The one message that was notified about, its signature checked.
fn heard(sandbox: &Sandbox) -> Value {
    let mut told = sandbox.take_notifications();
    assert_eq!(told.len(), 1);
    let told = told.remove(0);
    assert_eq!(told.signature(), sandbox.sign(told.body()));
    updates(&told.json()).remove(0)
}

fn interactive(kind: &str, action: Value) -> Value {
    message(
        ADA,
        "interactive",
        json!({"type": kind, "body": {"text": "Well?"}, "action": action}),
    )
}

fn two_buttons() -> Value {
    interactive(
        "button",
        json!({"buttons": [
            {"type": "reply", "reply": {"id": "yes-id", "title": "Yes"}},
            {"type": "reply", "reply": {"id": "no-id", "title": "No"}},
        ]}),
    )
}

#[tokio::test]
async fn a_tapped_button_comes_back_with_its_id_and_names_the_message() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    let asked = client.accepted(&two_buttons()).await;
    let answer = ada.taps(&asked, "no-id").unwrap();
    let told = heard(&sandbox);
    assert_eq!(told["id"], answer);
    assert_eq!(
        told["context"],
        json!({"from": sandbox.display_phone_number(), "id": asked})
    );
    assert_eq!(told["type"], "interactive");
    assert_eq!(
        told["interactive"],
        json!({"type": "button_reply", "button_reply": {"id": "no-id", "title": "No"}})
    );
}

#[tokio::test]
async fn a_quick_reply_of_a_template_comes_back_with_its_payload() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    let parts = json!([
        button(
            "0",
            "quick_reply",
            json!({"type": "payload", "payload": "good"})
        ),
        button("2", "url", json!({"type": "text", "text": "17"})),
    ]);
    let asked = client
        .accepted(&template(ADA, "rate_your_visit", parts))
        .await;
    ada.taps(&asked, "good").unwrap();
    let told = heard(&sandbox);
    assert_eq!(told["type"], "button");
    assert_eq!(
        told["button"],
        json!({"payload": "good", "text": "Very good"})
    );
    ada.taps(&asked, "Not so good").unwrap();
    assert_eq!(heard(&sandbox)["button"]["payload"], "Not so good");
    assert_eq!(
        ada.taps(&asked, "https://bakery.example/feedback/17"),
        Err(CannotAnswer::Silent("Tell us more".to_owned()))
    );
}

#[tokio::test]
async fn a_chosen_row_comes_back_with_its_title_and_description() {
    let (sandbox, client) = start().await;
    let rows = json!([
        {"id": "rye", "title": "Rye", "description": "dark"},
        {"id": "wheat", "title": "Wheat"},
    ]);
    let asked = client
        .accepted(&interactive(
            "list",
            json!({"button": "Choose", "sections": [{"rows": rows}]}),
        ))
        .await;
    let ada = sandbox.customer(ADA);
    ada.chooses(&asked, "rye").unwrap();
    assert_eq!(
        heard(&sandbox)["interactive"],
        json!({"type": "list_reply", "list_reply": {"id": "rye", "title": "Rye", "description": "dark"}})
    );
    ada.chooses(&asked, "wheat").unwrap();
    assert_eq!(
        heard(&sandbox)["interactive"]["list_reply"],
        json!({"id": "wheat", "title": "Wheat"})
    );
}

#[tokio::test]
async fn a_form_comes_back_as_text_that_is_json_with_the_flows_token() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    let parameters = json!({
        "flow_message_version": "3",
        "flow_id": "1",
        "flow_cta": "Order",
        "flow_token": "order-17",
    });
    let asked = client
        .accepted(&interactive(
            "flow",
            json!({"name": "flow", "parameters": parameters}),
        ))
        .await;
    ada.submits(&asked, json!({"bread": "rye è"})).unwrap();
    let reply = heard(&sandbox)["interactive"].take();
    assert_eq!(
        (&reply["type"], &reply["nfm_reply"]["name"]),
        (&json!("nfm_reply"), &json!("flow"))
    );
    let response: Value =
        serde_json::from_str(reply["nfm_reply"]["response_json"].as_str().unwrap()).unwrap();
    assert_eq!(
        response,
        json!({"bread": "rye è", "flow_token": "order-17"})
    );
    assert_eq!(
        ada.submits(&asked, json!([1])),
        Err(CannotAnswer::NotAnObject)
    );
}

#[tokio::test]
async fn a_form_behind_a_templates_button_is_submitted_too() {
    let (sandbox, client) = start().await;
    let parts = json!([button(
        "0",
        "flow",
        json!({"type": "action", "action": {"flow_token": "t-1"}})
    )]);
    let asked = client.accepted(&template(ADA, "order_form", parts)).await;
    sandbox.customer(ADA).submits(&asked, json!({})).unwrap();
    let told = heard(&sandbox);
    let response = told["interactive"]["nfm_reply"]["response_json"]
        .as_str()
        .unwrap();
    assert_eq!(response, r#"{"flow_token":"t-1"}"#);
}

#[tokio::test]
async fn nobody_answers_what_was_not_sent() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    let asked = client.accepted(&two_buttons()).await;
    let plain = client.accepted(&text(ADA, "hello")).await;
    let refusals = [
        ada.taps("wamid.none", "yes-id"),
        ada.taps(&asked, "maybe-id"),
        ada.chooses(&asked, "yes-id"),
        ada.submits(&asked, json!({})),
        ada.shares_location(&asked, 1.0, 2.0),
        ada.taps(&plain, "yes-id"),
        sandbox.customer("+16505559999").taps(&asked, "yes-id"),
    ];
    for refusal in &refusals {
        assert!(refusal.is_err(), "{refusal:?}");
    }
    assert_eq!(
        refusals[1].as_ref().unwrap_err().to_string(),
        format!("message {asked} has no button maybe-id; it has yes-id, no-id")
    );
    assert!(sandbox.take_notifications().is_empty());
}

#[tokio::test]
async fn a_place_is_shared_where_it_was_asked_for() {
    let (sandbox, client) = start().await;
    let asked = client
        .accepted(&interactive(
            "location_request_message",
            json!({"name": "send_location"}),
        ))
        .await;
    sandbox
        .customer(ADA)
        .shares_location(&asked, 41.9, 12.5)
        .unwrap();
    let told = heard(&sandbox);
    assert_eq!(
        told["location"],
        json!({"latitude": 41.9, "longitude": 12.5})
    );
    assert_eq!(told["context"]["id"], asked);
}

#[tokio::test]
async fn media_of_each_kind_is_told_hosted_and_downloaded() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    let sends = [
        (
            "image",
            Attachment::image("image/jpeg", "a photo").caption("My loaf"),
        ),
        ("video", Attachment::video("video/mp4", "a film")),
        (
            "audio",
            Attachment::audio("audio/ogg; codecs=opus", "a voice").voice(),
        ),
        (
            "document",
            Attachment::document("application/pdf", "a.pdf", "a paper"),
        ),
        ("sticker", Attachment::sticker("a sticker").animated()),
    ];
    for (kind, attachment) in sends {
        ada.sends_media(attachment);
        let told = heard(&sandbox);
        assert_eq!(told["type"], kind);
        let media = &told[kind];
        let hosted = sandbox.media().pop().unwrap();
        assert_eq!(media["id"], hosted.id());
        assert_eq!(media["mime_type"], hosted.mime_type());
        assert_eq!(media["sha256"], hosted.sha256_base64());
        for url in [
            media["url"].clone(),
            client
                .get(hosted.id())
                .await
                .unwrap()
                .json::<Value>()
                .await
                .unwrap()["url"]
                .take(),
        ] {
            let answer = reqwest::Client::new()
                .get(url.as_str().unwrap())
                .bearer_auth(sandbox.token())
                .send()
                .await
                .unwrap();
            assert_eq!(answer.bytes().await.unwrap(), hosted.bytes());
        }
        match kind {
            "image" => assert_eq!(media["caption"], "My loaf"),
            "audio" => assert_eq!(media["voice"], true),
            "document" => assert_eq!(media["filename"], "a.pdf"),
            "sticker" => assert_eq!(media["animated"], true),
            _ => assert!(media.get("caption").is_none()),
        }
    }
}

#[tokio::test]
async fn a_customers_media_is_not_found_with_a_phone_number_id_and_lives_seven_days() {
    let (sandbox, client) = start().await;
    sandbox
        .customer(ADA)
        .sends_media(Attachment::image("image/png", "a photo"));
    let id = sandbox.media()[0].id().to_owned();
    let path = format!("{id}?phone_number_id={}", sandbox.phone_number_id());
    let refused: Value = client.get(&path).await.unwrap().json().await.unwrap();
    assert_eq!(refused["error"]["code"], 100);
    assert_eq!(client.get(&id).await.unwrap().status(), 200);
    sandbox.advance(Duration::from_hours(7 * 24));
    assert_eq!(client.get(&id).await.unwrap().status(), 400);
}

#[tokio::test]
async fn anything_can_quote_a_message() {
    let (sandbox, client) = start().await;
    let said = client.accepted(&text(ADA, "Where and who?")).await;
    let ada = sandbox.customer(ADA).quoting(&said);
    ada.says("Here");
    ada.sends_place(41.9, 12.5, "Shop", "Via Appia");
    ada.sends_contacts(json!([{"name": {"formatted_name": "Bo"}, "phones": [{"phone": "+39"}]}]));
    ada.sends_media(Attachment::image("image/png", "me"));
    let told: Vec<Value> = sandbox
        .take_notifications()
        .iter()
        .map(|one| updates(&one.json()).remove(0))
        .collect();
    let kinds: Vec<&str> = told
        .iter()
        .map(|one| one["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["text", "location", "contacts", "image"]);
    assert!(told.iter().all(|one| one["context"]["id"] == said));
    assert_eq!(told[1]["location"]["address"], "Via Appia");
    assert_eq!(told[2]["contacts"][0]["name"]["formatted_name"], "Bo");
}

#[tokio::test]
async fn a_receipt_marks_what_came_before_and_typing_ends() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    let (first, second, third) = (ada.says("1"), ada.says("2"), ada.says("3"));
    let mut receipt =
        json!({"messaging_product": "whatsapp", "status": "read", "message_id": second});
    assert_eq!(client.send(&receipt).await.1, json!({"success": true}));
    assert!(ada.was_read(&first) && ada.was_read(&second) && !ada.was_read(&third));
    assert!(!ada.sees_typing());

    receipt["message_id"] = json!(third);
    receipt["typing_indicator"] = json!({"type": "text"});
    client.send(&receipt).await;
    assert!(ada.was_read(&third) && ada.sees_typing());
    sandbox.advance(Duration::from_secs(25));
    assert!(!ada.sees_typing());
    client.send(&receipt).await;
    assert!(ada.sees_typing());
    client.accepted(&text(ADA, "done")).await;
    assert!(!ada.sees_typing());

    let bodies = [
        json!({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.none"}),
        json!({"messaging_product": "whatsapp", "status": "read", "message_id": ada.received()[0].id}),
    ];
    for body in bodies {
        assert_eq!(client.refused(&body).await.1["code"], 131_009);
    }
    sandbox.advance(Duration::from_hours(30 * 24));
    assert_eq!(client.refused(&receipt).await.1["code"], 131_009);
}
