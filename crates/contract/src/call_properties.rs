use std::fmt;

use serde_json::{Map, Value};

use crate::{AdapterInfo, Mistakes, suggestion};

/// Values of properties for one call, in place of the configured ones: those of a
/// tenant that no configuration knows.
///
/// Only [`AdapterInfo::call_properties`] makes them, so the instance allows each
/// to be given. Null means that the property has no value for this call. `Debug`
/// shows their names alone: they may be secrets.
#[derive(Clone, Default, PartialEq)]
pub struct CallProperties(Map<String, Value>);

impl CallProperties {
    /// Whether the configured values hold.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names of the properties.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The values by name.
    pub fn into_values(self) -> Map<String, Value> {
        self.0
    }
}

impl fmt::Debug for CallProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

impl AdapterInfo {
    /// Properties for one call of this instance.
    ///
    /// # Errors
    /// With each property that the instance does not allow to be given, as
    /// `properties.NAME`. No value is repeated.
    pub fn call_properties(&self, values: Map<String, Value>) -> Result<CallProperties, Mistakes> {
        let mut mistakes = Mistakes::default();
        for name in values.keys() {
            if !self.per_call.contains(name) {
                mistakes.push(shown(name), self.not_allowed(name));
            }
        }
        mistakes.or(CallProperties(values))
    }

    fn not_allowed(&self, name: &str) -> String {
        if self.manifest.property(name).is_some() {
            return format!(
                "cannot be given for a call; `callProperties` in [adapters.{}] does not name it",
                self.name
            );
        }
        let hint = suggestion(name, self.per_call.iter().map(String::as_str));
        let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
        format!("the adapter has no such property{hint}")
    }
}

/// Where the mistake is: a name that somebody made up is cut and on one line.
fn shown(name: &str) -> String {
    let name: String = name.escape_debug().take(80).collect();
    format!("properties.{name}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::Manifest;

    fn info() -> AdapterInfo {
        let property = |name: &str| json!({ "name": name, "display": name, "isRequired": false, "type": "string" });
        let manifest = json!({
            "name": "tiny", "display": "Tiny", "version": "1.0.0", "description": "Says things.",
            "contract": "acme:tiny/adapter@1.0.0",
            "properties": [property("authToken"), property("from"), property("apiBaseUrl")],
            "commands": [], "events": [], "releaseHistory": [],
        });
        let manifest = Manifest::from_json(&manifest.to_string()).unwrap();
        AdapterInfo::new("tiny", Arc::new(manifest), BTreeMap::new())
            .with_call_properties(["authToken".to_owned(), "from".to_owned()])
    }

    fn given(values: &Value) -> Result<CallProperties, Mistakes> {
        info().call_properties(values.as_object().unwrap().clone())
    }

    #[test]
    fn what_the_configuration_names_can_be_given() {
        let values = json!({ "authToken": "s3cret", "from": null });
        let properties = given(&values).unwrap();
        assert_eq!(format!("{properties:?}"), r#"{"authToken", "from"}"#);
        assert_eq!(Value::Object(properties.into_values()), values);
        assert!(given(&json!({})).unwrap().is_empty());
    }

    #[test]
    fn everything_else_is_named_without_its_value() {
        let values = json!({ "apiBaseUrl": "s3cret", "form": "s3cret", "from": "x", "a\nb": 1 });
        let mistakes = given(&values).unwrap_err().to_string();
        let lines: Vec<&str> = mistakes.lines().collect();
        assert_eq!(
            lines,
            [
                "properties.apiBaseUrl: cannot be given for a call; `callProperties` in [adapters.tiny] does not name it",
                "properties.form: the adapter has no such property; did you mean `from`?",
                "properties.a\\nb: the adapter has no such property",
            ]
        );
    }
}
