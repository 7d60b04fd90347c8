//! `adapter.json`, read as far as these tests need it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

/// What a row says that a type can say too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// `string`, `integer`, `number`, `boolean`, `array` or `object`.
    pub kind: String,
    /// Absent where the table has no such column.
    pub required: Option<bool>,
    /// What a form needs beside the type.
    pub form: Form,
}

/// What is typed or chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// What the type says.
    Plain,
    /// Bytes, in base64.
    Base64,
    /// An object with one of several members.
    OneMember,
    /// One of these words.
    Words(BTreeSet<String>),
}

impl Form {
    fn of(row: &Value) -> Self {
        let words = row.get("allowedValues").and_then(Value::as_array);
        match (
            row.get("contentEncoding"),
            row.get("exactlyOneMember"),
            words,
        ) {
            (None, None, None) => Self::Plain,
            (Some(encoding), None, None) if encoding == "base64" => Self::Base64,
            (None, Some(Value::Bool(true)), None) => Self::OneMember,
            (None, None, Some(words)) => {
                let words = words.iter().map(|word| word.as_str().unwrap());
                Self::Words(words.map(str::to_owned).collect())
            }
            _ => panic!("what is {row}?"),
        }
    }
}

/// Rows by their name.
pub type Table = BTreeMap<String, Row>;

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
        let value = Row {
            kind: text(row, "type").to_owned(),
            required: row.get("isRequired").map(|flag| flag.as_bool().unwrap()),
            form: Form::of(row),
        };
        assert_eq!(table.insert(name.clone(), value), None, "{name} is twice");
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
