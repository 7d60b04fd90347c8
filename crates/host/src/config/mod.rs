//! `uip.toml`: which adapters there are, and how they are configured.

mod file;
mod proxy;
mod read;

use std::path::{Path, PathBuf};
use std::time::Duration;

use uip_contract::AllowedHosts;

pub use file::ConfigFile;
pub use uip_contract::config::PropertySource;

use crate::adapter::{Adapter, LoadError};
use crate::engine::Host;
use crate::instance::InstanceBuilder;
use crate::types::{Mistake, Mistakes};

/// The name of the configuration file that is looked for in the current
/// directory.
pub const FILE_NAME: &str = "uip.toml";

/// A configuration file.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Config {
    /// The adapters, by name.
    pub adapters: Vec<AdapterConfig>,
    /// `[host] proxy`: the address of the proxy for outgoing requests, or
    /// `none`. It may hold a password.
    pub proxy: Option<PropertySource>,
    /// `[host] noProxy`: hosts that are reached without it.
    pub no_proxy: Option<Vec<String>>,
}

/// One adapter of a configuration: `[adapters.NAME]`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AdapterConfig {
    /// The instance's name.
    pub name: String,
    /// The component's file.
    pub component: PathBuf,
    /// The manifest's file.
    pub manifest: PathBuf,
    /// `allowedHosts`: where requests may go, in place of the default.
    pub allowed_hosts: Option<AllowedHosts>,
    /// `deadlineSeconds`: how long a call may take, in place of the default.
    pub deadline: Option<Duration>,
    /// `commandsToken`: where the bearer token comes from that opens the
    /// commands of this instance alone, where a server offers them over HTTP.
    /// It is in the environment or a file.
    pub commands_token: Option<PropertySource>,
    /// `callProperties`: the properties that callers of a server may give values
    /// of, for one call each.
    pub call_properties: Vec<String>,
    /// `[adapters.NAME.properties]`: where the values come from.
    pub properties: Vec<(String, PropertySource)>,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The file is not TOML. The line itself is not shown: it may hold a
    /// secret.
    #[error("{}, line {line}: {problem}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// Keys are missing, unknown or wrong.
    #[error("{0}")]
    Mistakes(Mistakes),
}

impl From<AdapterConfig> for Config {
    fn from(adapter: AdapterConfig) -> Self {
        Self {
            adapters: vec![adapter],
            ..Self::default()
        }
    }
}

impl Config {
    /// Reads a configuration file. Paths in it are relative to it.
    ///
    /// Environment variables and files that it names are not read before an
    /// instance is configured.
    ///
    /// # Errors
    /// When the file cannot be read or is not a configuration: with every key
    /// that is wrong.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, ConfigError> {
        ConfigFile::read(path)?.config()
    }

    /// The adapter of this name; or, without a name, the only one that there
    /// is.
    ///
    /// # Errors
    /// When there is no such adapter, or none or several to choose from.
    pub fn adapter(&self, name: Option<&str>) -> Result<&AdapterConfig, Mistakes> {
        let names = || self.adapters.iter().map(|adapter| adapter.name.as_str());
        let problem = match (name, self.adapters.as_slice()) {
            (Some(name), adapters) => match adapters.iter().find(|adapter| adapter.name == name) {
                Some(adapter) => return Ok(adapter),
                None => format!(
                    "unknown adapter `{name}`; {}",
                    uip_contract::did_you_mean(name, names())
                ),
            },
            (None, [only]) => return Ok(only),
            (None, []) => "the configuration has no adapter".to_owned(),
            (None, _) => format!(
                "the configuration has several adapters: name one of {}",
                crate::types::list_of(names())
            ),
        };
        Err(crate::types::Mistake::new("", problem).into())
    }
}

impl AdapterConfig {
    /// An adapter of these two files, without properties.
    pub fn new(
        name: impl Into<String>,
        component: impl Into<PathBuf>,
        manifest: impl Into<PathBuf>,
    ) -> Self {
        Self {
            name: name.into(),
            component: component.into(),
            manifest: manifest.into(),
            allowed_hosts: None,
            deadline: None,
            commands_token: None,
            call_properties: Vec::new(),
            properties: Vec::new(),
        }
    }

    /// Loads the adapter.
    ///
    /// # Errors
    /// As [`Adapter::from_files`].
    pub fn load(&self, host: &Host) -> Result<Adapter, LoadError> {
        Adapter::from_files(host, &self.component, &self.manifest)
    }

    /// Loads the adapter for a call that follows at once, and prepares for its
    /// requests: as [`Host::prepare_requests`], but behind what loading needs first.
    ///
    /// # Errors
    /// As [`Adapter::from_files`].
    pub fn load_to_call(&self, host: &Host) -> Result<Adapter, LoadError> {
        Adapter::from_files_and(host, &self.component, &self.manifest, || {
            host.prepare_requests();
        })
    }

    /// Configures an instance, with `overrides` in place of the file's values.
    ///
    /// # Errors
    /// Every environment variable and file that the properties name and that
    /// cannot be read; and then what [`InstanceBuilder::build`] finds wrong with
    /// the other properties, so that all of it can be corrected at once.
    pub fn configure(
        &self,
        adapter: &Adapter,
        overrides: &[(String, String)],
    ) -> Result<InstanceBuilder, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut builder = adapter
            .configure(&self.name)
            .call_properties(self.call_properties.iter().cloned());
        for (name, source) in &self.properties {
            if overrides.iter().any(|(overridden, _)| overridden == name) {
                continue;
            }
            match source {
                PropertySource::Value(value) => builder = builder.property(name, value.clone()),
                elsewhere => match elsewhere.read() {
                    Ok(text) => builder = builder.property_text(name, text),
                    Err(problem) => mistakes.push(name, problem),
                },
            }
        }
        for (name, text) in overrides {
            builder = builder.property_text(name, text);
        }
        if let Some(hosts) = &self.allowed_hosts {
            builder = builder.allowed_hosts(hosts.clone());
        }
        if let Some(deadline) = self.deadline {
            builder = builder.deadline(deadline);
        }
        if mistakes.is_empty() {
            return Ok(builder);
        }
        if let Err(others) = builder.build() {
            let is_new = |it: &Mistake| mistakes.iter().all(|known| known.path != it.path);
            let others: Vec<Mistake> = others.0.into_iter().filter(is_new).collect();
            mistakes.0.extend(others);
        }
        Err(mistakes)
    }
}
