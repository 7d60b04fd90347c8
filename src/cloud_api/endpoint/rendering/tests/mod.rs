//! The examples are those of the Sunshine Conversations guide.

mod cards;
mod choice;
mod one_time_password;
mod refusals;

use serde_json::{Value, json};

use super::render;
use crate::bindings::uip::whatsapp::templates::{TemplateDefinition, TemplateRendered};
use crate::cloud_api::request::template::{Components, TemplateValues};
use uip_kit::{CommandError, Failure};

fn template(language: &str, definition: &Value) -> TemplateDefinition {
    TemplateDefinition {
        id: "1".to_owned(),
        name: "order_confirmed".to_owned(),
        language: language.to_owned(),
        status: None,
        category: None,
        parameter_format: None,
        rejected_reason: None,
        quality_score: None,
        definition: definition.to_string(),
    }
}

fn values(components: &Value) -> Components {
    Components::parse(TemplateValues {
        components: Some(components.to_string()),
        ..TemplateValues::default()
    })
    .unwrap()
}

fn rendered(components: &Value, given: &Value) -> Result<TemplateRendered, CommandError> {
    let definition = template("en_US", &json!({ "components": components }));
    render(&definition, &values(given), true)
}

fn refused(components: &Value, given: &Value) -> Failure {
    match rendered(components, given) {
        Err(CommandError::PermanentFailure(failure)) => {
            assert_eq!(failure.code, "template-mismatch");
            failure
        }
        other => panic!("{other:?}"),
    }
}

fn text(value: &str) -> Value {
    json!({"type": "text", "text": value})
}

fn body(values: &[&str]) -> Value {
    json!({"type": "body", "parameters": values.iter().map(|value| text(value)).collect::<Vec<_>>()})
}

/// The guide's full example.
#[test]
fn a_whole_template_reads_as_the_customer_reads_it() {
    let definition = json!([
        {"type": "HEADER", "format": "IMAGE"},
        {"type": "BODY", "text": "We bake {{1}} for you, at {{2}}. Fetch it on {{3}}."},
        {"type": "FOOTER", "text": "Open every day from 7 to 19"},
        {"type": "BUTTONS", "buttons": [
            {"type": "QUICK_REPLY", "text": "Good!"},
            {"type": "QUICK_REPLY", "text": "More bread, please."},
        ]},
    ]);
    let given = json!([
        {"type": "header", "parameters": [{"type": "image", "image": {"link": "https://bakery.example/rye.png"}}]},
        body(&["# 1234", "$12.21", "August 15th, 2020"]),
        {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [{"type": "payload", "payload": "GOOD"}]},
        {"type": "button", "sub_type": "quick_reply", "index": "1", "parameters": [{"type": "payload", "payload": "MORE"}]},
    ]);
    let rendered = rendered(&definition, &given).unwrap();
    assert_eq!(
        rendered.text,
        "We bake # 1234 for you, at $12.21. Fetch it on August 15th, 2020.\n\nOpen every day from 7 \
         to 19"
    );
    let media = rendered.header_media.unwrap();
    assert_eq!(media.media_type, "image");
    assert_eq!(
        media.link.as_deref(),
        Some("https://bakery.example/rye.png")
    );
    let buttons: Vec<_> = rendered
        .buttons
        .iter()
        .map(|button| (button.text.as_str(), button.value.as_deref()))
        .collect();
    assert_eq!(
        buttons,
        [
            ("Good!", Some("GOOD")),
            ("More bread, please.", Some("MORE"))
        ]
    );
    assert_eq!(rendered.language, "en_US");
}

/// The rows of the guide's conversion table.
#[test]
fn every_row_of_the_conversion_table_is_converted() {
    let definition = |header: Value| {
        json!([
            header,
            {"type": "BODY", "text": "Dear {{1}} {{2}}, what shall we bake?"},
            {"type": "FOOTER", "text": "Yours, the bakery"},
            {"type": "BUTTONS", "buttons": [
                {"type": "PHONE_NUMBER", "text": "Ring us", "phone_number": "+390212345678"},
                {"type": "URL", "text": "See bread", "url": "https://bakery.example/{{1}}"},
                {"type": "QUICK_REPLY", "text": "Yes"},
            ]},
        ])
    };
    let file = |name: &str| json!({"link": format!("https://bakery.example/{name}")});
    for (header, given, text, link) in [
        (
            json!({"type": "HEADER", "format": "TEXT", "text": "Today: {{1}}"}),
            text("RYE"),
            "Today: RYE\n\nDear Ada Byron, what shall we bake?\n\nYours, the bakery",
            None,
        ),
        (
            json!({"type": "HEADER", "format": "IMAGE"}),
            json!({"type": "image", "image": file("rye.png")}),
            "Dear Ada Byron, what shall we bake?\n\nYours, the bakery",
            Some("https://bakery.example/rye.png"),
        ),
        (
            json!({"type": "HEADER", "format": "DOCUMENT"}),
            json!({"type": "document", "document": file("bill.pdf")}),
            "Dear Ada Byron, what shall we bake?\n\nYours, the bakery",
            Some("https://bakery.example/bill.pdf"),
        ),
    ] {
        let given = json!([
            {"type": "header", "parameters": [given]},
            body(&["Ada", "Byron"]),
            {"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "prices"}]},
            {"type": "button", "sub_type": "quick_reply", "index": "2", "parameters": [{"type": "payload", "payload": "YES"}]},
        ]);
        let rendered = rendered(&definition(header), &given).unwrap();
        assert_eq!(rendered.text, text);
        let media = rendered.header_media;
        assert_eq!(media.and_then(|media| media.link).as_deref(), link);
        let buttons: Vec<_> = rendered
            .buttons
            .iter()
            .map(|button| (button.text.as_str(), button.value.as_deref().unwrap()))
            .collect();
        assert_eq!(
            buttons,
            [
                ("Ring us", "tel:+390212345678"),
                ("See bread", "https://bakery.example/prices"),
                ("Yes", "YES")
            ]
        );
    }
}

#[test]
fn an_uploaded_document_and_named_and_typed_values_are_filled_in() {
    let definition = json!([
        {"type": "HEADER", "format": "DOCUMENT"},
        {"type": "BODY", "text": "{{name}} pays {{price}} on {{day}}. Thank you, {{name}}!"},
    ]);
    let given = json!([
        {"type": "header", "parameters": [{"type": "document", "document": {"id": "17", "filename": "a.pdf"}}]},
        {"type": "body", "parameters": [
            {"type": "date_time", "parameter_name": "day", "date_time": {"fallback_value": "Friday"}},
            {"type": "text", "parameter_name": "name", "text": "Ada"},
            {"type": "currency", "parameter_name": "price", "currency": {"fallback_value": "$5", "code": "USD", "amount_1000": 5000}},
        ]},
    ]);
    let rendered = rendered(&definition, &given).unwrap();
    assert_eq!(rendered.text, "Ada pays $5 on Friday. Thank you, Ada!");
    let media = rendered.header_media.unwrap();
    assert_eq!(media.media_id.as_deref(), Some("17"));
    assert!(media.parameter.contains("a.pdf"));
}

#[test]
fn numbered_values_go_by_their_number_wherever_it_stands() {
    let definition = json!([{"type": "BODY", "text": "{{2}}, {{1}} and {{2}}"}]);
    let rendered = rendered(&definition, &json!([body(&["a", "{{1}}"])])).unwrap();
    assert_eq!(rendered.text, "{{1}}, a and {{1}}");
}
