use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::Result;
use sha2::{Digest as _, Sha256};
use wac_graph::types::{ItemKind, Package, Type, Types};

/// Name, bytes, SHA-256, imports and exports, separated by tabs.
///
/// # Errors
/// It is not a component.
pub fn of(name: &str, component: &[u8]) -> Result<String> {
    let mut types = Types::new();
    let package = Package::from_bytes("part:whole", None, component.to_vec(), &mut types)?;
    let world = &types[package.ty()];
    Ok([
        name.to_owned(),
        component.len().to_string(),
        hexadecimal(&Sha256::digest(component)),
        interfaces(&world.imports, &types),
        interfaces(&world.exports, &types),
    ]
    .join("\t"))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The interfaces, but of WASI only its packages. An interface that holds
/// types alone is left out: there is nothing to implement.
fn interfaces<'a>(
    items: impl IntoIterator<Item = (&'a String, &'a ItemKind)>,
    types: &Types,
) -> String {
    let names: BTreeSet<&str> = items
        .into_iter()
        .filter(|(_, kind)| !holds_types_alone(**kind, types))
        .map(|(name, _)| match name.split_once('/') {
            Some((package, _)) if package.starts_with("wasi:") => package,
            _ => name.split('@').next().unwrap_or(name),
        })
        .collect();
    names.into_iter().collect::<Vec<_>>().join(" ")
}

fn holds_types_alone(kind: ItemKind, types: &Types) -> bool {
    let ItemKind::Instance(interface) = kind else {
        return false;
    };
    types[interface]
        .exports
        .values()
        .all(|item| matches!(item, ItemKind::Type(kind) if !matches!(kind, Type::Resource(_))))
}
