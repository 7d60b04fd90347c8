//! The contract is one that every engine can take.

use std::collections::BTreeSet;

use wit_parser::{Type, TypeDefKind};

use crate::contract::{self, Contract};
use crate::manifest::{self, list, text};

#[test]
fn contract_component_and_last_release_have_one_version() {
    let (manifest, wit) = (manifest::read(), contract::read());
    let version = wit.resolve.packages[wit.package].name.version.as_ref();
    let version = version.unwrap().to_string();
    assert_eq!(env!("CARGO_PKG_VERSION"), version);
    let last = list(&manifest, "releaseHistory").last().unwrap();
    assert_eq!(text(last, "version"), version);
}

#[test]
fn every_function_answers_a_result_and_takes_one_record() {
    let wit = contract::read();
    for (interface, parameter) in [("commands", "request"), ("events", "event")] {
        for function in wit.functions(interface) {
            let name = &function.name;
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
    for function in wit.functions("events") {
        let fields = wit.record(function.params[0].ty);
        for field in ["event-id", "payload"] {
            assert!(
                fields.contains(&(field.to_owned(), Type::String)),
                "{} has no {field}",
                function.name
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
