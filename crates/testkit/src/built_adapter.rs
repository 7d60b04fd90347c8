//! An adapter as its users run it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::build::{adapter, uip};

/// The built component of an adapter, run by the command `uip` with the adapter's
/// manifest.
#[derive(Debug)]
pub struct BuiltAdapter {
    component: PathBuf,
    manifest: PathBuf,
    properties: Vec<String>,
}

impl BuiltAdapter {
    /// Builds the package in `folder`, which contains its `adapter.json`.
    /// `properties` apply to every call, each as `name=value`.
    ///
    /// # Panics
    /// When it cannot be built; the message says what is missing.
    pub fn of(folder: &Path, properties: &[&str]) -> Self {
        Self {
            component: adapter(folder),
            manifest: folder.join("adapter.json"),
            properties: properties.iter().map(|&it| it.to_owned()).collect(),
        }
    }

    /// Runs `uip` with these arguments. Returns each line that it prints: the events,
    /// and then the response.
    ///
    /// # Panics
    /// When it prints nothing, or something that is not JSON.
    pub fn uip(&self, arguments: &[&str]) -> Vec<Value> {
        let mut command = Command::new(uip());
        command.arg("--component").arg(&self.component);
        command.arg("--manifest").arg(&self.manifest);
        let cache = self.component.with_file_name("compiled");
        command.arg("--cache-dir").arg(cache).args(arguments);
        for property in &self.properties {
            command.args(["--property", property]);
        }
        let output = command.output().expect("uip can be started");
        let lines = String::from_utf8_lossy(&output.stdout);
        let why = String::from_utf8_lossy(&output.stderr);
        assert!(!lines.is_empty(), "{why}");
        let read = |line| serde_json::from_str(line).expect("a line of JSON");
        lines.lines().map(read).collect()
    }

    /// Calls a command of an instance whose service is at this base URL, with these
    /// fields, each as `name=value`. Returns the response.
    ///
    /// # Panics
    /// As [`uip`](Self::uip).
    pub fn call(&self, service: &str, command: &str, fields: &[&str]) -> Value {
        let url = format!("apiBaseUrl={service}");
        let mut arguments = vec!["call", command, "--property", &url];
        for field in fields {
            arguments.extend(["--set", field]);
        }
        self.uip(&arguments).remove(0)
    }
}
