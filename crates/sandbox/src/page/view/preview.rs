//! A template with sample values.

use serde_json::{Map, Value, json};

use super::bubble::{self, Bubble};
use crate::graph::messages::{named, preview as check};
use crate::model::GraphError;
use crate::model::customers::Arrival;
use crate::model::templates::{Header, Part, Template, variables};
use crate::model::world::World;

/// What stands for a file of the business's.
const SAMPLE_FILE: &str = "https://bakery.example/sample";
/// A sample offer ends after so many seconds.
const SAMPLE_OFFER: u64 = 24 * 60 * 60;

/// The object `template` of a request that sends this template with sample values: those of its definition where it
/// has any. `now` is in seconds since 1970.
pub(crate) fn sample(template: &Template, now: u64) -> Map<String, Value> {
    let mut components = of_part(
        &template.part,
        &template.listing["components"],
        template.named,
    );
    if template.offer_expires {
        let ends = now.saturating_add(SAMPLE_OFFER).saturating_mul(1000);
        let offer = json!({"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": ends}});
        components.push(json!({"type": "limited_time_offer", "parameters": [offer]}));
    }
    if !template.cards.is_empty() {
        let defined = find(&template.listing["components"], "CAROUSEL");
        let cards: Vec<Value> = template
            .cards
            .iter()
            .enumerate()
            .map(|(place, part)| {
                let defined = &defined["cards"][place]["components"];
                json!({"card_index": place, "components": of_part(part, defined, template.named)})
            })
            .collect();
        components.push(json!({"type": "carousel", "cards": cards}));
    }
    let mut sample = Map::new();
    sample.insert("name".to_owned(), json!(template.name));
    sample.insert("language".to_owned(), json!({"code": template.language}));
    sample.insert("components".to_owned(), json!(components));
    sample
}

/// The component of this type among the defined ones.
fn find<'a>(components: &'a Value, kind: &str) -> &'a Value {
    let mut all = components.as_array().into_iter().flatten();
    all.find(|component| {
        let known = component["type"].as_str().unwrap_or_default();
        known.eq_ignore_ascii_case(kind)
    })
    .unwrap_or(&Value::Null)
}

fn of_part(part: &Part, defined: &Value, named: bool) -> Vec<Value> {
    let mut components = Vec::new();
    match &part.header {
        Some(Header::Text(text)) => {
            let example = &find(defined, "HEADER")["example"];
            let parameters = texts(
                text,
                &example["header_text"],
                &example["header_text_named_params"],
                named,
            );
            if !parameters.is_empty() {
                components.push(json!({"type": "header", "parameters": parameters}));
            }
        }
        Some(Header::Media(kind)) => {
            components.push(json!({"type": "header", "parameters": [of_header(kind)]}));
        }
        None => {}
    }
    let example = &find(defined, "BODY")["example"];
    let body = part.body.as_deref().unwrap_or_default();
    let parameters = texts(
        body,
        &example["body_text"][0],
        &example["body_text_named_params"],
        named,
    );
    let first = parameters
        .first()
        .map(|parameter| parameter["text"].clone());
    if !parameters.is_empty() {
        components.push(json!({"type": "body", "parameters": parameters}));
    }
    for (index, button) in part.buttons.iter().enumerate() {
        let url = button.url.as_deref().unwrap_or_default();
        let (sub_type, parameters) = match button.kind.as_str() {
            "URL" if !variables(url).is_empty() => {
                ("url", json!([{"type": "text", "text": "sample"}]))
            }
            "OTP" => (
                "url",
                json!([{"type": "text", "text": first.clone().unwrap_or(json!("123456"))}]),
            ),
            "COPY_CODE" => (
                "copy_code",
                json!([{"type": "coupon_code", "coupon_code": "SAMPLE10"}]),
            ),
            "FLOW" => ("flow", json!([])),
            "CATALOG" => (
                "catalog",
                json!([{"type": "action", "action": {"thumbnail_product_retailer_id": "sample"}}]),
            ),
            "MPM" => {
                let sections = json!([{"title": "Sample", "product_items": [{"product_retailer_id": "sample"}]}]);
                let action =
                    json!({"thumbnail_product_retailer_id": "sample", "sections": sections});
                ("mpm", json!([{"type": "action", "action": action}]))
            }
            "ORDER_DETAILS" => {
                let action = json!({"order_details": {"reference_id": "sample"}});
                (
                    "order_details",
                    json!([{"type": "action", "action": action}]),
                )
            }
            _ => continue,
        };
        let component = json!({"type": "button", "sub_type": sub_type, "index": index.to_string(), "parameters": parameters});
        components.push(component);
    }
    components
}

/// A value for each variable.
fn texts(text: &str, examples: &Value, named_examples: &Value, named: bool) -> Vec<Value> {
    let sample = |place: usize, name: &str| -> String {
        let by_name = named_examples.as_array().into_iter().flatten();
        let mut by_name = by_name.filter(|example| example["param_name"] == name);
        let given = by_name.next().map(|example| &example["example"]);
        let given = given
            .or_else(|| examples.get(place))
            .and_then(Value::as_str);
        given.map_or_else(|| format!("sample {}", place + 1), str::to_owned)
    };
    variables(text)
        .into_iter()
        .enumerate()
        .map(|(place, name)| {
            let mut parameter = json!({"type": "text", "text": sample(place, name)});
            if named {
                parameter["parameter_name"] = json!(name);
            }
            parameter
        })
        .collect()
}

fn of_header(kind: &str) -> Value {
    let key = kind.to_lowercase();
    let content = match key.as_str() {
        "location" => {
            json!({"latitude": 45.07, "longitude": 7.69, "name": "Bakery", "address": "1 Loopback Lane"})
        }
        "product" => json!({"product_retailer_id": "sample", "catalog_id": "sample"}),
        "video" | "gif" => json!({"link": format!("{SAMPLE_FILE}.mp4")}),
        "document" => json!({"link": format!("{SAMPLE_FILE}.pdf"), "filename": "sample.pdf"}),
        _ => json!({"link": format!("{SAMPLE_FILE}.jpg")}),
    };
    let mut parameter = json!({"type": key});
    parameter[key.as_str()] = content;
    parameter
}

/// What a customer would see of a template that is sent like this.
pub(crate) fn of(world: &World, template: &Map<String, Value>) -> Result<Bubble, GraphError> {
    let looks = check(world, template)?;
    let is_marketing = world.look(|state| {
        let (name, code) = named(template);
        let found = state.templates.find(name, code);
        found.is_some_and(|found| found.category == "marketing")
    });
    let arrival = Arrival {
        id: "preview",
        kind: "template",
        from: &world.settings.display_phone_number,
        about: None,
        content: Value::Object(template.clone()),
        at: world.look(|state| state.clock.seconds()),
        order: 0,
    };
    let message = looks.on_phone(arrival);
    Ok(world.look(|state| bubble::received(&message, is_marketing, &[], &state.media)))
}
