//! What the flow of the demo answers a customer.

use serde_json::{Value, json};

/// The command that answers an event, and its request. A status needs no answer.
pub fn answer(event: &Value) -> Option<(&'static str, Value)> {
    if event["event"] != "customer_message" {
        return None;
    }
    let properties = &event["properties"];
    let message = &properties["messages"][0];
    let customer = format!("+{}", message["from"].as_str()?);
    let reply = |text: String| {
        let request = json!({"phoneNumber": customer, "message": text});
        Some(("sendMessageText", request))
    };
    match message["interactive"]["button_reply"]["id"].as_str() {
        Some("rye") => {
            return reply("Two loaves of *rye* are set aside for you, until six.".to_owned());
        }
        Some("hours") => {
            return reply("We are open from *eight* to *six*, and never on Monday.".to_owned());
        }
        _ => {}
    }
    match message["type"].as_str()? {
        "text" => {
            let name = properties["contacts"][0]["profile"]["name"].as_str();
            let body = format!(
                "Hello {}, welcome to the bakery. What can we do for you?",
                name.unwrap_or("there")
            );
            let buttons = json!([
                {"id": "rye", "title": "Keep rye for me"},
                {"id": "hours", "title": "Opening hours"},
            ]);
            let request = json!({"phoneNumber": customer, "body": body, "buttons": buttons});
            Some(("sendMessageButtons", request))
        }
        // A reaction is an answer already.
        "reaction" => None,
        other => reply(format!("Thank you for the {other}.")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::answer;

    fn event(message: &Value) -> Value {
        let contacts = json!([{"profile": {"name": "Ada"}}]);
        json!({"event": "customer_message", "properties": {"messages": [message], "contacts": contacts}})
    }

    #[test]
    fn who_writes_is_greeted_by_name_and_can_choose() {
        let text = event(&json!({"from": "1650", "type": "text", "text": {"body": "Hi"}}));
        let (command, request) = answer(&text).expect("an answer");
        assert_eq!(
            (command, &request["phoneNumber"]),
            ("sendMessageButtons", &json!("+1650"))
        );
        assert!(
            request["body"]
                .as_str()
                .is_some_and(|body| body.contains("Ada"))
        );
    }

    #[test]
    fn a_button_is_answered_with_a_text() {
        let reply = json!({"type": "button_reply", "button_reply": {"id": "hours"}});
        let tapped = event(&json!({"from": "1650", "type": "interactive", "interactive": reply}));
        let command = answer(&tapped).map(|(command, _)| command);
        assert_eq!(command, Some("sendMessageText"));
    }

    #[test]
    fn statuses_reactions_and_customers_without_a_number_get_no_answer() {
        let status = json!({"event": "status_changed"});
        let reaction = event(&json!({"from": "1650", "type": "reaction"}));
        let hidden = event(&json!({"type": "text"}));
        for event in [status, reaction, hidden] {
            assert_eq!(answer(&event), None);
        }
    }
}
