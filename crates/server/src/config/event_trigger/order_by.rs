use serde_json::Value;
use uip_contract::manifest::Event;
use uip_contract::place;

use crate::json_text::{self, Step};

/// Where the ordering key of an event is: JSON pointers (RFC 6901) into its
/// properties. The first that finds text or a number gives the key. Events with
/// the same key reach a receiver in order; events without a key in any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderBy(Vec<Vec<Step>>);

impl OrderBy {
    /// Reads a list of pointers. An empty list orders nothing.
    pub(super) fn parse(pointers: Vec<String>) -> Result<Self, String> {
        for pointer in &pointers {
            if !pointer.starts_with('/') {
                return Err(format!(
                    "`{pointer}` is not a JSON pointer; one begins with `/`: /messages/0/from"
                ));
            }
        }
        Ok(Self::of(pointers))
    }

    /// What the manifest orders the events of this name by.
    pub(crate) fn of_event(event: &Event) -> Self {
        let places = event.order_by.iter();
        Self::of(places.filter_map(|place| place::pointer(place)))
    }

    fn of(pointers: impl IntoIterator<Item = String>) -> Self {
        let pointers = pointers.into_iter();
        Self(pointers.map(|it| Step::of_pointer(&it)).collect())
    }

    /// The ordering key of an event with this payload.
    pub fn key(&self, payload: &str) -> Option<String> {
        self.0.iter().find_map(|steps| {
            let json = json_text::find(payload, steps)?.get();
            if json.starts_with(['{', '[']) {
                return None;
            }
            match serde_json::from_str(json).ok()? {
                Value::String(text) if !text.is_empty() => Some(text),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_pointer_that_finds_text_or_a_number_gives_the_key() {
        let pointers = ["/messages/0/from_user_id", "/messages/0/from"];
        let order = OrderBy::parse(pointers.map(str::to_owned).to_vec()).unwrap();
        for (message, key) in [
            (json!({ "from": "39333" }), Some("39333")),
            (
                json!({ "from": "39333", "from_user_id": "IT.1" }),
                Some("IT.1"),
            ),
            (
                json!({ "from": "39333", "from_user_id": "" }),
                Some("39333"),
            ),
            (json!({ "from": 39333 }), Some("39333")),
            (json!({ "from": ["39333"] }), None),
            (json!({}), None),
        ] {
            let payload = json!({ "messages": [message] }).to_string();
            assert_eq!(order.key(&payload).as_deref(), key, "{payload}");
        }
    }
}
