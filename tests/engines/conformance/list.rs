//! The conformance list of an adapter as files: `setup.json`, and one file of
//! cases for each command.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uip_testkit::{composed, workspace};

/// The folders of the lists.
pub const LISTS: [&str; 2] = ["whatsapp", "twilio"];

/// The whole list of an adapter.
pub struct List {
    folder: PathBuf,
    /// The adapter's name, which its component's file has too.
    pub adapter: String,
    /// What begins the names of its environment variables.
    pub environment: String,
    /// The folder with its `adapter.json`.
    sources: PathBuf,
    /// How a webhook endpoint gets a notification.
    pub webhook: Webhook,
    properties: Map<String, Value>,
    /// By command.
    cases: BTreeMap<String, Vec<Value>>,
}

fn json(path: &Path) -> Value {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Which fields of `processWebhook` a webhook endpoint fills, and with what.
#[derive(Deserialize)]
pub struct Webhook {
    /// The field with the body.
    pub body: String,
    /// The header whose value the field `signature` has.
    pub signature: String,
    /// The property with the key of signatures: without it an endpoint takes nothing.
    pub key: String,
}

impl List {
    /// Reads every file of the list in this folder.
    pub fn read(folder: &str) -> Self {
        let folder = workspace().join("engines/conformance").join(folder);
        let setup = json(&folder.join("setup.json"));
        let text = |name: &str| setup[name].as_str().expect("text").to_owned();
        let files = std::fs::read_dir(folder.join("cases")).expect("a folder of cases");
        let cases = files.map(|file| {
            let path = file.expect("a file").path();
            let command = path.file_stem().expect("a name").to_string_lossy();
            let cases = json(&path).as_array().expect("a list of cases").clone();
            (command.into_owned(), cases)
        });
        Self {
            adapter: text("adapter"),
            environment: text("environment"),
            sources: workspace().join(text("sources")),
            webhook: Webhook::deserialize(&setup["webhook"]).expect("fields"),
            properties: setup["properties"].as_object().expect("properties").clone(),
            cases: cases.collect(),
            folder,
        }
    }

    /// The adapter's component.
    pub fn component(&self) -> PathBuf {
        composed(&format!("{}.wasm", self.adapter))
    }

    /// The environment variable of a property.
    pub fn variable(&self, name: &str) -> String {
        let name = heck::AsShoutySnakeCase(name);
        format!("{}_{name}", self.environment)
    }

    /// The full name of an interface of the adapter's own package, such as
    /// `uip:whatsapp/commands@2.1.0`.
    pub fn interface(&self, name: &str) -> String {
        let manifest = json(&self.manifest());
        let world = manifest["contract"].as_str().expect("a world");
        world.replace("/adapter@", &format!("/{name}@"))
    }

    /// The adapter's manifest.
    pub fn manifest(&self) -> PathBuf {
        self.sources.join("adapter.json")
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
            let path = self.folder.join("cases").join(format!("{command}.json"));
            std::fs::write(path, text).expect("the list can be written");
        }
    }
}
