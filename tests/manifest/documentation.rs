//! `wit/` alone documents how to use the adapter.

use wit_parser::{Docs, TypeDefKind};

use crate::contract;

#[test]
fn every_part_of_the_contract_is_documented() {
    let wit = contract::read();
    let package = &wit.resolve.packages[wit.package];
    let mut silent = Vec::new();
    let mut check = |docs: &Docs, name: String| {
        if docs
            .contents
            .as_deref()
            .is_none_or(|text| text.trim().is_empty())
        {
            silent.push(name);
        }
    };
    for (name, id) in &package.worlds {
        check(&wit.resolve.worlds[*id].docs, format!("world {name}"));
    }
    for (interface, id) in &package.interfaces {
        let definition = &wit.resolve.interfaces[*id];
        check(&definition.docs, format!("interface {interface}"));
        for (name, function) in &definition.functions {
            check(&function.docs, format!("{interface}.{name}"));
        }
        for (name, id) in &definition.types {
            let ty = &wit.resolve.types[*id];
            if !matches!(ty.kind, TypeDefKind::Type(_)) {
                check(&ty.docs, format!("{interface}.{name}"));
            }
            for (member, docs) in members(&ty.kind) {
                check(docs, format!("{interface}.{name}.{member}"));
            }
        }
    }
    assert_eq!(silent, [] as [String; 0]);
}

fn members(kind: &TypeDefKind) -> Vec<(&str, &Docs)> {
    match kind {
        TypeDefKind::Record(record) => {
            let fields = record.fields.iter();
            fields
                .map(|field| (field.name.as_str(), &field.docs))
                .collect()
        }
        TypeDefKind::Variant(variant) => {
            let cases = variant.cases.iter();
            cases.map(|case| (case.name.as_str(), &case.docs)).collect()
        }
        TypeDefKind::Enum(choice) => {
            let cases = choice.cases.iter();
            cases.map(|case| (case.name.as_str(), &case.docs)).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn every_command_says_whether_it_is_safe_to_repeat() {
    let wit = contract::read();
    for function in wit.functions("commands") {
        let docs = function.docs.contents.as_deref().unwrap();
        assert!(docs.contains("afe to repeat"), "{}", function.name);
    }
}
