//! The sections of `uip.toml` that a trigger host reads.

use std::collections::BTreeMap;

use toml::Table;
use uip_host::config::{Config as Adapters, ConfigFile};
use uip_server::Secret;
use uip_server::config::{Config, SECTIONS, Sources};

use crate::adapters;
use crate::args::Common;
use crate::failure::Failure;

/// The configuration of a server, with the mistakes of both parts told at once.
pub fn read(common: &Common) -> Result<(Adapters, Config), Failure> {
    let mut file = adapters::file(common)?;
    let sections = file.take(&SECTIONS);
    let triggers = config(&file, sections);
    match (file.config(), triggers) {
        (Ok(adapters), Ok(triggers)) => {
            let triggers = with_tokens(triggers, &adapters).map_err(Failure::Usage)?;
            Ok((adapters, triggers))
        }
        (Err(error), Ok(_)) => Err(error.into()),
        (Ok(_), Err(mistakes)) => Err(Failure::Usage(mistakes)),
        (Err(error), Err(mistakes)) => Err(Failure::from(error).and(mistakes)),
    }
}

/// What is said about triggers, or every mistake in that.
pub type Triggers = Result<Config, Vec<String>>;

/// The adapters that the arguments name, and what a configuration file says
/// about triggers, if it says anything.
pub fn read_if_any(common: &Common) -> Result<(Adapters, Option<Triggers>), Failure> {
    if common.manifest.is_some() {
        return Ok((adapters::config(common)?, None));
    }
    let mut file = adapters::file(common)?;
    let sections = file.take(&SECTIONS);
    let triggers = (!sections.is_empty()).then(|| config(&file, sections));
    match (file.config(), triggers) {
        (Ok(adapters), triggers) => {
            let with_tokens = |triggers: Triggers| with_tokens(triggers?, &adapters);
            let triggers = triggers.map(with_tokens);
            Ok((adapters, triggers))
        }
        (Err(error), Some(Err(mistakes))) => Err(Failure::from(error).and(mistakes)),
        (Err(error), _) => Err(error.into()),
    }
}

/// With the tokens of single adapters.
fn with_tokens(triggers: Config, adapters: &Adapters) -> Triggers {
    let mut mistakes = Vec::new();
    let mut tokens = BTreeMap::new();
    for adapter in &adapters.adapters {
        let Some(source) = &adapter.commands_token else {
            continue;
        };
        match source.read() {
            Ok(token) => {
                tokens.insert(adapter.name.clone(), Secret::new(token.trim()));
            }
            Err(problem) => {
                mistakes.push(format!(
                    "adapters.{}.commandsToken: {problem}",
                    adapter.name
                ));
            }
        }
    }
    match triggers.with_adapter_tokens(tokens) {
        Ok(triggers) if mistakes.is_empty() => Ok(triggers),
        Ok(_) => Err(mistakes),
        Err(error) => {
            mistakes.extend_from_slice(error.mistakes());
            Err(mistakes)
        }
    }
}

/// What is said about the inbox alone: an operator has no need of the secrets
/// that a server needs.
pub fn inbox(common: &Common) -> Result<uip_server::config::InboxSettings, Failure> {
    let mut file = adapters::file(common)?;
    let sections = file.take(&["inbox"]);
    config(&file, sections)
        .map(|config| config.inbox)
        .map_err(Failure::Usage)
}

fn config(file: &ConfigFile, sections: Table) -> Triggers {
    let sources = Sources {
        environment: &|name| std::env::var(name).ok(),
        directory: file.directory(),
    };
    Config::from_table(sections, &sources).map_err(|error| error.mistakes().to_vec())
}
