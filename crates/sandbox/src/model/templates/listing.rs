//! A definition as Graph lists it, made of what was sent to create it.

use serde_json::{Value, json};

/// Writes types and formats in capitals, replaces handles by links, and adds what WhatsApp writes itself.
pub(super) fn normalised(mut definition: Value) -> Value {
    let id = definition["id"].as_str().unwrap_or_default().to_owned();
    let authentication = definition["category"]
        .as_str()
        .is_some_and(|category| category.eq_ignore_ascii_case("authentication"));
    if let Some(components) = definition["components"].as_array_mut() {
        for component in components {
            normalise(component, &id, authentication);
        }
    }
    definition
}

fn capitals(value: &mut Value) {
    if let Some(text) = value.as_str() {
        *value = json!(text.to_uppercase());
    }
}

fn normalise(component: &mut Value, id: &str, authentication: bool) {
    for key in ["type", "format", "otp_type"] {
        if let Some(value) = component.get_mut(key) {
            capitals(value);
        }
    }
    link_samples(component, id);
    for key in ["buttons", "cards", "components"] {
        if let Some(inner) = component.get_mut(key).and_then(Value::as_array_mut) {
            for inner in inner {
                normalise(inner, id, authentication);
            }
        }
    }
    if authentication {
        write(component);
    }
}

/// Graph lists a sample as a link to the file; nothing answers there.
fn link_samples(component: &mut Value, id: &str) {
    let handles = component
        .get_mut("example")
        .and_then(|example| example.get_mut("header_handle"));
    if let Some(Value::Array(handles)) = handles {
        for handle in handles {
            let is_link = handle
                .as_str()
                .is_some_and(|text| text.starts_with("https://"));
            if !is_link {
                *handle = json!(format!("https://scontent.whatsapp.net/v/t61/{id}"));
            }
        }
    }
}

/// The texts and the link of an authentication template.
fn write(component: &mut Value) {
    match component["type"].as_str() {
        Some("BODY") if component.get("text").is_none() => {
            let recommends = component["add_security_recommendation"] == json!(true);
            let recommendation = if recommends {
                " For your security, do not share this code."
            } else {
                ""
            };
            component["text"] = json!(format!(
                "*{{{{1}}}}* is your verification code.{recommendation}"
            ));
            component["example"] = json!({"body_text": [["123456"]]});
        }
        Some("FOOTER") if component.get("text").is_none() => {
            let minutes = component["code_expiration_minutes"].clone();
            component["text"] = json!(format!("This code expires in {minutes} minutes."));
        }
        Some("OTP") => {
            let kind = component["otp_type"].as_str().unwrap_or("COPY_CODE");
            let link = |code: &str| {
                format!("https://www.whatsapp.com/otp/code/?otp_type={kind}&code=otp{code}")
            };
            let text = component["text"].as_str().unwrap_or("Copy code");
            *component = json!({
                "type": "URL",
                "text": text,
                "url": link("{{1}}"),
                "example": [link("123456")],
            });
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_capitals_and_samples_are_links_on_cards_too() {
        let listed = normalised(json!({"id": "7", "category": "marketing", "components": [
            {"type": "body", "text": "x"},
            {"type": "carousel", "cards": [{"components": [
                {"type": "header", "format": "image", "example": {"header_handle": ["4::a"]}},
                {"type": "buttons", "buttons": [{"type": "quick_reply", "text": "Yes"}]},
            ]}]},
        ]}));
        let card = &listed["components"][1]["cards"][0]["components"];
        assert_eq!(card[0]["type"], "HEADER");
        assert_eq!(card[0]["format"], "IMAGE");
        assert_eq!(
            card[0]["example"]["header_handle"][0],
            "https://scontent.whatsapp.net/v/t61/7"
        );
        assert_eq!(card[1]["buttons"][0]["type"], "QUICK_REPLY");
    }

    #[test]
    fn whatsapp_writes_an_authentication_template_once() {
        let once = normalised(json!({"category": "AUTHENTICATION", "components": [
            {"type": "body"},
            {"type": "footer", "code_expiration_minutes": 5},
            {"type": "buttons", "buttons": [{"type": "otp", "otp_type": "copy_code"}]},
        ]}));
        assert_eq!(
            once["components"][0]["text"],
            "*{{1}}* is your verification code."
        );
        assert_eq!(
            once["components"][1]["text"],
            "This code expires in 5 minutes."
        );
        assert_eq!(once["components"][2]["buttons"][0]["type"], "URL");
        assert_eq!(normalised(once.clone()), once);
    }
}
