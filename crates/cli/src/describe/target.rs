use uip_contract::manifest::{Command, Manifest, ManifestError};
use uip_host::config::{AdapterConfig, Config};

use crate::adapters;
use crate::args::Common;
use crate::failure::Failure;

/// What is described: an adapter, or one command of it.
pub struct Target {
    pub manifest: Manifest,
    /// The adapter's name, where a call has to say it.
    adapter: Option<String>,
    command: Option<String>,
}

impl Target {
    /// What the names mean: none, for the only adapter; an adapter; a command;
    /// an adapter and a command.
    pub fn find(common: &Common, names: &[&str]) -> Result<Self, Failure> {
        let config = adapters::config(common)?;
        match names {
            [] => Self::new(&config, config.adapter(None)?, None),
            [adapter, command, ..] => {
                Self::new(&config, config.adapter(Some(adapter))?, Some(command))
            }
            [name] => match config.adapter(Some(name)) {
                Ok(adapter) => Self::new(&config, adapter, None),
                Err(_) => Self::command_called(&config, name),
            },
        }
    }

    /// The command of this name, in whichever adapter there is one.
    fn command_called(config: &Config, name: &str) -> Result<Self, Failure> {
        if let Some((adapter, command)) = name.split_once('.') {
            return Self::new(config, config.adapter(Some(adapter))?, Some(command));
        }
        let mut hint = None;
        let mut with_it = Vec::new();
        for adapter in &config.adapters {
            match manifest(adapter)?.known_command(name) {
                Ok(_) => with_it.push(adapter),
                Err(known) => hint = Some(known),
            }
        }
        match with_it.as_slice() {
            [only] => Self::new(config, only, Some(name)),
            [] => Err(Failure::usage(format!(
                "unknown adapter or command `{name}`; {}",
                hint.unwrap_or_default()
            ))),
            several => {
                let names: Vec<&str> = several.iter().map(|it| it.name.as_str()).collect();
                Err(Failure::usage(format!(
                    "several adapters have the command `{name}`: name one of {} before it",
                    names.join(", ")
                )))
            }
        }
    }

    fn new(
        config: &Config,
        adapter: &AdapterConfig,
        command: Option<&str>,
    ) -> Result<Self, Failure> {
        let manifest = manifest(adapter)?;
        if let Some(command) = command {
            manifest
                .known_command(command)
                .map_err(|hint| Failure::usage(format!("unknown command `{command}`; {hint}")))?;
        }
        Ok(Self {
            manifest,
            adapter: (config.adapters.len() > 1).then(|| adapter.name.clone()),
            command: command.map(str::to_owned),
        })
    }

    /// The command, if it is only one.
    pub fn command(&self) -> Option<&Command> {
        self.manifest.command(self.command.as_deref()?)
    }

    /// What stands before a command's name in a call.
    pub fn prefix(&self) -> String {
        self.adapter
            .as_ref()
            .map(|name| format!("{name}."))
            .unwrap_or_default()
    }
}

fn manifest(adapter: &AdapterConfig) -> Result<Manifest, Failure> {
    Manifest::from_file(&adapter.manifest).map_err(|error| match error {
        ManifestError::Mistakes(mistakes) => {
            Failure::all(&format!("{}: ", adapter.name), &mistakes)
        }
        other => Failure::usage(format!("{}: {other}", adapter.name)),
    })
}
