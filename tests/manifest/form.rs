//! The manifest says enough to draw the form of each command.

use serde_json::{Value, json};

use crate::manifest::{self, list, text};

const NONE: [String; 0] = [];

/// Each row of each request, with its command.
fn rows(manifest: &Value) -> impl Iterator<Item = (&str, &Value)> {
    list(manifest, "commands").iter().flat_map(|command| {
        let rows = list(command, "request").iter();
        rows.map(|row| (text(command, "name"), row))
    })
}

/// The JSON Schema of one row's value by itself.
fn schema(row: &Value) -> Value {
    let mut schema = json!({ "type": row["type"] });
    let is_array = row["type"] == "array";
    for (member, keyword) in [
        ("allowedValues", "enum"),
        ("minimumValue", "minimum"),
        ("maximumValue", "maximum"),
        (
            "minimumLength",
            if is_array { "minItems" } else { "minLength" },
        ),
        (
            "maximumLength",
            if is_array { "maxItems" } else { "maxLength" },
        ),
    ] {
        if let Some(limit) = row.get(member) {
            schema[keyword] = limit.clone();
        }
    }
    if row["exactlyOneMember"] == true {
        schema["minProperties"] = json!(1);
        schema["maxProperties"] = json!(1);
    }
    schema
}

#[test]
fn every_field_that_a_person_fills_in_has_an_example() {
    let manifest = manifest::read();
    let missing: Vec<String> = rows(&manifest)
        .filter(|(_, row)| row["type"] != "boolean" && row.get("example").is_none())
        .map(|(command, row)| format!("{command}: {}", text(row, "name")))
        .collect();
    assert_eq!(missing, NONE);
}

#[test]
fn every_example_and_every_default_fits_its_field() {
    let manifest = manifest::read();
    let mut wrong = Vec::new();
    for (command, row) in rows(&manifest) {
        let validator = jsonschema::validator_for(&schema(row)).unwrap();
        for member in ["example", "defaultValue"] {
            for error in row
                .get(member)
                .iter()
                .flat_map(|it| validator.iter_errors(it))
            {
                wrong.push(format!(
                    "{command}: {} of {}: {error}",
                    member,
                    text(row, "name")
                ));
            }
        }
    }
    assert_eq!(wrong, NONE);
}

#[test]
fn every_example_of_a_command_has_exactly_one_field_of_each_group() {
    let manifest = manifest::read();
    for command in list(&manifest, "commands") {
        let groups = command.get("exactlyOneOf").and_then(Value::as_array);
        for group in groups.into_iter().flatten() {
            let names = group.as_array().unwrap().iter();
            let given = names.filter(|name| {
                let name = name.as_str().unwrap();
                assert!(!name.contains(['.', '[']), "{name} is no field of its own");
                command["example"].get(name).is_some()
            });
            assert_eq!(given.count(), 1, "{}: {group}", text(command, "name"));
        }
    }
}

/// They are said by the limits, which every reader of the manifest shows.
#[test]
fn no_description_repeats_a_limit_a_default_or_a_choice() {
    let manifest = manifest::read();
    let repeated: Vec<String> = rows(&manifest)
        .filter(|(_, row)| {
            let said = text(row, "description").to_lowercase();
            says_a_length(&said)
                || ["exactly one", "base64", "example:"]
                    .iter()
                    .any(|it| said.contains(it))
                || row.get("defaultValue").is_some() && said.contains("default:")
        })
        .map(|(command, row)| format!("{command}: {}", text(row, "description")))
        .collect();
    assert_eq!(repeated, NONE);
}

fn says_a_length(description: &str) -> bool {
    let words: Vec<&str> = description.split_whitespace().collect();
    words.windows(2).any(|pair| match pair {
        [number, unit] => {
            number.bytes().all(|byte| byte.is_ascii_digit()) && unit.starts_with("character")
        }
        _ => false,
    })
}
