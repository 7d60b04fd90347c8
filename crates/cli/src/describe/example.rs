//! An event as a receiver sees it, made of the examples of its fields.

use serde_json::{Map, Value, json};
use uip_contract::manifest::Event;

/// One event of the adapter, if the manifest has an example of any of its
/// fields. A field without an example is left out.
pub fn of_event(adapter: &str, event: &Event) -> Option<Value> {
    let mut payload = Value::Object(Map::new());
    for field in &event.properties {
        let example = field.example.as_ref();
        let choice = field.allowed_values.as_ref().and_then(|all| all.first());
        // Who has no own example may hold fields that have one.
        if let Some(value) = example.or(choice)
            && let Some(place) = place(&mut payload, &field.name)
        {
            *place = value.clone();
        }
    }
    if payload.as_object().is_some_and(Map::is_empty) {
        return None;
    }
    Some(json!({
        "adapter": adapter,
        "event": event.name,
        "eventId": "…",
        "properties": payload,
    }))
}

/// The place of this path, made where it is missing: `messages[0].id`.
fn place<'v>(root: &'v mut Value, path: &str) -> Option<&'v mut Value> {
    let mut at = root;
    for step in path.split('.') {
        let (name, indexes) = step.split_once('[').unwrap_or((step, ""));
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        at = at.as_object_mut()?.entry(name).or_insert(Value::Null);
        // `0]` or `0][1]`. An example has one item in each list.
        for _ in indexes.matches(']') {
            if at.as_array().is_none_or(Vec::is_empty) {
                *at = Value::Array(vec![Value::Null]);
            }
            at = at.as_array_mut()?.first_mut()?;
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use uip_contract::Manifest;

    use super::*;

    fn event(rows: &[(&str, Value)]) -> Event {
        let rows: Vec<Value> = rows
            .iter()
            .map(|(name, example)| {
                let mut row = json!({
                    "name": name, "display": name, "description": name, "type": "string",
                });
                if !example.is_null() {
                    row["example"] = example.clone();
                }
                row
            })
            .collect();
        let manifest = json!({
            "name": "tiny", "display": "Tiny", "description": "Tiny.", "version": "1.0.0",
            "contract": "acme:tiny/adapter@0.1.0", "properties": [], "commands": [], "releaseHistory": [],
            "events": [{
                "name": "came", "display": "Came", "description": "It came.", "properties": rows,
            }],
        });
        let manifest = Manifest::from_value(&manifest).unwrap();
        manifest.events.into_iter().next().unwrap()
    }

    #[test]
    fn fields_stand_where_their_paths_say() {
        let event = event(&[
            ("things", Value::Null),
            ("things[0].name", json!("a")),
            ("things[0].sizes[0][0]", json!(1)),
            ("entry.id", json!("7")),
        ]);
        let event = of_event("tiny", &event).unwrap();
        assert_eq!(
            event["properties"],
            json!({"things": [{"name": "a", "sizes": [[1]]}], "entry": {"id": "7"}})
        );
        assert_eq!(
            (&event["adapter"], &event["event"]),
            (&json!("tiny"), &json!("came"))
        );
    }

    #[test]
    fn without_any_example_there_is_none() {
        assert_eq!(of_event("tiny", &event(&[("word", Value::Null)])), None);
    }
}
