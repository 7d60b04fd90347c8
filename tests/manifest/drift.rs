//! The manifest says what the types say, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use heck::{ToLowerCamelCase, ToSnakeCase};
use serde_json::Value;
use wit_parser::{Type, TypeDefKind};

use crate::contract::{self, Contract};
use crate::manifest::{self, list, named, table, text};

/// What stands in one of the two only, or differs, each in a sentence.
fn differences<T: PartialEq + Debug>(
    wit: &BTreeMap<String, T>,
    manifest: &BTreeMap<String, T>,
) -> Vec<String> {
    let names: BTreeSet<&String> = wit.keys().chain(manifest.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| match (wit.get(name), manifest.get(name)) {
            (Some(there), Some(here)) if there == here => None,
            (Some(there), Some(here)) => Some(format!(
                "{name}: {there:?} in wit/, {here:?} in adapter.json"
            )),
            (Some(_), None) => Some(format!("{name}: in wit/ only")),
            (None, _) => Some(format!("{name}: in adapter.json only")),
        })
        .collect()
}

const NONE: [String; 0] = [];

fn names(values: &[Value]) -> BTreeSet<String> {
    values
        .iter()
        .map(|value| text(value, "name").to_owned())
        .collect()
}

#[test]
fn the_manifest_names_the_contract_and_its_version() {
    let (manifest, wit) = (manifest::read(), contract::read());
    let package = &wit.resolve.packages[wit.package];
    let name = &package.name;
    let version = name.version.as_ref().unwrap().to_string();
    assert!(package.worlds.contains_key("adapter"));
    assert_eq!(
        text(&manifest, "contract"),
        format!("{}:{}/adapter@{version}", name.namespace, name.name)
    );
    assert_eq!(text(&manifest, "name"), name.name);
    assert_eq!(text(&manifest, "version"), version);
    assert_eq!(env!("CARGO_PKG_VERSION"), version);
    let last = list(&manifest, "releaseHistory").last().unwrap();
    assert_eq!(text(last, "version"), version);
}

#[test]
fn properties_are_the_same_in_both() {
    let (manifest, wit) = (manifest::read(), contract::read());
    let manifest = table(&manifest, "properties");
    assert_eq!(differences(&wit.properties(), &manifest), NONE);
}

#[test]
fn commands_are_the_same_in_both() {
    let (manifest, wit) = (manifest::read(), contract::read());
    let wit: BTreeSet<String> = wit.commands().map(|(name, _)| name).collect();
    assert_eq!(names(list(&manifest, "commands")), wit);
}

#[test]
fn events_are_the_same_in_both() {
    let (manifest, wit) = (manifest::read(), contract::read());
    let wit: BTreeSet<String> = wit.events().map(|(name, _)| name).collect();
    assert_eq!(names(list(&manifest, "events")), wit);
}

#[test]
fn each_commands_request_is_the_same_in_both() {
    let (manifest, wit) = (manifest::read(), contract::read());
    for (name, function) in wit.commands() {
        let command = named(&manifest, "commands", &name);
        let found = differences(&wit.request(function), &table(command, "request"));
        assert_eq!(found, NONE, "request of {name}");
    }
}

#[test]
fn each_commands_response_is_the_same_in_both() {
    let (manifest, wit) = (manifest::read(), contract::read());
    for (name, function) in wit.commands() {
        let command = named(&manifest, "commands", &name);
        let found = differences(&wit.response(function), &table(command, "response"));
        assert_eq!(found, NONE, "response of {name}");
    }
}

#[test]
fn the_responses_name_every_kind_of_failure() {
    let (manifest, wit) = (manifest::read(), contract::read());
    for (row, ty) in [
        ("failure", "command-error"),
        ("category", "failure-category"),
    ] {
        let cases = wit.cases("types", ty);
        for command in list(&manifest, "commands") {
            let name = text(command, "name");
            let description = text(named(command, "response", row), "description");
            let words: BTreeSet<&str> = description
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                .collect();
            for case in &cases {
                // It calls nobody: nothing else can be wrong there.
                let expected = !(name == "processWebhook" && row == "category")
                    || ["webhook", "configuration"].contains(&case.as_str());
                assert_eq!(
                    words.contains(case.as_str()),
                    expected,
                    "{name}: {row}: {case}"
                );
            }
        }
    }
}

