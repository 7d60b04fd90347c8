//! The manifest is one that any host takes.

use serde_json::Value;

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

#[test]
fn the_schema_refuses_a_manifest_without_a_name_or_with_a_strange_type() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let mut nameless = manifest::read();
    nameless.as_object_mut().unwrap().remove("name");
    assert!(!validator.is_valid(&nameless));

    let mut strange = manifest::read();
    strange["commands"][0]["request"][0]["type"] = "number of sheep".into();
    assert!(!validator.is_valid(&strange));
}
