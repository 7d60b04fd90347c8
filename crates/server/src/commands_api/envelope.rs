use serde_json::{Map, Value};

/// The body of a call that names its command: `{"command", "request",
/// "properties"}`.
#[derive(Debug, PartialEq)]
pub(super) struct Envelope {
    pub command: String,
    pub request: Value,
    pub properties: Map<String, Value>,
}

impl Envelope {
    /// Reads one. What it does not know is refused and not passed over: a caller
    /// that misspells `properties` must not send as somebody else.
    ///
    /// # Errors
    /// With every mistake; none repeats a value.
    pub fn read(value: Value) -> Result<Self, Vec<String>> {
        let mut members = match value {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        let mut mistakes = Vec::new();
        let command = match members.remove("command") {
            Some(Value::String(command)) => command,
            Some(_) => {
                mistakes.push("command: expected a text".to_owned());
                String::new()
            }
            None => {
                mistakes.push("command: required, but missing".to_owned());
                String::new()
            }
        };
        let mut object = |name: &str| match members.remove(name) {
            None => Map::new(),
            Some(Value::Object(object)) => object,
            Some(_) => {
                mistakes.push(format!("{name}: expected an object"));
                Map::new()
            }
        };
        let request = Value::Object(object("request"));
        let properties = object("properties");
        for name in members.keys() {
            let name: String = name.escape_debug().take(80).collect();
            mistakes.push(format!(
                "{name}: unknown; there is command, request and properties"
            ));
        }
        if mistakes.is_empty() {
            Ok(Self {
                command,
                request,
                properties,
            })
        } else {
            Err(mistakes)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_and_properties_can_be_left_out() {
        let envelope = Envelope::read(json!({ "command": "ping" })).unwrap();
        assert_eq!(
            envelope,
            Envelope {
                command: "ping".to_owned(),
                request: json!({}),
                properties: Map::new()
            }
        );
        let value =
            json!({ "command": "say", "request": { "a": 1 }, "properties": { "token": "x" } });
        let envelope = Envelope::read(value).unwrap();
        assert_eq!(envelope.request, json!({ "a": 1 }));
        assert_eq!(Value::Object(envelope.properties), json!({ "token": "x" }));
    }

    #[test]
    fn every_mistake_is_named_and_no_value_is() {
        let value =
            json!({ "command": 7, "request": "s3cret", "propertys": { "token": "s3cret" } });
        assert_eq!(
            Envelope::read(value).unwrap_err(),
            [
                "command: expected a text",
                "request: expected an object",
                "propertys: unknown; there is command, request and properties",
            ]
        );
        assert_eq!(
            Envelope::read(json!({})).unwrap_err(),
            ["command: required, but missing"]
        );
    }
}
