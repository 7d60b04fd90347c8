//! What the manifest says an event's property is, is what comes: held against
//! the events of the conformance list, which are WhatsApp's forms.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::manifest::{self, list, root, text};

/// The value of a change is whatever WhatsApp sent: the list has malformed
/// ones.
const ANYTHING: &str = "value";

/// The kinds of value at each path of each event.
type Seen = BTreeMap<(String, String), BTreeSet<&'static str>>;

fn seen() -> Seen {
    // The only command that emits events.
    let path = root().join("engines/conformance/whatsapp/cases/processWebhook.json");
    let cases = std::fs::read_to_string(path).unwrap();
    let cases: Value = serde_json::from_str(&cases).unwrap();
    let mut seen = Seen::new();
    for case in cases.as_array().unwrap() {
        for line in case["events"].as_array().into_iter().flatten() {
            // Some payloads are beyond what a JSON parser takes, on purpose.
            let Ok(event) = serde_json::from_str::<Value>(line.as_str().unwrap()) else {
                continue;
            };
            walk(text(&event, "event"), "", &event["properties"], &mut seen);
        }
    }
    seen
}

fn walk(event: &str, path: &str, value: &Value, seen: &mut Seen) {
    let kinds = seen.entry((event.to_owned(), path.to_owned())).or_default();
    kinds.insert(kind(value));
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let dot = if path.is_empty() { "" } else { "." };
                walk(event, &format!("{path}{dot}{name}"), member, seen);
            }
        }
        Value::Array(items) => {
            for item in items {
                walk(event, &format!("{path}[0]"), item, seen);
            }
        }
        _ => {}
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The kinds that a row declares of the payload.
fn declared(row: &Value) -> BTreeSet<&str> {
    let mut kinds: BTreeSet<&str> = match row.get("payloadTypes") {
        Some(kinds) => {
            let kinds = kinds.as_array().unwrap().iter();
            kinds.map(|kind| kind.as_str().unwrap()).collect()
        }
        None => BTreeSet::from([text(row, "type")]),
    };
    if kinds.contains("number") {
        kinds.insert("integer");
    }
    kinds
}

#[test]
fn each_property_of_an_event_comes_as_a_type_that_the_manifest_declares() {
    let (manifest, seen) = (manifest::read(), seen());
    let mut compared = 0;
    for event in list(&manifest, "events") {
        let event_name = text(event, "name");
        for row in list(event, "properties") {
            let name = text(row, "name");
            let key = (event_name.to_owned(), name.to_owned());
            let Some(kinds) = seen.get(&key).filter(|_| name != ANYTHING) else {
                continue;
            };
            let declared = declared(row);
            assert!(
                kinds.is_subset(&declared),
                "{event_name}: {name} comes as {kinds:?}, and is declared as {declared:?}"
            );
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared} properties were compared");
}

#[test]
fn a_type_of_the_payload_that_differs_from_uips_is_one_that_comes() {
    let (manifest, seen) = (manifest::read(), seen());
    let mut differing = Vec::new();
    for event in list(&manifest, "events") {
        for row in list(event, "properties") {
            let Some(kinds) = row.get("payloadTypes") else {
                continue;
            };
            let name = text(row, "name");
            let uips = text(row, "type");
            let others = kinds
                .as_array()
                .unwrap()
                .iter()
                .filter(|kind| *kind != uips);
            let others: Vec<&str> = others.map(|kind| kind.as_str().unwrap()).collect();
            let came = &seen[&(text(event, "name").to_owned(), name.to_owned())];
            assert!(!others.is_empty(), "{name} says what its type says");
            for kind in others {
                assert!(came.contains(kind), "{name} never came as {kind}");
            }
            differing.push(name);
        }
    }
    assert!(
        differing.contains(&"statuses[0].errors[0].code"),
        "{differing:?}"
    );
}
