//! The sections of `uip.toml` that a trigger host reads.

use uip_host::config::{Config as Adapters, ConfigFile};
use uip_triggers::config::{Config, SECTIONS, Sources};

use crate::adapters;
use crate::args::Common;
use crate::failure::Failure;

/// The configuration of a server, with the mistakes of both parts told at once.
pub fn read(common: &Common) -> Result<(Adapters, Config), Failure> {
    let mut file = adapters::file(common)?;
    let triggers = config(&mut file, &SECTIONS);
    match (file.config(), triggers) {
        (Ok(adapters), Ok(triggers)) => Ok((adapters, triggers)),
        (Err(error), Ok(_)) => Err(error.into()),
        (Ok(_), Err(mistakes)) => Err(Failure::Usage(mistakes)),
        (Err(error), Err(mistakes)) => Err(Failure::from(error).and(mistakes)),
    }
}

/// What is said about the inbox alone: an operator has no need of the secrets
/// that a server needs.
pub fn inbox(common: &Common) -> Result<uip_triggers::config::InboxSettings, Failure> {
    let mut file = adapters::file(common)?;
    config(&mut file, &["inbox"])
        .map(|config| config.inbox)
        .map_err(Failure::Usage)
}

fn config(file: &mut ConfigFile, sections: &[&str]) -> Result<Config, Vec<String>> {
    let sections = file.take(sections);
    let sources = Sources {
        environment: &|name| std::env::var(name).ok(),
        directory: file.directory(),
    };
    Config::from_table(sections, &sources).map_err(|error| error.mistakes().to_vec())
}
