//! What the list must hold, whatever comes of its cases.

use serde_json::{Value, json};
use uip_testkit::workspace;

use super::list::List;

/// A command's name, and the names of the fields that a request can have.
fn commands() -> Vec<(String, Vec<String>)> {
    let manifest = std::fs::read_to_string(workspace().join("adapter.json")).expect("a manifest");
    let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    let name = |row: &Value| row["name"].as_str().expect("a name").to_owned();
    let commands = manifest["commands"].as_array().expect("commands").iter();
    commands
        .map(|command| {
            let fields = command["request"].as_array().expect("fields");
            (name(command), fields.iter().map(name).collect())
        })
        .collect()
}

fn cases_of(command: &str) -> Vec<Value> {
    List::read().of(command).to_vec()
}

#[test]
fn each_case_has_a_name_of_its_own_and_says_what_must_come_of_it() {
    let mut names = std::collections::BTreeSet::new();
    let list = List::read();
    for (command, case) in list.cases() {
        let name = case["name"].as_str().expect("a name");
        assert!(names.insert(name), "{name} is there twice");
        assert!(case["response"]["status"].is_string(), "{name}");
        let is_notification = command == "processWebhook";
        assert_eq!(case["events"].is_array(), is_notification, "{name}");
        assert_eq!(case["webhookStatus"].is_u64(), is_notification, "{name}");
        assert_eq!(case["sent"].is_array(), !is_notification, "{name}");
    }
}

#[test]
fn every_engines_page_says_how_many_cases_there_are() {
    let cases = List::read().cases().count();
    for page in ["conformance", "node", "obelisk", "python", "wasmtime"] {
        let path = workspace().join("engines").join(page).join("README.md");
        let text = std::fs::read_to_string(path).expect("a page");
        assert!(text.contains(&format!("{cases} cases")), "{page}: {cases}");
    }
}

#[test]
fn every_command_is_there_with_every_way_to_fail() {
    for (command, _) in commands() {
        let cases = cases_of(&command);
        let ends_with = |failure: &Value| {
            let cases = cases.iter();
            cases
                .filter(|case| case["response"]["failure"] == *failure)
                .count()
        };
        assert!(ends_with(&Value::Null) >= 2, "{command}: successes");
        let mut failures = vec![json!("permanent-failure"), json!("temporary-failure")];
        // What sends no message may be repeated, so nothing is left in doubt.
        if command.starts_with("sendMessage") {
            failures.push(json!("permanent-unknown-outcome"));
        }
        for failure in failures {
            assert!(ends_with(&failure) >= 1, "{command}: {failure}");
        }
    }
}

#[test]
fn every_command_is_refused_before_anything_is_sent_and_by_whatsapp() {
    for (command, _) in commands() {
        if command == "processWebhook" {
            continue;
        }
        let cases = cases_of(&command);
        let is_refused = |how: &dyn Fn(&Value) -> bool| {
            let mut cases = cases.iter();
            cases.any(|case| case["response"]["failure"] == "permanent-failure" && how(case))
        };
        assert!(is_refused(&|case| case["sent"] == json!([])), "{command}");
        let by_whatsapp = |case: &Value| case["response"]["details"].is_string();
        assert!(is_refused(&by_whatsapp), "{command}");
    }
}

#[test]
fn every_field_of_every_request_stands_in_a_case() {
    for (command, fields) in commands() {
        let cases = cases_of(&command);
        for field in fields {
            // A card has what the template around it has.
            let places = [Some(field.as_str()), field.strip_prefix("cards[0].")];
            let stands = places.into_iter().flatten().any(|place| {
                let steps: Vec<&str> = place.split('.').collect();
                cases.iter().any(|case| has(&case["request"], &steps))
            });
            assert!(stands, "{command}: no case has {field}");
        }
    }
}

/// Whether there is anything at this place; `name[0]` is any item of `name`.
fn has(json: &Value, steps: &[&str]) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return !json.is_null();
    };
    match step.strip_suffix("[0]") {
        Some(name) => {
            let mut items = json[name].as_array().into_iter().flatten();
            items.any(|item| has(item, rest))
        }
        None => has(&json[*step], rest),
    }
}
