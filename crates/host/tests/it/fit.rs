//! Manifest and component: each thing that one has and the other has not.

use serde_json::{Value, json};
use uip_host::{LoadError, Manifest, fit_mistakes};

use uip_testkit::tiny::{host, tiny_component, tiny_manifest};

fn manifest() -> Value {
    serde_json::from_str(&std::fs::read_to_string(tiny_manifest()).unwrap()).unwrap()
}

/// The mistakes after `change`.
fn mistakes(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut json = manifest();
    change(&mut json);
    let manifest = Manifest::from_json(&json.to_string()).unwrap();
    let component = std::fs::read(tiny_component()).unwrap();
    let mistakes = fit_mistakes(&host(), &component, &manifest).unwrap();
    mistakes.iter().map(ToString::to_string).collect()
}

fn remove(list: &mut Value, name: &str) {
    list.as_array_mut()
        .unwrap()
        .retain(|row| row["name"] != name);
}

fn row<'a>(list: &'a mut Value, name: &str) -> &'a mut Value {
    list.as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|row| row["name"] == name)
        .unwrap()
}

#[test]
fn the_tiny_manifest_is_valid_and_fits() {
    assert_eq!(mistakes(|_| ()), Vec::<String>::new());
}

#[test]
fn a_manifest_survives_being_read_and_written() {
    let text = std::fs::read_to_string(tiny_manifest()).unwrap();
    let read = Manifest::from_json(&text).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), manifest());
}

#[test]
fn properties_are_compared_in_both_directions() {
    let found = mistakes(|json| {
        let properties = &mut json["properties"];
        remove(properties, "loud");
        row(properties, "greeting")["name"] = json!("greetings");
        row(properties, "accessKey")["isRequired"] = json!(false);
        row(properties, "repeat")["type"] = json!("string");
        row(properties, "repeat")["isRequired"] = json!(true);
        row(properties, "repeat")["defaultValue"] = json!(9);
    });
    assert_eq!(
        found,
        [
            "property accessKey: optional in the manifest, but required in the component",
            "property greetings: in the manifest, but not in the component",
            "property repeat: required in the manifest, but optional in the component",
            "property repeat: `string` in the manifest, but `integer` in the component",
            "property greeting: in the component, but not in the manifest",
            "property loud: in the component, but not in the manifest",
            "property repeat: its default value is too large: 9, the greatest is 3",
        ]
    );
}

#[test]
fn commands_and_their_fields_are_compared_in_both_directions() {
    let found = mistakes(|json| {
        let commands = &mut json["commands"];
        remove(commands, "sayWord");
        row(commands, "greet")["name"] = json!("great");
        let echo = row(commands, "echo");
        remove(&mut echo["request"], "text");
        row(&mut echo["request"], "maybe")["isRequired"] = json!(true);
        row(&mut echo["request"], "color")["type"] = json!("object");
        row(&mut echo["request"], "bytes")["type"] = json!("array");
        row(&mut echo["response"], "large")["type"] = json!("number");
        row(&mut echo["response"], "status")["name"] = json!("state");
        remove(&mut echo["response"], "words");
    });
    assert_eq!(
        found,
        [
            "command echo: request bytes: `array` in the manifest, but `string` in the component",
            "command echo: request color: `object` in the manifest, but `string` in the component",
            "command echo: request maybe: required in the manifest, but optional in the component",
            "command echo: request text: in the component, but not in the manifest",
            "command echo: response state: in the manifest, but not in the component",
            "command echo: response large: `number` in the manifest, but `integer` in the component",
            "command echo: response status: missing in the manifest: every response has it",
            "command echo: response words: in the component, but not in the manifest",
            "command great: in the manifest, but not in the component",
            "command greet: in the component, but not in the manifest",
            "command sayWord: in the component, but not in the manifest",
        ]
    );
}

#[test]
fn rows_for_places_within_a_value_are_documentation() {
    let found = mistakes(|json| {
        let echo = row(&mut json["commands"], "echo");
        row(&mut echo["request"], "shape.circle")["name"] = json!("shapes[0].circle");
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn events_and_the_package_are_compared() {
    let found = mistakes(|json| {
        json["contract"] = json!("acme:tiny/adapter@0.2.0");
        row(&mut json["events"], "word_said")["name"] = json!("word_spoken");
    });
    assert_eq!(
        found,
        [
            "contract: the manifest says `acme:tiny@0.2.0`, the component is of `acme:tiny@0.1.0`",
            "event word_spoken: in the manifest, but not in the component",
            "event word_said: in the component, but not in the manifest",
        ]
    );
}

#[test]
fn a_manifest_that_does_not_fit_is_not_loaded() {
    let mut json = manifest();
    remove(&mut json["events"], "word_said");
    let manifest = Manifest::from_json(&json.to_string()).unwrap();
    let component = std::fs::read(tiny_component()).unwrap();
    match uip_host::Adapter::new(&host(), &component, manifest) {
        Err(LoadError::Fit(mistakes)) => assert_eq!(
            mistakes.to_string(),
            "event word_said: in the component, but not in the manifest"
        ),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_later_version_may_state_is_known_already() {
    let mut json = manifest();
    json["commands"][1]["request"][0]["allowedValues"] = json!(["Ada", "Bob"]);
    json["commands"][1]["request"][0]["minimumLength"] = json!(1);
    let read = Manifest::from_json(&json.to_string()).unwrap();
    assert_eq!(
        read.commands[1].request[0].limits.allowed_values,
        Some(vec![json!("Ada"), json!("Bob")])
    );
}

#[test]
fn an_example_that_would_be_refused_is_a_mistake() {
    let with_example =
        |example: Value| mistakes(|json| row(&mut json["commands"], "fail")["example"] = example);
    assert_eq!(
        with_example(json!({ "as": "plain", "text": "no" })),
        Vec::<String>::new()
    );
    assert_eq!(
        with_example(json!({ "as": true, "text": "", "more": true })),
        [
            "command fail: example text: too short: 0 characters, at least 1 are needed",
            "command fail: example more: unknown; known: as, text, leak",
            "command fail: example as: expected a string, got true",
        ]
    );
}
