use std::path::Path;

use serde::Deserialize;
use uip_host::config::{AdapterConfig, Config, ConfigError, ConfigFile, FILE_NAME};
use uip_host::{Host, HostBuilder, Proxies};
use uip_server::config::SECTIONS;

use crate::args::{Common, LogFormat};
use crate::failure::Failure;
use crate::{log, output};

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Mistakes(mistakes) => mistakes.into(),
            other => Self::usage(other.to_string()),
        }
    }
}

/// The configuration that the arguments name: a file, or the two files of one
/// adapter.
pub fn config(common: &Common) -> Result<Config, Failure> {
    if let Some(manifest) = &common.manifest {
        if common.config.is_some() {
            return Err(Failure::usage(
                "--config names the adapters in a file, and --component and --manifest one without a file: give one of them",
            ));
        }
        let component = common.component.clone().unwrap_or_default();
        return Ok(AdapterConfig::new(adapter_name(manifest), component, manifest).into());
    }
    let mut file = file(common)?;
    // They are read where they are used.
    file.take(&SECTIONS);
    Ok(file.config()?)
}

/// The configuration file that the arguments name, or the one that is here.
pub fn file(common: &Common) -> Result<ConfigFile, Failure> {
    if common.manifest.is_some() {
        return Err(Failure::usage(
            "--component and --manifest name an adapter without triggers and inbox: name a configuration file with --config",
        ));
    }
    if let Some(file) = &common.config {
        return Ok(ConfigFile::read(file)?);
    }
    if !Path::new(FILE_NAME).exists() {
        return Err(Failure::usage(format!(
            "there is no {FILE_NAME} here: `uip init` writes one; or name one with --config, or an adapter with --component and --manifest"
        )));
    }
    Ok(ConfigFile::read(FILE_NAME)?)
}

/// The manifest's own name for the adapter. What is wrong with the manifest is
/// told later, in full.
fn adapter_name(manifest: &Path) -> String {
    // The rest is passed over: it is read once, where it is used.
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    let text = std::fs::read_to_string(manifest).unwrap_or_default();
    serde_json::from_str(&text).map_or_else(|_| "adapter".to_owned(), |named: Named| named.name)
}

/// The proxies of the configuration, and of the environment.
pub fn proxies(config: &Config) -> Result<Proxies, Failure> {
    Ok(config.proxies(Proxies::from_env)?)
}

/// A host for many calls at the same time.
pub fn host(common: &Common, config: &Config) -> Result<Host, Failure> {
    let host = start(common, config, Host::builder())?;
    for warning in host.warnings() {
        match common.log_format {
            LogFormat::Json => log::in_json(|| tracing::warn!("{warning}")),
            LogFormat::Text => note(warning),
        }
    }
    Ok(host)
}

/// A host for one call at a time, which starts faster.
pub fn host_of_one_guest(common: &Common, config: &Config) -> Result<Host, Failure> {
    let host = start(common, config, Host::builder().guests(1))?;
    host.warnings().iter().for_each(note);
    Ok(host)
}

fn note(warning: impl std::fmt::Display) {
    output::note(format_args!("warning: {warning}"));
}

fn start(common: &Common, config: &Config, builder: HostBuilder) -> Result<Host, Failure> {
    let mut builder = builder
        .known_types(uip_bindings::known_types())
        .proxies(proxies(config)?);
    if let Some(directory) = &common.cache_dir {
        builder = builder.cache_dir(directory);
    }
    builder
        .build()
        .map_err(|error| Failure::usage(error.to_string()))
}
