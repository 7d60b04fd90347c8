//! The sections of `uip.toml` that a trigger host reads.

use std::collections::BTreeMap;

use toml::Table;
use uip_contract::{Mistakes, Secret};
use uip_host::config::{Config as Adapters, ConfigFile};
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
            let triggers = with_tokens(triggers, &adapters)?;
            Ok((adapters, triggers))
        }
        (Err(error), Ok(_)) => Err(error.into()),
        (Ok(_), Err(mistakes)) => Err(mistakes.into()),
        (Err(error), Err(mistakes)) => Err(Failure::from(error).and(&mistakes)),
    }
}

/// What is said about triggers, or every mistake in that.
pub type Triggers = Result<Config, Mistakes>;

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
        (Err(error), Some(Err(mistakes))) => Err(Failure::from(error).and(&mistakes)),
        (Err(error), _) => Err(error.into()),
    }
}

/// With the tokens of single adapters.
fn with_tokens(triggers: Config, adapters: &Adapters) -> Triggers {
    let mut mistakes = Mistakes::default();
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
                mistakes.push(format!("adapters.{}.commandsToken", adapter.name), problem);
            }
        }
    }
    match triggers.with_adapter_tokens(tokens) {
        Ok(triggers) => mistakes.or(triggers),
        Err(more) => {
            mistakes.0.extend(more.0);
            Err(mistakes)
        }
    }
}

/// What is said about the inbox alone: an operator has no need of the secrets
/// that a server needs.
pub fn inbox(common: &Common) -> Result<uip_server::config::InboxSettings, Failure> {
    let mut file = adapters::file(common)?;
    let sections = file.take(&["inbox"]);
    Ok(config(&file, sections)?.inbox)
}

fn config(file: &ConfigFile, sections: Table) -> Triggers {
    Config::from_table(sections, &Sources::process(file.directory()))
}
