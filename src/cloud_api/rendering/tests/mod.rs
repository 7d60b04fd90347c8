//! The examples are those of the Sunshine Conversations guide.

mod cards;
mod choice;
mod one_time_password;
mod refusals;

use serde_json::{Value, json};

use super::render;
use crate::bindings::uip::whatsapp::template_definitions::{TemplateDefinition, TemplateRendered};
use crate::bindings::uip::whatsapp::types::{CommandError, Failure};
use crate::cloud_api::template::{Components, TemplateValues};

fn template(language: &str, definition: &Value) -> TemplateDefinition {
    TemplateDefinition {
        id: "1".to_owned(),
        name: "order_confirmed".to_owned(),
        language: language.to_owned(),
        status: None,
        category: None,
        parameter_format: None,
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
        {"type": "BODY", "text": "Your order {{1}} for a total of {{2}} is confirmed. The expected delivery is {{3}}."},
        {"type": "FOOTER", "text": "Thank you for shopping with us!"},
        {"type": "BUTTONS", "buttons": [
            {"type": "QUICK_REPLY", "text": "Thanks!"},
            {"type": "QUICK_REPLY", "text": "I would like to place another order."},
        ]},
    ]);
    let given = json!([
        {"type": "header", "parameters": [{"type": "image", "image": {"link": "https://example/image.png"}}]},
        body(&["# 1234", "$12.21", "August 15th, 2020"]),
        {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [{"type": "payload", "payload": "THANK_YOU"}]},
        {"type": "button", "sub_type": "quick_reply", "index": "1", "parameters": [{"type": "payload", "payload": "PLACE_NEW_ORDER"}]},
    ]);
    let rendered = rendered(&definition, &given).unwrap();
    assert_eq!(
        rendered.text,
        "Your order # 1234 for a total of $12.21 is confirmed. The expected delivery is August \
         15th, 2020.\n\nThank you for shopping with us!"
    );
    let media = rendered.header_media.unwrap();
    assert_eq!(media.media_type, "image");
    assert_eq!(media.link.as_deref(), Some("https://example/image.png"));
    let buttons: Vec<_> = rendered
        .buttons
        .iter()
        .map(|button| (button.text.as_str(), button.value.as_deref()))
        .collect();
    assert_eq!(
        buttons,
        [
            ("Thanks!", Some("THANK_YOU")),
            (
                "I would like to place another order.",
                Some("PLACE_NEW_ORDER")
            )
        ]
    );
    assert_eq!(rendered.language, "en_US");
}

/// The rows of the guide's conversion table.
#[test]
fn every_row_of_the_conversion_table_is_converted() {
    let definition = json!([
        {"type": "HEADER", "format": "TEXT", "text": "Header title: {{1}}"},
        {"type": "BODY", "text": "Hi {{1}} {{2}}, how can we help you?"},
        {"type": "FOOTER", "text": "Thank you for contacting Acme"},
        {"type": "BUTTONS", "buttons": [
            {"type": "PHONE_NUMBER", "text": "Call me", "phone_number": "+15141112222"},
            {"type": "URL", "text": "Visit site", "url": "https://smooch.io/{{1}}"},
            {"type": "QUICK_REPLY", "text": "Yes"},
        ]},
    ]);
    let given = json!([
        {"type": "header", "parameters": [text("TITLE")]},
        body(&["First", "Last"]),
        {"type": "button", "sub_type": "url", "index": "1", "parameters": [text("pricing")]},
        {"type": "button", "sub_type": "quick_reply", "index": "2", "parameters": [{"type": "payload", "payload": "YES"}]},
    ]);
    let rendered = rendered(&definition, &given).unwrap();
    assert_eq!(
        rendered.text,
        "Header title: TITLE\n\nHi First Last, how can we help you?\n\nThank you for contacting Acme"
    );
    let values: Vec<_> = rendered
        .buttons
        .iter()
        .map(|button| button.value.as_deref().unwrap())
        .collect();
    assert_eq!(
        values,
        ["tel:+15141112222", "https://smooch.io/pricing", "YES"]
    );
}

#[test]
fn a_document_and_named_and_typed_values_are_filled_in() {
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
