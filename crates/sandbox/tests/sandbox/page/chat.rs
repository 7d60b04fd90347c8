//! What the page shows of each message.

use serde_json::{Value, json};
use uip_sandbox::{Attachment, AutoStatus, GraphError, Sandbox};

use super::{ADA, messages};
use crate::controls::get;
use crate::support::Client;

const NOW: u64 = 1_795_789_203;

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder()
        .frozen_at(NOW)
        .seed(7)
        .start()
        .await
        .unwrap();
    sandbox.customer(ADA).named("Ada");
    let client = Client::of(&sandbox);
    (sandbox, client)
}

/// Sends a message and returns how it is shown.
async fn shown(message: Value) -> Value {
    let (sandbox, client) = start().await;
    let kind = message["type"].as_str().unwrap().to_owned();
    let mut request = json!({"messaging_product": "whatsapp", "to": "+16505551234", "type": kind});
    request[&kind] = message[&kind].clone();
    let path = format!("v25.0/{}/messages", sandbox.phone_number_id());
    let answer = client.post(&path, &request).await.unwrap();
    let status = answer.status();
    assert_eq!(status, 200, "{}", answer.text().await.unwrap());
    messages(&sandbox).await.pop().unwrap()
}

macro_rules! shows {
    ($($name:ident: $message:tt)*) => {$(
        #[tokio::test]
        async fn $name() {
            insta::assert_json_snapshot!(stringify!($name), shown(json!($message)).await);
        }
    )*};
}

fn interactive(kind: &str, action: &Value) -> Value {
    json!({"type": "interactive", "interactive": {"type": kind, "body": {"text": "Which *one*?"}, "action": action}})
}

shows! {
    s5_text: {"type": "text", "text": {"body": "*Hi Ada*\n- 2 × _rye_\n> `code` https://bakery.example/x"}}
    s5_image: {"type": "image", "image": {"link": "https://bakery.example/a.jpg", "caption": "A *loaf*"}}
    s5_video: {"type": "video", "video": {"link": "https://bakery.example/a.mp4"}}
    s5_audio: {"type": "audio", "audio": {"link": "https://bakery.example/a.ogg", "voice": true}}
    s5_document: {"type": "document", "document": {"link": "https://bakery.example/a.pdf", "filename": "receipt.pdf", "caption": "Yours"}}
    s5_sticker: {"type": "sticker", "sticker": {"link": "https://bakery.example/a.webp"}}
    s5_location: {"type": "location", "location": {"latitude": 45.07, "longitude": 7.68, "name": "Bakery", "address": "Via Roma 7"}}
    s5_contacts: {"type": "contacts", "contacts": [
        {"name": {"formatted_name": "Marta", "first_name": "Marta"}, "phones": [{"phone": "+39 011"}], "emails": [{"email": "m@example.com"}]}
    ]}
}

