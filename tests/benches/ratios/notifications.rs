//! Notifications of the sizes that matter, as WhatsApp sends them.

use serde_json::{Value, json};

/// A notification, and how many events are in it.
pub struct Sized {
    pub name: &'static str,
    pub text: String,
    pub events: u32,
    /// How often it is measured.
    pub rounds: usize,
}

/// A text, a batch, and the greatest that WhatsApp sends.
pub fn all() -> [Sized; 3] {
    [
        Sized {
            name: "one text that answers another",
            text: notification(&[one_text()]),
            events: 1,
            rounds: 3000,
        },
        Sized {
            name: "a batch of ten: two entries, each with three messages and two statuses",
            text: notification(&[messages(3, 20), statuses(2), messages(3, 20), statuses(2)]),
            events: 10,
            rounds: 1000,
        },
        Sized {
            name: "a thousand messages",
            text: notification(&[messages(1000, 2600)]),
            events: 1000,
            rounds: 25,
        },
    ]
}

fn notification(values: &[Value]) -> String {
    let entry = |value: &Value| {
        json!({
            "id": "102290129340398",
            "changes": [{"value": value, "field": "messages"}],
        })
    };
    let entries: Vec<Value> = values.iter().map(entry).collect();
    json!({"object": "whatsapp_business_account", "entry": entries}).to_string()
}

fn value(member: &str, updates: &[Value], contacts: &[Value]) -> Value {
    json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"},
        "contacts": contacts,
        member: updates,
    })
}

fn contact(number: usize) -> Value {
    json!({
        "profile": {"name": format!("Customer {number}")},
        "wa_id": wa_id(number),
        "user_id": format!("US.1349121868{number:08}"),
    })
}

fn wa_id(number: usize) -> String {
    format!("1650555{number:04}")
}

fn message(number: usize, body: &str) -> Value {
    json!({
        "from": wa_id(number),
        "from_user_id": format!("US.1349121868{number:08}"),
        "id": format!("wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQzQTdBNjVBQzQ0{number:012}"),
        "timestamp": "1749416383",
        "type": "text",
        "text": {"body": body},
    })
}

fn one_text() -> Value {
    let body = "Does it come in another colour? I saw the green one in your shop last week, and I would like to know when it can be with me if I order it today. ";
    let mut message = message(1, &body.repeat(5));
    message["context"] = json!({
        "from": "15550783881",
        "id": "wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI3QjdBNjVBQzQ0RjY0MDAA",
    });
    value("messages", &[message], &[contact(1)])
}

fn messages(count: usize, length: usize) -> Value {
    let messages: Vec<Value> = (0..count)
        .map(|number| message(number, &"Hello there, ".repeat(length / 13 + 1)))
        .collect();
    let contacts: Vec<Value> = (0..count).map(contact).collect();
    value("messages", &messages, &contacts)
}

fn statuses(count: usize) -> Value {
    let statuses: Vec<Value> = (0..count)
        .map(|number| {
            json!({
                "id": format!("wamid.HBgLMTY1MDU1NTEyMzQVAgARGBJDQjZCMzlEQUE4OTJB{number:08}"),
                "status": "delivered",
                "timestamp": "1750030073",
                "recipient_id": wa_id(number),
                "recipient_user_id": format!("US.1349121868{number:08}"),
                "conversation": {"id": "7bbd14a1c4c25df2fcf4a5fc5b3a8f7e", "origin": {"type": "service"}},
                "pricing": {"billable": true, "pricing_model": "PMP", "type": "regular", "category": "service"},
            })
        })
        .collect();
    value("statuses", &statuses, &[])
}
