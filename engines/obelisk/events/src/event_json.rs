//! Events as Obelisk reads parameters: fields and cases are the contract's
//! names in `snake_case`, a case with a value is an object with one member,
//! an absent option is `null`.

use heck::ToSnakeCase;
use serde_json::{Map, Value};

use crate::bindings::exports::uip::whatsapp::events::CustomerMessageEvent;

/// Where a customer's message has a variant: its content, and in an answer to
/// an interactive message the kind of answer.
const VARIANTS: [&str; 2] = ["/message/content", "/message/content/interactive"];

/// A customer's message as JSON.
///
/// # Errors
/// None in practice: every field has a JSON form.
pub fn customer_message(event: &CustomerMessageEvent) -> serde_json::Result<Value> {
    let mut json = serde_json::to_value(event)?;
    for variant in VARIANTS {
        if let Some(Value::Object(chosen)) = json.pointer_mut(variant) {
            *chosen = rename_case(std::mem::take(chosen));
        }
    }
    Ok(json)
}

/// Rust writes a case as `ButtonReply`, Obelisk reads `button_reply`.
fn rename_case(chosen: Map<String, Value>) -> Map<String, Value> {
    chosen
        .into_iter()
        .map(|(case, value)| (case.to_snake_case(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::customer_message;
    use crate::bindings::exports::uip::whatsapp::events::{CustomerMessageEvent, Metadata};
    use crate::bindings::uip::whatsapp::incoming::{
        Choice, Content, InteractiveReply, Location, Message,
    };
    use serde_json::{Value, json};

    fn event(content: Content) -> CustomerMessageEvent {
        CustomerMessageEvent {
            event_id: "wamid.A".to_owned(),
            business_account_id: None,
            metadata: Metadata {
                display_phone_number: None,
                phone_number_id: Some("1".to_owned()),
            },
            contacts: Vec::new(),
            message: Message {
                id: "wamid.A".to_owned(),
                from: Some("393331234567".to_owned()),
                from_user_id: None,
                from_parent_user_id: None,
                group_id: None,
                timestamp: Some(1_795_248_000),
                message_type: "text".to_owned(),
                context: None,
                referral: None,
                errors: Vec::new(),
                content,
            },
            payload: r#"{"Text":"stays"}"#.to_owned(),
        }
    }

    fn json_of(content: Content) -> Value {
        customer_message(&event(content)).expect("JSON")
    }

    #[test]
    fn a_text_is_a_case_with_its_value_and_absent_options_are_null() {
        assert_eq!(
            json_of(Content::Text("Hello".to_owned())),
            json!({
                "event_id": "wamid.A",
                "business_account_id": null,
                "metadata": {"display_phone_number": null, "phone_number_id": "1"},
                "contacts": [],
                "message": {
                    "id": "wamid.A",
                    "from": "393331234567",
                    "from_user_id": null,
                    "from_parent_user_id": null,
                    "group_id": null,
                    "timestamp": 1_795_248_000,
                    "message_type": "text",
                    "context": null,
                    "referral": null,
                    "errors": [],
                    "content": {"text": "Hello"}
                },
                "payload": "{\"Text\":\"stays\"}"
            })
        );
    }

    #[test]
    fn the_kind_of_an_interactive_answer_is_a_case_too() {
        let reply = InteractiveReply::ButtonReply(Choice {
            id: "yes".to_owned(),
            title: Some("Yes".to_owned()),
            description: None,
        });
        assert_eq!(
            json_of(Content::Interactive(reply)).pointer("/message/content"),
            Some(&json!({
                "interactive": {"button_reply": {"id": "yes", "title": "Yes", "description": null}}
            }))
        );
    }

    #[test]
    fn whole_degrees_stay_numbers_with_a_fraction() {
        let place = Location {
            latitude: 45.0,
            longitude: -9.5,
            name: None,
            address: None,
            url: None,
        };
        let json = json_of(Content::Location(place)).to_string();
        assert!(
            json.contains("\"latitude\":45.0,\"longitude\":-9.5"),
            "{json}"
        );
    }

    #[test]
    fn a_message_that_whatsapp_did_not_pass_on_may_have_no_name() {
        assert_eq!(
            json_of(Content::Unsupported(None)).pointer("/message/content"),
            Some(&json!({"unsupported": null}))
        );
    }
}