#[test]
fn every_function_answers_a_result_and_takes_one_record() {
    let wit = contract::read();
    for (interface, parameter) in [("commands", "request"), ("events", "event")] {
        for (name, function) in &wit.interface(interface).functions {
            let parameters: Vec<&str> = function.params.iter().map(|p| p.name.as_str()).collect();
            assert_eq!(parameters, [parameter], "{name}");
            wit.record(function.params[0].ty);
            assert!(wit.result(function).1.is_some(), "{name}");
        }
    }
    let get = &wit.interface("properties").functions["get"];
    assert!(get.params.is_empty());
    assert_eq!(
        wit.type_name(wit.result(get).0.unwrap()),
        Some("adapter-properties")
    );
}

#[test]
fn every_event_carries_its_id_and_its_payload() {
    let wit = contract::read();
    for (name, function) in wit.events() {
        let fields = wit.record(function.params[0].ty);
        for field in ["event-id", "payload"] {
            assert!(
                fields.contains(&(field.to_owned(), Type::String)),
                "{name} has no {field}"
            );
        }
    }
}

#[test]
fn the_contract_uses_only_types_that_every_engine_can_pass() {
    let Contract { resolve, package } = contract::read();
    for id in resolve.packages[package].interfaces.values() {
        for id in resolve.interfaces[*id].types.values() {
            let definition = &resolve.types[*id];
            assert!(
                matches!(
                    definition.kind,
                    TypeDefKind::Record(_)
                        | TypeDefKind::Variant(_)
                        | TypeDefKind::Enum(_)
                        | TypeDefKind::Type(_)
                ),
                "{:?} is a {}",
                definition.name,
                definition.kind.as_str()
            );
        }
    }
    for (_, definition) in &resolve.types {
        assert!(
            !matches!(
                definition.kind,
                TypeDefKind::Resource
                    | TypeDefKind::Handle(_)
                    | TypeDefKind::Future(_)
                    | TypeDefKind::Stream(_)
                    | TypeDefKind::Flags(_)
                    | TypeDefKind::Tuple(_)
                    | TypeDefKind::Map(..)
            ),
            "a {} is in the contract",
            definition.kind.as_str()
        );
    }
}

#[test]
fn an_adapter_imports_its_properties_and_events_and_exports_its_commands() {
    let wit = contract::read();
    let package = &wit.resolve.packages[wit.package];
    let with_functions = |world: &str, exports: bool| -> BTreeSet<String> {
        let world = &wit.resolve.worlds[package.worlds[world]];
        let items = if exports {
            &world.exports
        } else {
            &world.imports
        };
        items
            .values()
            .map(|item| match item {
                wit_parser::WorldItem::Interface { id, .. } => &wit.resolve.interfaces[*id],
                _ => panic!("a world holds interfaces only"),
            })
            .filter(|interface| !interface.functions.is_empty())
            .filter_map(|interface| interface.name.clone())
            .collect()
    };
    let set = |names: &[&str]| {
        names
            .iter()
            .map(ToString::to_string)
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        with_functions("adapter", false),
        set(&["events", "properties"])
    );
    assert_eq!(with_functions("adapter", true), set(&["commands"]));
    assert_eq!(with_functions("flow", false), set(&["commands"]));
    assert_eq!(with_functions("flow", true), set(&["events"]));
}

#[test]
fn the_names_of_both_follow_their_forms() {
    let manifest = manifest::read();
    for property in list(&manifest, "properties") {
        let name = text(property, "name");
        assert_eq!(name, name.to_lower_camel_case());
    }
    for event in list(&manifest, "events") {
        let name = text(event, "name");
        assert_eq!(name, name.to_snake_case());
    }
}
