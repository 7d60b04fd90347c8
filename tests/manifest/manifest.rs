//! `adapter.json`, read as far as these tests need it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The types of rows, by their name.
pub type Table = BTreeMap<String, String>;

/// The folder that holds `adapter.json` and `wit/`.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The whole manifest.
pub fn read() -> Value {
    let text = std::fs::read_to_string(root().join("adapter.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The member `key` of `parent`, an array of objects with a name, as a table.
/// A name that occurs twice is a mistake in the manifest.
pub fn table(parent: &Value, key: &str) -> Table {
    let mut table = Table::new();
    for row in list(parent, key) {
        let name = text(row, "name").to_owned();
        let kind = text(row, "type").to_owned();
        assert_eq!(table.insert(name.clone(), kind), None, "{name} is twice");
    }
    table
}

/// The member `key` of `parent`: an array.
pub fn list<'a>(parent: &'a Value, key: &str) -> &'a [Value] {
    parent[key].as_array().map(Vec::as_slice).unwrap()
}

/// The member `key` of `parent`: a text.
pub fn text<'a>(parent: &'a Value, key: &str) -> &'a str {
    parent[key]
        .as_str()
        .unwrap_or_else(|| panic!("no text `{key}` in {parent}"))
}

/// The entry of `parent[key]` with this name.
pub fn named<'a>(parent: &'a Value, key: &str, name: &str) -> &'a Value {
    list(parent, key)
        .iter()
        .find(|entry| text(entry, "name") == name)
        .unwrap_or_else(|| panic!("no `{name}` in `{key}`"))
}
