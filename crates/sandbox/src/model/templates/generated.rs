//! Templates that Direct Send makes from messages.
//!
//! Meta replaces what it takes for a variable by a placeholder and detects the language, some time after
//! the send. The sandbox makes the template at once, from the words as they are, in one language.

use serde_json::{Value, json};

use super::definition::GENERATED;

const LANGUAGE: &str = "en_US";

/// A message of Direct Send: a text, or an interactive message with buttons. It has been checked.
pub(crate) struct Message<'a> {
    pub(crate) kind: &'a str,
    /// The type's object.
    pub(crate) content: &'a Value,
    /// `utility` or `authentication`.
    pub(crate) category: &'a str,
    /// The name that the business gives to the template.
    pub(crate) name: Option<&'a str>,
}

impl Message<'_> {
    /// Whether the template with this listing was made from a message that says the same.
    pub(super) fn is_said_by(&self, listing: &Value) -> bool {
        listing["components"] == self.components()
            && listing["category"] == self.category.to_uppercase()
    }

    /// The definition as Graph lists it.
    pub(super) fn definition(&self, id: &str) -> Value {
        let category = self.category.to_uppercase();
        let name = self.name.map_or_else(
            || format!("auto_generated_{}_{id}", self.kind),
            str::to_owned,
        );
        json!({
            "name": name,
            "parameter_format": "POSITIONAL",
            "components": self.components(),
            "language": LANGUAGE,
            "status": "APPROVED",
            "category": category,
            "correct_category": category,
            "source": GENERATED,
            "id": id,
        })
    }

    fn components(&self) -> Value {
        if self.kind == "text" {
            return json!([{"type": "BODY", "text": self.content["body"]}]);
        }
        let mut components = Vec::new();
        match self.content["header"]["type"].as_str() {
            None => {}
            Some("text") => components.push(json!({
                "type": "HEADER", "format": "TEXT", "text": self.content["header"]["text"],
            })),
            Some(media) => {
                components.push(json!({"type": "HEADER", "format": media.to_uppercase()}));
            }
        }
        components.push(json!({"type": "BODY", "text": self.content["body"]["text"]}));
        if let Some(footer) = self.content["footer"]["text"].as_str() {
            components.push(json!({"type": "FOOTER", "text": footer}));
        }
        components.push(json!({"type": "BUTTONS", "buttons": self.buttons()}));
        Value::Array(components)
    }

    fn buttons(&self) -> Vec<Value> {
        let link =
            |link: &Value| json!({"type": "URL", "text": link["display_text"], "url": link["url"]});
        let action = &self.content["action"];
        let Some(buttons) = action["buttons"].as_array() else {
            return vec![if self.content["type"] == "voice_call" {
                json!({"type": "VOICE_CALL", "text": action["parameters"]["display_text"]})
            } else {
                link(&action["parameters"])
            }];
        };
        buttons
            .iter()
            .map(|button| {
                if button["type"] == "cta_url" {
                    link(&button["cta_url"])
                } else {
                    json!({"type": "QUICK_REPLY", "text": button["reply"]["title"]})
                }
            })
            .collect()
    }
}
