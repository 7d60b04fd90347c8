//! Interactive messages that are accepted, and parts of them to change.

use serde_json::{Value, json};

pub fn interactive(kind: &str, action: Value) -> Value {
    json!({"type": kind, "body": {"text": "Well?"}, "action": action})
}

pub fn with(mut content: Value, key: &str, value: Value) -> Value {
    content[key] = value;
    content
}

pub fn buttons(pairs: &[(&str, &str)]) -> Value {
    let buttons: Vec<Value> = pairs
        .iter()
        .map(|(id, title)| json!({"type": "reply", "reply": {"id": id, "title": title}}))
        .collect();
    interactive("button", json!({"buttons": buttons}))
}

pub fn rows(count: usize) -> Value {
    (0..count)
        .map(|number| json!({"id": number.to_string(), "title": format!("Row {number}")}))
        .collect()
}

pub fn list(sections: Value) -> Value {
    interactive("list", json!({"button": "Choose", "sections": sections}))
}

pub fn one_row(row: Value) -> Value {
    list(json!([{"rows": [row]}]))
}

pub fn link(title: &str, url: &str) -> Value {
    interactive(
        "cta_url",
        json!({"name": "cta_url", "parameters": {"display_text": title, "url": url}}),
    )
}

pub fn flow(parameters: Value) -> Value {
    let mut all = json!({"flow_message_version": "3", "flow_id": "1", "flow_cta": "Order"});
    for (key, value) in parameters.as_object().unwrap() {
        all[key] = value.clone();
    }
    interactive("flow", json!({"name": "flow", "parameters": all}))
}

pub fn products(count: usize) -> Value {
    let items: Vec<Value> = (0..count)
        .map(|number| json!({"product_retailer_id": format!("p{number}")}))
        .collect();
    with(
        interactive(
            "product_list",
            json!({"catalog_id": "c", "sections": [{"title": "Bread", "product_items": items}]}),
        ),
        "header",
        json!({"type": "text", "text": "Bread"}),
    )
}

pub fn titled(kind: &str, action: Value) -> Value {
    let header = json!({"type": "text", "text": "Bread"});
    with(interactive(kind, action), "header", header)
}

pub fn carousel(count: usize, body: &str) -> Value {
    let cards: Vec<Value> = (0..count)
        .map(|index| {
            json!({
                "card_index": index,
                "type": "cta_url",
                "header": {"type": "image", "image": {"link": "https://bakery.example/a.jpg"}},
                "body": {"text": body},
                "action": {"name": "cta_url", "parameters": {"display_text": "Buy", "url": "https://bakery.example/a"}},
            })
        })
        .collect();
    interactive("carousel", json!({"cards": cards}))
}

/// Cards with a video and so many replies each.
pub fn reply_cards(replies: &[usize]) -> Value {
    let reply = |number: usize| json!({"type": "quick_reply", "quick_reply": {"id": format!("r{number}"), "title": format!("R{number}")}});
    let cards: Vec<Value> = replies
        .iter()
        .enumerate()
        .map(|(index, count)| {
            json!({
                "card_index": index,
                "type": "quick_reply",
                "header": {"type": "video", "video": {"link": "https://bakery.example/a.mp4"}},
                "action": {"buttons": (0..*count).map(reply).collect::<Vec<_>>()},
            })
        })
        .collect();
    interactive("carousel", json!({"cards": cards}))
}

/// A carousel with something of its first card replaced.
pub fn first_card(mut content: Value, key: &str, value: Value) -> Value {
    content["action"]["cards"][0][key] = value;
    content
}
