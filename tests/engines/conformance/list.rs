//! The conformance list as files: `setup.json`, and one file of cases for each
//! command.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value};
use uip_testkit::workspace;

/// The whole list.
pub struct List {
    properties: Map<String, Value>,
    /// By command.
    cases: BTreeMap<String, Vec<Value>>,
}

fn folder() -> PathBuf {
    workspace().join("engines/conformance/whatsapp")
}

fn json(path: &Path) -> Value {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl List {
    /// Reads every file.
    pub fn read() -> Self {
        let setup = json(&folder().join("setup.json"));
        let files = std::fs::read_dir(folder().join("cases")).expect("a folder of cases");
        let cases = files.map(|file| {
            let path = file.expect("a file").path();
            let command = path.file_stem().expect("a name").to_string_lossy();
            let cases = json(&path).as_array().expect("a list of cases").clone();
            (command.into_owned(), cases)
        });
        Self {
            properties: setup["properties"].as_object().expect("properties").clone(),
            cases: cases.collect(),
        }
    }

    /// The properties of every case that does not say otherwise.
    pub fn properties(&self) -> &Map<String, Value> {
        &self.properties
    }

    /// The cases, each with its command.
    pub fn cases(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.cases
            .iter()
            .flat_map(|(command, cases)| cases.iter().map(|case| (command.as_str(), case)))
    }

    /// The cases to change, each with its command.
    pub fn cases_mut(&mut self) -> impl Iterator<Item = (&str, &mut Value)> {
        self.cases
            .iter_mut()
            .flat_map(|(command, cases)| cases.iter_mut().map(|case| (command.as_str(), case)))
    }

    /// The cases of one command.
    pub fn of(&self, command: &str) -> &[Value] {
        self.cases.get(command).map_or(&[], Vec::as_slice)
    }

    /// Writes the files of cases.
    pub fn write(&self) {
        for (command, cases) in &self.cases {
            let mut text = Vec::new();
            let mut pretty = serde_json::Serializer::with_formatter(
                &mut text,
                serde_json::ser::PrettyFormatter::with_indent(b" "),
            );
            cases.serialize(&mut pretty).expect("JSON");
            text.push(b'\n');
            let path = folder().join("cases").join(format!("{command}.json"));
            std::fs::write(path, text).expect("the list can be written");
        }
    }
}
