//! `sendMessageTextTemplate`: what the customer reads. `listTemplates` and
//! `renderTemplate` say the same beforehand.

use serde_json::{Value, json};

use crate::conversation::Conversation;

/// Sends a template and checks what is read; the customer answers with words.
async fn read(talk: &Conversation, name: &str, request: Value, header: Value, body: &str) {
    let mut request = request;
    request["templateName"] = json!(name);
    request["languageCode"] = json!("en_US");
    let seen = talk.send("sendMessageTextTemplate", request).await;
    assert_eq!(seen["kind"], "template", "{name}");
    assert_eq!(seen["body"], body);
    assert_eq!(
        seen.get("header").unwrap_or(&Value::Null),
        &header,
        "{name}"
    );
    let answer = talk
        .answers("reply", json!({"messageId": seen["id"], "text": name}))
        .await;
    assert_eq!(answer["content"], json!({"text": name}));
    assert_eq!(answer["context"], talk.context(&seen));
}

#[tokio::test]
async fn a_template_is_read_with_its_numbered_or_named_values() {
    let talk = Conversation::start().await;
    read(
        &talk,
        "hello_world",
        json!({}),
        json!("Hello"),
        "This is a first message from the Sandbox Bakery. The oven is warm.",
    )
    .await;
    read(
        &talk,
        "order_ready",
        json!({"bodyParameters": [
            {"text": "Ada"}, {"text": "B-17"},
            {"text": "12 EUR", "currency": {"code": "EUR", "amount1000": 12000}},
        ]}),
        Value::Null,
        "Dear Ada, your order B-17 is ready. It costs 12 EUR and waits for you.",
    )
    .await;
    read(
        &talk,
        "table_booked",
        json!({"bodyParameters": [
            {"name": "guest_name", "text": "Ada"}, {"name": "day", "text": "Friday"},
            {"name": "guests", "text": "four"},
        ]}),
        Value::Null,
        "A table for four is yours on Friday, Ada. We look forward to it.",
    )
    .await;
}

#[tokio::test]
async fn every_kind_of_header_stands_above_the_text() {
    let talk = Conversation::start().await;
    let picture = talk
        .call(
            "uploadMedia",
            json!({"content": "YSBsb2Fm", "mimeType": "image/jpeg"}),
        )
        .await;
    let picture = picture.get("mediaId").expect("an id");
    read(
        &talk,
        "bread_of_the_week",
        json!({"header": {"image": {"id": picture}}, "bodyParameters": [{"text": "rye"}]}),
        picture.clone(),
        "This week we bake rye. Come and smell it.",
    )
    .await;
    read(
        &talk,
        "baking_lesson",
        json!({"header": {"video": {"link": "https://bakery.example/dough.mp4"}}}),
        json!("https://bakery.example/dough.mp4"),
        "See how we fold the dough. Lessons start on Monday.",
    )
    .await;
    read(
        &talk,
        "invoice",
        json!({
            "header": {"document": {"source": {"link": "https://bakery.example/17.pdf"}, "filename": "17.pdf"}},
            "bodyParameters": [{"text": "B-17"}],
        }),
        json!("https://bakery.example/17.pdf"),
        "Here is the invoice for order B-17. Thank you!",
    )
    .await;
    read(
        &talk,
        "pick_up_point",
        json!({
            "header": {"location": {"latitude": 45.4642, "longitude": 9.19, "name": "Bakery", "address": "1 Quay Street"}},
            "bodyParameters": [{"text": "18"}],
        }),
        json!("45.4642, 9.19"),
        "Your bread waits here until 18 o'clock.",
    )
    .await;
    read(
        &talk,
        "delivery_note",
        json!({
            "header": {"text": {"text": "Ada"}},
            "bodyParameters": [{"text": "B-17"}, {"text": "9:30"}],
        }),
        json!("News for Ada"),
        "Order B-17 left the bakery at 9:30 and is on its way.",
    )
    .await;
}

#[tokio::test]
async fn what_is_listed_and_rendered_is_what_the_customer_then_reads() {
    let talk = Conversation::start_with_account().await;
    let listed = talk
        .call("listTemplates", json!({"name": "delivery_note"}))
        .await;
    let template = &listed.get("templates").expect("a list")[0];
    let request = json!({
        "templateName": template["name"], "languageCode": template["language"],
        "header": {"text": {"text": "Ada"}},
        "bodyParameters": [{"text": "B-17"}, {"text": "9:30"}],
    });
    let rendered = talk.call("renderTemplate", request.clone()).await;
    let seen = talk.send("sendMessageTextTemplate", request).await;
    let read = format!(
        "{}\n\n{}",
        seen["header"].as_str().expect("text"),
        seen["body"].as_str().expect("text")
    );
    assert_eq!(rendered.get("text"), Some(&json!(read)));
    talk.answers("say", json!({"text": "Fine."})).await;
}