#[tokio::test]
async fn s5_each_interactive_type() {
    let rows = |from: u32| -> Value {
        (from..from + 2)
            .map(|row| json!({"id": format!("row-{row}"), "title": format!("Row {row}"), "description": "About it"}))
            .collect()
    };
    let card = |place: u32| {
        json!({
            "card_index": place, "type": "cta_url", "body": {"text": format!("Card {place}")},
            "header": {"type": "image", "image": {"link": format!("https://bakery.example/{place}.jpg")}},
            "action": {"name": "cta_url", "parameters": {"display_text": "Order", "url": "https://bakery.example"}},
        })
    };
    let reply = |place: u32| json!({"type": "reply", "reply": {"id": format!("id-{place}"), "title": format!("Choice {place}")}});
    let mut all = serde_json::Map::new();
    for (kind, action) in [
        ("button", json!({"buttons": [reply(1), reply(2)]})),
        (
            "list",
            json!({"button": "Choose", "sections": [{"title": "A", "rows": rows(1)}, {"title": "B", "rows": rows(3)}]}),
        ),
        (
            "cta_url",
            json!({"name": "cta_url", "parameters": {"display_text": "Open", "url": "https://bakery.example"}}),
        ),
        (
            "flow",
            json!({"name": "flow", "parameters": {"flow_message_version": "3", "flow_id": "1", "flow_cta": "Book", "flow_token": "t"}}),
        ),
        ("location_request_message", json!({"name": "send_location"})),
        (
            "address_message",
            json!({"name": "address_message", "parameters": {"country": "IN"}}),
        ),
        (
            "request_contact_info",
            json!({"name": "request_contact_info"}),
        ),
        ("catalog_message", json!({"name": "catalog_message"})),
        (
            "product",
            json!({"catalog_id": "1", "product_retailer_id": "rye"}),
        ),
        ("carousel", json!({"cards": [card(0), card(1)]})),
        ("voice_call", json!({"name": "voice_call"})),
    ] {
        all.insert(kind.to_owned(), shown(interactive(kind, &action)).await);
    }
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn s5_each_template_of_the_sandbox() {
    let (sandbox, client) = start().await;
    let mut all = serde_json::Map::new();
    for template in get(&sandbox, "/templates").await.as_array().unwrap() {
        // The others cannot be sent. They have a preview all the same.
        if template["status"] != "APPROVED" {
            continue;
        }
        let id = template["id"].as_str().unwrap();
        let shown = get(&sandbox, &format!("/view/templates/{id}")).await;
        let sample = &shown["sample"];
        let request = json!({"messaging_product": "whatsapp", "to": "+16505551234", "type": "template", "template": sample});
        let path = format!("v25.0/{}/messages", sandbox.phone_number_id());
        let answer = client.post(&path, &request).await.unwrap();
        assert_eq!(answer.status(), 200, "{sample}");
        let arrived = messages(&sandbox).await.pop().unwrap();
        let preview = &shown["preview"]["message"];
        for same in [
            "header", "file", "place", "blocks", "footer", "buttons", "cards", "cut",
        ] {
            assert_eq!(
                arrived[same], preview[same],
                "{same} of {}",
                template["name"]
            );
        }
        let key = format!("{} {}", template["name"], template["language"]);
        let mut parts = serde_json::Map::new();
        for part in [
            "header", "file", "place", "blocks", "cut", "footer", "buttons", "cards",
        ] {
            if !arrived[part].is_null() {
                parts.insert(part.to_owned(), arrived[part].clone());
            }
        }
        all.insert(key, Value::Object(parts));
    }
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn s5_what_a_customer_sends() {
    let (sandbox, _) = start().await;
    let ada = sandbox.customer(ADA);
    let said = ada.says("Is there any *rye*?");
    ada.replies(&said, "Hello?");
    ada.sends_media(Attachment::image("image/png", vec![1, 2, 3]).caption("My loaf"));
    ada.sends_media(Attachment::document("application/pdf", "a.pdf", vec![1]));
    ada.sends_media(Attachment::audio("audio/ogg", vec![1]).voice());
    ada.sends_place(45.0, 7.5, "Home", "Via Po 1");
    ada.sends_contacts(
        json!([{"name": {"formatted_name": "Bruno"}, "phones": [{"phone": "+39"}]}]),
    );
    ada.sends("order", json!({"catalog_id": "1", "text": "Soon", "product_items": [{"product_retailer_id": "rye", "quantity": 2}]}));
    ada.sends("unsupported", json!({"x": 1}));
    insta::assert_json_snapshot!(messages(&sandbox).await);
}

#[tokio::test]
async fn s6_s7_what_was_reported_of_a_message_and_why_it_never_arrived() {
    let sandbox = Sandbox::builder()
        .auto_status(AutoStatus::Sent)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    let ada = sandbox.customer(ADA);
    let path = format!("v25.0/{}/messages", sandbox.phone_number_id());
    let text = json!({"messaging_product": "whatsapp", "to": "+16505551234", "type": "text", "text": {"body": "Hi"}});
    client.post(&path, &text).await.unwrap();
    let first = messages(&sandbox).await.pop().unwrap();
    assert_eq!(first["reported"][0]["status"], "sent");
    assert_eq!(first["next"], json!(["delivered", "failed"]));
    let id = first["id"].as_str().unwrap();
    ada.gets(id);
    ada.opens(id);
    let first = messages(&sandbox).await.pop().unwrap();
    assert_eq!(first["reported"].as_array().map(Vec::len), Some(3));
    assert_eq!(first["next"], Value::Null);
    ada.never_wrote();
    client.post(&path, &text).await.unwrap();
    let missed = messages(&sandbox).await.pop().unwrap();
    assert_eq!(missed["reached"], false);
    assert_eq!(missed["failed"]["code"], 131_047);
    assert!(
        missed["failed"]["details"]
            .as_str()
            .unwrap()
            .contains("24 hours")
    );
    assert_eq!(ada.received().len(), 1);
    ada.reports_failed(id, &GraphError::new(131_026));
    let failed = messages(&sandbox).await.remove(0);
    assert_eq!(
        (&failed["reached"], &failed["failed"]["code"]),
        (&json!(true), &json!(131_026))
    );
}

#[tokio::test]
async fn s10_s12_taps_quotes_and_the_last_reaction_of_each_side_are_shown() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    let path = format!("v25.0/{}/messages", sandbox.phone_number_id());
    let request = json!({
        "messaging_product": "whatsapp", "to": "+16505551234", "type": "interactive",
        "interactive": {"type": "button", "body": {"text": "Coming?"}, "action": {"buttons": [
            {"type": "reply", "reply": {"id": "yes", "title": "Yes"}},
            {"type": "reply", "reply": {"id": "no", "title": "No"}},
        ]}},
    });
    client.post(&path, &request).await.unwrap();
    let asked = ada.received()[0].id.clone();
    ada.taps(&asked, "yes").unwrap();
    ada.taps(&asked, "yes").unwrap();
    ada.reacts(&asked, "👍");
    ada.reacts(&asked, "❤️");
    let answer = ada.sent()[0].id.clone();
    let reaction = json!({"messaging_product": "whatsapp", "to": "+16505551234", "type": "reaction", "reaction": {"message_id": answer, "emoji": "🎉"}});
    client.post(&path, &reaction).await.unwrap();
    let shown = messages(&sandbox).await;
    assert_eq!(shown.len(), 3, "reactions are no messages");
    assert_eq!(shown[0]["buttons"]["all"][0]["tapped"], 2);
    assert_eq!(shown[0]["buttons"]["all"][1]["tapped"], 0);
    assert_eq!(
        shown[0]["reactions"],
        json!([{"mine": true, "emoji": "❤️"}])
    );
    assert_eq!(shown[1]["quote"]["text"], "Coming?");
    assert_eq!(shown[1]["quote"]["mine"], false);
    assert_eq!(
        shown[1]["reactions"],
        json!([{"mine": false, "emoji": "🎉"}])
    );
    ada.unreacts(&asked);
    assert_eq!(messages(&sandbox).await[0]["reactions"], Value::Null);
}

#[tokio::test]
async fn s5_a_file_that_goes_to_twilio_is_shown_as_well() {
    let (sandbox, _) = start().await;
    let number = sandbox.twilio().number.clone();
    let ada = sandbox.customer(ADA).writing_to(&number).unwrap();
    ada.sends_media(Attachment::image("image/png", vec![1, 2, 3]).caption("My loaf"));
    let shown = messages(&sandbox).await.pop().unwrap();
    assert!(
        shown["file"]["id"].as_str().unwrap().starts_with("ME"),
        "{shown}"
    );
    assert_eq!(
        (&shown["file"]["bytes"], &shown["number"]),
        (&json!(3), &json!(number))
    );
}

#[tokio::test]
async fn s11_a_text_without_end_is_shown_as_far_as_it_is_read() {
    let (sandbox, _) = start().await;
    sandbox.customer(ADA).says(&"é*".repeat(500_000));
    let shown = messages(&sandbox).await.pop().unwrap();
    assert_eq!(shown["leftOut"], 1_000_000 - 16_384);
    assert!(shown.to_string().len() < 1_000_000);
}
