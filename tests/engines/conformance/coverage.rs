//! What the lists must hold, whatever comes of their cases.

use serde_json::{Value, json};
use uip_testkit::workspace;

use super::list::{LISTS, List};

fn lists() -> impl Iterator<Item = List> {
    LISTS.into_iter().map(List::read)
}

/// A command's name, and the names of the fields that a request can have.
fn commands(list: &List) -> Vec<(String, Vec<String>)> {
    let manifest = std::fs::read_to_string(list.manifest()).expect("a manifest");
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

/// Whether any case of a command reaches the carrier.
fn sends(cases: &[Value]) -> bool {
    let mut cases = cases.iter();
    cases.any(|case| case["sent"].as_array().is_some_and(|sent| !sent.is_empty()))
}

#[test]
fn each_case_has_a_name_of_its_own_and_says_what_must_come_of_it() {
    let mut names = std::collections::BTreeSet::new();
    for list in lists() {
        for (command, case) in list.cases() {
            let name = case["name"].as_str().expect("a name");
            assert!(names.insert(name.to_owned()), "{name} is there twice");
            assert!(case["response"]["status"].is_string(), "{name}");
            let is_notification = command == "processWebhook";
            assert_eq!(case["events"].is_array(), is_notification, "{name}");
            // Null, where no endpoint hands over such a request.
            let status = case.get("webhookStatus");
            assert_eq!(status.is_some(), is_notification, "{name}");
            assert_eq!(case["sent"].is_array(), !is_notification, "{name}");
        }
    }
}

#[test]
fn the_page_says_how_many_cases_there_are() {
    let page = workspace().join("engines/conformance/README.md");
    let text = std::fs::read_to_string(page).expect("the page");
    for list in lists() {
        let (cases, adapter) = (list.cases().count(), &list.adapter);
        assert!(
            text.contains(&format!("{cases} cases")),
            "{cases} of {adapter}"
        );
    }
}

#[test]
fn every_command_is_there_with_every_way_to_fail() {
    for list in lists() {
        for (command, _) in commands(&list) {
            let cases = list.of(&command);
            let ends_with = |failure: &Value| {
                let cases = cases.iter();
                cases
                    .filter(|case| case["response"]["failure"] == *failure)
                    .count()
            };
            assert!(ends_with(&Value::Null) >= 2, "{command}: successes");
            let mut failures = vec![json!("permanent-failure")];
            // What asks nobody fails for good, or not at all.
            if sends(cases) || command == "processWebhook" {
                failures.push(json!("temporary-failure"));
            }
            // What sends no message may be repeated, so nothing is left in doubt.
            if command.starts_with("sendMessage") {
                failures.push(json!("permanent-unknown-outcome"));
            }
            for failure in failures {
                assert!(ends_with(&failure) >= 1, "{command}: {failure}");
            }
        }
    }
}

#[test]
fn every_command_is_refused_before_anything_is_sent_and_by_the_carrier() {
    for list in lists() {
        for (command, _) in commands(&list) {
            if command == "processWebhook" {
                continue;
            }
            let cases = list.of(&command);
            let is_refused = |how: &dyn Fn(&Value) -> bool| {
                let mut cases = cases.iter();
                cases.any(|case| case["response"]["failure"] == "permanent-failure" && how(case))
            };
            assert!(is_refused(&|case| case["sent"] == json!([])), "{command}");
            let by_the_carrier = |case: &Value| case["response"]["details"].is_string();
            assert!(!sends(cases) || is_refused(&by_the_carrier), "{command}");
        }
    }
}

/// Commands that ask the carrier nothing: every other one has cases that do.
#[test]
fn only_these_commands_send_no_request() {
    for list in lists() {
        let silent = commands(&list).into_iter().map(|(command, _)| command);
        let silent: Vec<String> = silent.filter(|it| !sends(list.of(it))).collect();
        let expected: &[&str] = match list.adapter.as_str() {
            "whatsapp" => &["processWebhook"],
            _ => &["createChatLink", "processWebhook"],
        };
        assert_eq!(silent, expected, "{}", list.adapter);
    }
}

#[test]
fn every_field_of_every_request_stands_in_a_case() {
    for list in lists() {
        for (command, fields) in commands(&list) {
            let cases = list.of(&command);
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
