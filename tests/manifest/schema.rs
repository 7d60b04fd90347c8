//! The manifest is one that any host takes.

use serde_json::{Map, Value, json};
use uip_host::Manifest;

use crate::manifest::{self, root, text};

fn schema() -> Value {
    let path = root().join(text(&manifest::read(), "$schema"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_manifest_is_valid_against_the_schema_it_names() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let manifest = manifest::read();
    let errors: Vec<String> = validator
        .iter_errors(&manifest)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, [] as [String; 0]);
}

/// Each way to break a value, at a pointer into `adapter.json`.
fn breaks() -> Vec<(&'static str, Value)> {
    let names = ["", "a b", "1a", "-a"];
    let places = ["", "a..b", "a[", "a[x]", "[0]", "a[0]b", "é"];
    let mut breaks: Vec<(&str, Value)> = Vec::new();
    let mut each = |pointer, values: &[Value]| {
        breaks.extend(values.iter().map(|value| (pointer, value.clone())));
    };
    let texts = |texts: &[&str]| -> Vec<Value> { texts.iter().map(|it| json!(it)).collect() };
    let not_text = [json!(1), json!(null), json!([])];
    let not_true_or_false = [json!("yes"), json!(0), json!(null)];
    let not_lists = [json!({}), json!("x"), json!([1]), json!(null)];
    let not_lines = [json!(""), json!("a\nb"), json!(7)];
    let not_lists_of_places = [json!([]), json!(["a", "a"]), json!(["a..b"]), json!("a")];
    each("/name", &texts(&names));
    each("/display", &not_lines);
    each("/description", &[json!(""), json!(1)]);
    each(
        "/version",
        &texts(&["1", "1.0", "1.0.0-", "v1.0.0", "1.0.0 "]),
    );
    each(
        "/contract",
        &texts(&["a", "a:b", "A:b/c", "a:b/c@1", "a:b/c@"]),
    );
    each("/$schema", &not_text);
    each(
        "/outgoingHosts",
        &[json!([1]), json!(["https://a/b"]), json!(["a b"])],
    );
    each("/checkCommand", &texts(&names));
    for list in ["/properties", "/commands", "/events", "/releaseHistory"] {
        each(list, &not_lists);
    }
    each("/properties/0/isRequired", &not_true_or_false);
    each("/properties/0/isSecret", &not_true_or_false);
    each("/properties/0/comments", &[json!(""), json!(1)]);
    each("/properties/0/type", &[json!("text"), json!(1)]);
    each("/properties/0/maximumValue", &[json!("1"), json!(null)]);
    each("/properties/0/eventPaths", &not_lists_of_places);
    let field = "/commands/0/request/0";
    let of_field = |name: &str| -> &'static str {
        // A handful, for the length of one test.
        Box::leak(format!("{field}/{name}").into_boxed_str())
    };
    each(of_field("name"), &texts(&places));
    each(of_field("isSecret"), &not_true_or_false);
    each(
        of_field("minimumLength"),
        &[json!(-1), json!(1.5), json!("1")],
    );
    each(
        of_field("allowedValues"),
        &[json!([]), json!(["a", "a"]), json!("a")],
    );
    each(of_field("contentEncoding"), &[json!("hex"), json!(1)]);
    each(of_field("exactlyOneMember"), &not_true_or_false);
    each(of_field("excludes"), &not_lists_of_places);
    each(
        "/commands/0/exactlyOneOf",
        &[json!([]), json!([["a"]]), json!([["a", "a"]]), json!(["a"])],
    );
    each("/commands/0/example", &[json!([]), json!("x")]);
    each("/commands/0/response/0/allowedValues", &[json!([])]);
    each("/events/0/orderBy", &not_lists_of_places);
    each(
        "/events/0/properties/0/payloadTypes",
        &[json!([]), json!(["text"])],
    );
    each(
        "/releaseHistory/0/date",
        &texts(&["soon", "2026-1-1", "2026/01/01"]),
    );
    each("/releaseHistory/0/tracking", &not_text);
    breaks
}

/// What is at a pointer, in an object.
fn member<'v>(manifest: &'v mut Value, pointer: &str) -> (&'v mut Map<String, Value>, String) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = manifest.pointer_mut(parent).unwrap();
    (parent.as_object_mut().unwrap(), name.to_owned())
}

/// Whether the reader takes the form of a manifest. What it says of names that
/// refer to nothing is not the schema's to say: its path is no JSON Pointer.
fn is_read(manifest: &Value) -> Result<(), String> {
    match Manifest::from_value(manifest) {
        Err(mistakes) if mistakes.iter().any(|it| it.path.starts_with('/')) => {
            Err(mistakes.to_string())
        }
        _ => Ok(()),
    }
}

#[test]
fn schema_and_reader_refuse_the_same_values() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for (pointer, value) in breaks() {
        let mut manifest = manifest::read();
        let (object, name) = member(&mut manifest, pointer);
        object.insert(name, value.clone());
        assert!(!validator.is_valid(&manifest), "schema: {pointer}: {value}");
        let told = is_read(&manifest).expect_err(&format!("reader: {pointer}: {value}"));
        assert!(told.contains(pointer), "{pointer}: {value}: {told}");
    }
}

#[test]
fn schema_and_reader_need_the_same_members_and_know_no_others() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for place in [
        "",
        "/properties/0",
        "/commands/0",
        "/commands/0/request/0",
        "/commands/0/response/0",
        "/events/0",
        "/events/0/properties/0",
        "/releaseHistory/0",
    ] {
        let object = manifest::read().pointer(place).unwrap().clone();
        for name in object.as_object().unwrap().keys() {
            let mut manifest = manifest::read();
            member(&mut manifest, &format!("{place}/{name}"))
                .0
                .remove(name);
            let is_read = is_read(&manifest).is_ok();
            assert_eq!(validator.is_valid(&manifest), is_read, "{place}/{name}");
        }
        let mut manifest = manifest::read();
        let (object, name) = member(&mut manifest, &format!("{place}/extra"));
        object.insert(name, json!(1));
        assert!(!validator.is_valid(&manifest), "{place}");
        assert!(is_read(&manifest).is_err(), "{place}");
    }
}

#[test]
fn schema_and_reader_take_what_a_manifest_may_say() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for (pointer, value) in [
        ("/version", json!("1.0.0-rc.1+7")),
        ("/contract", json!("a:b/c")),
        (
            "/outgoingHosts",
            json!(["https://a.example", "b.example:8443"]),
        ),
        ("/properties/0/maximumValue", json!(1.5)),
        ("/properties/0/maximumLength", json!(3.0)),
        ("/properties/0/defaultValue", json!(null)),
        ("/commands/0/request/0/name", json!("a_b[0][1].c-d")),
        ("/events/0/orderBy", json!(["messages[0].from"])),
        ("/releaseHistory/0/date", json!("")),
    ] {
        let mut manifest = manifest::read();
        let (object, name) = member(&mut manifest, pointer);
        object.insert(name, value);
        assert!(validator.is_valid(&manifest), "{pointer}");
        assert_eq!(is_read(&manifest), Ok(()), "{pointer}");
    }
}
