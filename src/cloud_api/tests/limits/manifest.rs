//! A designer reads the same limits in `adapter.json`.

use serde_json::Value;

use super::counts::COUNTS;
use super::texts::TEXTS;

/// The row of a command's request in the manifest. An error leaves out which
/// of a template's buttons it is about.
fn row<'a>(manifest: &'a Value, command: &str, field: &str) -> &'a Value {
    let name = field.replace("buttons.value", "buttons[0].value");
    let named = |list: &'a Value, name: &str| {
        let mut rows = list.as_array().unwrap().iter();
        rows.find(|row| row["name"] == name)
            .unwrap_or_else(|| panic!("{command} has no {name}"))
    };
    let command = named(&manifest["commands"], command);
    named(&command["request"], &name)
}

fn manifest() -> Value {
    serde_json::from_str(include_str!("../../../../adapter.json")).unwrap()
}

/// Where a flow of UIP's may be given a longer text, the manifest leaves the
/// refusal to the adapter, and tells the limit in words.
#[test]
fn every_length_stands_in_the_manifest() {
    let manifest = manifest();
    for limit in TEXTS {
        let row = row(&manifest, limit.command, limit.field);
        let (command, field, most) = (limit.command, limit.field, limit.most);
        if let Some(stated) = row.get("maximumLength") {
            assert_eq!(*stated, most, "{command} {field}");
        } else {
            let words = row["description"].as_str().unwrap();
            assert!(
                words.contains(&most.to_string()),
                "{command} {field}: {words}"
            );
        }
    }
}

#[test]
fn every_number_of_entries_stands_in_the_manifest() {
    let manifest = manifest();
    for limit in COUNTS {
        let row = row(&manifest, limit.command, limit.field);
        assert_eq!(row["maximumLength"], limit.most, "{}", limit.field);
        if let Some(least) = row.get("minimumLength") {
            assert_eq!(*least, limit.least, "{}", limit.field);
        }
    }
}
