//! Templates as Meta documents their definitions, filled in.

use serde_json::{Map, Value, json};

use super::at_hand;
use crate::bindings::uip::whatsapp::templates::TemplateDefinition;
use crate::cloud_api::endpoint::rendering::render;
use crate::cloud_api::{Components, TemplateValues};

/// The names between double braces, each once.
fn variables(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for part in text.split("{{").skip(1) {
        let name = part.split("}}").next().unwrap().trim();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A value for each variable: its own name in angle brackets.
fn texts(text: &str) -> Vec<Value> {
    let parameter = |name: &&str| {
        let mut parameter = json!({"type": "text", "text": format!("<{name}>")});
        if name.parse::<u8>().is_err() {
            parameter["parameter_name"] = json!(name);
        }
        parameter
    };
    variables(text).iter().map(parameter).collect()
}

fn header(header: &Map<String, Value>) -> Vec<Value> {
    let format = header.get("format").and_then(Value::as_str);
    match format.map(str::to_lowercase).as_deref() {
        None | Some("text") => texts(header["text"].as_str().unwrap()),
        Some("location") => vec![json!({"type": "location", "location": {
            "latitude": "45.46", "longitude": "9.19"}})],
        Some("product") => vec![json!({"type": "product", "product": {
            "product_retailer_id": "rye-1"}})],
        Some(file) => vec![json!({"type": file, file: {"id": "17"}})],
    }
}

fn buttons(buttons: &[Value]) -> Vec<Value> {
    let mut given = Vec::new();
    for (index, button) in buttons.iter().enumerate() {
        let kind = button["type"].as_str().unwrap().to_lowercase();
        let url = button["url"].as_str().unwrap_or_default();
        let (sub_type, parameter) = match kind.as_str() {
            "url" if url.contains("{{") => ("url", json!({"type": "text", "text": "<1>"})),
            "otp" => ("url", json!({"type": "text", "text": "<1>"})),
            "copy_code" => (
                "copy_code",
                json!({"type": "coupon_code", "coupon_code": "RYE10"}),
            ),
            "quick_reply" => ("quick_reply", json!({"type": "payload", "payload": "YES"})),
            "mpm" => (
                "mpm",
                json!({"type": "action", "action": {"thumbnail_product_retailer_id": "rye-1", "sections": [
                    {"title": "Bread", "product_items": [{"product_retailer_id": "rye-1"}]}]}}),
            ),
            "order_details" => (
                "order_details",
                json!({"type": "action", "action": {"order_details": {}}}),
            ),
            // Nothing in it is needed, but the component is.
            "catalog" | "flow" => {
                given.push(json!({"type": "button", "sub_type": kind, "index": index.to_string()}));
                continue;
            }
            _ => continue,
        };
        given.push(
            json!({"type": "button", "sub_type": sub_type, "index": index.to_string(),
            "parameters": [parameter]}),
        );
    }
    given
}

/// What a template needs, by its definition.
fn needed(definition: &Value, is_authentication: bool) -> Vec<Value> {
    let mut given = Vec::new();
    for component in definition["components"].as_array().unwrap() {
        let component = component.as_object().unwrap();
        let (kind, parameters) = match component["type"].as_str().unwrap().to_lowercase().as_str() {
            "header" => ("header", header(component)),
            "body" => match component.get("text").and_then(Value::as_str) {
                Some(text) => ("body", texts(text)),
                None if is_authentication => ("body", texts("{{1}}")),
                None => continue,
            },
            "buttons" => {
                given.extend(buttons(component["buttons"].as_array().unwrap()));
                continue;
            }
            "carousel" => {
                let cards = component["cards"].as_array().unwrap().iter().enumerate();
                let card =
                    |(index, card)| json!({"card_index": index, "components": needed(card, false)});
                let cards: Vec<Value> = cards.map(card).collect();
                given.push(json!({"type": "carousel", "cards": cards}));
                continue;
            }
            "limited_time_offer" => (
                "limited_time_offer",
                vec![json!({"type": "limited_time_offer", "limited_time_offer": {
                    "expiration_time_ms": 1_900_000_000_000_u64}})],
            ),
            _ => continue,
        };
        given.push(json!({"type": kind, "parameters": parameters}));
    }
    given
}

#[test]
fn every_template_that_meta_defines_is_filled_in_to_the_last_variable() {
    for example in at_hand() {
        let definition = &example.json;
        let has_components = definition["components"][0].is_object();
        // One page refers to another for the components.
        if !example.direction.starts_with("template_") || !has_components {
            continue;
        }
        let is_authentication = definition["category"] == "AUTHENTICATION";
        let components = Components::parse(TemplateValues {
            components: Some(json!(needed(definition, is_authentication)).to_string()),
            ..TemplateValues::default()
        });
        let template = TemplateDefinition {
            id: String::new(),
            name: String::new(),
            language: "en_US".to_owned(),
            status: None,
            category: None,
            parameter_format: None,
            rejected_reason: None,
            quality_score: None,
            definition: definition.to_string(),
        };
        let rendered = render(&template, &components.unwrap(), true).unwrap();
        let (all, file) = (format!("{rendered:?}"), &example.file);
        assert!(!all.contains("{{"), "{file}: {all}");
        for name in variables(&definition["components"].to_string()) {
            assert!(all.contains(&format!("<{name}>")), "{file}: {name}: {all}");
        }
    }
}
