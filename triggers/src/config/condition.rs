use std::fmt;

use jsonpath_rust::parser::model::JpQuery;
use jsonpath_rust::parser::parse_json_path;
use jsonpath_rust::query::js_path_process;
use serde_json::Value;

/// A filter on an event's properties: a `JSONPath` query as RFC 9535 has it. An
/// event passes if the query finds something in its properties:
/// `$.messages[?@.type == "text"]`.
#[derive(Clone)]
pub struct Condition {
    text: String,
    query: JpQuery,
}

impl Condition {
    /// Reads a query.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let query = parse_json_path(text).map_err(|_| {
            format!(
                "`{text}` is not a JSONPath query (RFC 9535), such as $.messages[?@.type == 'text']"
            )
        })?;
        Ok(Self {
            text: text.to_owned(),
            query,
        })
    }

    /// Whether the query finds something in `properties`.
    pub fn holds(&self, properties: &Value) -> bool {
        js_path_process(&self.query, properties).is_ok_and(|found| !found.is_empty())
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Condition").field(&self.text).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_event_passes_if_the_query_finds_something() {
        let text = json!({ "messages": [{ "type": "text", "text": { "body": "Hello" } }] });
        for (query, holds) in [
            ("$.messages[?@.type == 'text']", true),
            ("$.messages[?@.type == \"image\"]", false),
            ("$.messages[?search(@.text.body, '^He')]", true),
            ("$.messages[?@.type == 'text' && !@.context]", true),
            ("$.statuses[0]", false),
        ] {
            assert_eq!(
                Condition::parse(query).unwrap().holds(&text),
                holds,
                "{query}"
            );
        }
    }

    #[test]
    fn what_is_no_query_is_a_mistake() {
        for text in ["", "messages", "$.messages[?", "$..["] {
            assert!(Condition::parse(text).is_err(), "{text}");
        }
    }
}
