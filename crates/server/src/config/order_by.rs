use serde_json::Value;

/// Where the ordering key of an event is: JSON pointers (RFC 6901) into its
/// properties. The first that finds text or a number gives the key. Events of
/// one key reach a receiver in order; events without a key in any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderBy(Vec<String>);

/// Finds the customer in events about messages and statuses. The user id comes
/// first: where ids of both kinds come, it is the one that is never left out.
const DEFAULT: [&str; 4] = [
    "/messages/0/from_user_id",
    "/messages/0/from",
    "/statuses/0/recipient_user_id",
    "/statuses/0/recipient_id",
];

impl Default for OrderBy {
    fn default() -> Self {
        Self(DEFAULT.map(str::to_owned).to_vec())
    }
}

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
        Ok(Self(pointers))
    }

    /// The ordering key of an event with these properties.
    pub fn key(&self, properties: &Value) -> Option<String> {
        self.0
            .iter()
            .find_map(|pointer| match properties.pointer(pointer)? {
                Value::String(text) if !text.is_empty() => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_customer_of_a_message_or_status_is_its_key() {
        let order = OrderBy::default();
        for (properties, key) in [
            (json!({ "messages": [{ "from": "39333" }] }), Some("39333")),
            (
                json!({ "messages": [{ "from": "39333", "from_user_id": "IT.1" }] }),
                Some("IT.1"),
            ),
            (
                json!({ "statuses": [{ "recipient_id": 39333 }] }),
                Some("39333"),
            ),
            (json!({ "field": "flows" }), None),
        ] {
            assert_eq!(order.key(&properties).as_deref(), key, "{properties}");
        }
    }
}
