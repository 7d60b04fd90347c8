//! A component's value in JSON, with the names of `wit/`: a record is an
//! object without the options that are none, a variant an object with one
//! member.

use serde_json::{Value, json};
use uip_host::Val;

/// The value, to compare it.
pub fn json(value: &Val) -> Value {
    match value {
        Val::Record(fields) => fields
            .iter()
            .filter(|(_, value)| !matches!(value, Val::Option(None)))
            .map(|(name, value)| (name.clone(), json(value)))
            .collect(),
        Val::Variant(case, payload) => {
            let payload = payload.as_deref().map_or(Value::Null, json);
            json!({ case.as_str(): payload })
        }
        Val::List(items) => items.iter().map(json).collect(),
        Val::Option(inner) => inner.as_deref().map_or(Value::Null, json),
        Val::String(text) | Val::Enum(text) => json!(text),
        Val::Bool(value) => json!(value),
        Val::U32(value) => json!(value),
        Val::U64(value) => json!(value),
        Val::S64(value) => json!(value),
        Val::Float64(value) => json!(value),
        other => panic!("no event holds {other:?}"),
    }
}
