use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;
use uip_host::config::AdapterConfig;
use uip_host::manifest::{Manifest, schema_mistakes};
use uip_host::{Host, InstanceBuilder, fit_mistakes};

use crate::adapters;
use crate::args::{Check, Common};
use crate::failure::Failure;
use crate::values;

/// Looks at everything that a call needs, and goes on after a mistake.
pub fn check(common: &Common, args: &Check) -> Result<ExitCode, Failure> {
    let config = adapters::config(common)?;
    let properties = values::read_properties(&args.properties).map_err(Failure::Usage)?;
    if config.adapters.is_empty() {
        return Err(Failure::usage("the configuration has no adapter"));
    }
    let host = adapters::host(common)?;
    let mut mistakes = Vec::new();
    for adapter in &config.adapters {
        let mut report = Report {
            adapter,
            mistakes: &mut mistakes,
        };
        report.check(&host, &properties);
    }
    if mistakes.is_empty() {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(Failure::Usage(mistakes))
    }
}

struct Report<'a> {
    adapter: &'a AdapterConfig,
    mistakes: &'a mut Vec<String>,
}

impl Report<'_> {
    fn fine(&self, what: &str) {
        println!("ok: {}: {what}", self.adapter.name);
    }

    fn wrong(&mut self, problem: impl std::fmt::Display) {
        self.mistakes
            .push(format!("{}: {problem}", self.adapter.name));
    }

    fn check(&mut self, host: &Host, properties: &[(String, String)]) {
        let Some(manifest) = self.manifest() else {
            return;
        };
        if self.adapter.component.as_os_str().is_empty() {
            return;
        }
        if !self.fits(host, &manifest) {
            return;
        }
        let adapter = match self.adapter.load(host) {
            Ok(adapter) => adapter,
            Err(error) => return self.wrong(error),
        };
        let built = self
            .adapter
            .configure(&adapter, properties)
            .and_then(InstanceBuilder::build);
        match built {
            Ok(instance) => {
                self.fine("the properties are complete and within their limits");
                let hosts: Vec<String> = instance
                    .allowed_hosts()
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                if hosts.is_empty() {
                    self.fine("requests may go nowhere");
                } else {
                    self.fine(&format!("requests may go to {}", hosts.join(", ")));
                }
            }
            Err(mistakes) => {
                for mistake in &mistakes {
                    self.wrong(format!("property {mistake}"));
                }
            }
        }
    }

    /// The manifest, when it is valid by its schema.
    fn manifest(&mut self) -> Option<Manifest> {
        let path = &self.adapter.manifest;
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                self.wrong(format!("manifest: cannot read {}: {error}", path.display()));
                return None;
            }
        };
        let json: Value = match serde_json::from_str(&text) {
            Ok(json) => json,
            Err(error) => {
                self.wrong(format!("manifest: {} is not JSON: {error}", path.display()));
                return None;
            }
        };
        let mistakes = schema_mistakes(&json);
        for mistake in &mistakes {
            self.wrong(format!("manifest {mistake}"));
        }
        match Manifest::from_json(&text) {
            Ok(manifest) if mistakes.is_empty() => {
                self.fine(&format!(
                    "the manifest is valid: {} {}, {} properties, {} commands, {} events",
                    manifest.name,
                    manifest.version,
                    manifest.properties.len(),
                    manifest.commands.len(),
                    manifest.events.len()
                ));
                Some(manifest)
            }
            // What is wrong has been said already.
            Ok(_) => None,
            Err(error) => {
                if mistakes.is_empty() {
                    self.wrong(format!("manifest: {error}"));
                }
                None
            }
        }
    }

    fn fits(&mut self, host: &Host, manifest: &Manifest) -> bool {
        let path: &Path = &self.adapter.component;
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.wrong(format!(
                    "component: cannot read {}: {error}",
                    path.display()
                ));
                return false;
            }
        };
        match fit_mistakes(host, &bytes, manifest) {
            Ok(mistakes) if mistakes.is_empty() => {
                self.fine(&format!(
                    "the component fits the manifest: {}",
                    manifest.contract
                ));
                true
            }
            Ok(mistakes) => {
                for mistake in &mistakes {
                    self.wrong(mistake);
                }
                false
            }
            Err(error) => {
                self.wrong(format!("component: {error}"));
                false
            }
        }
    }
}
