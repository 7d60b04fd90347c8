use std::path::{Path, PathBuf};

use toml::Table;

use uip_contract::config::{Sources, parse_toml};

use super::{Config, ConfigError, read};

/// A configuration file, read as TOML and not yet understood. Who embeds this
/// host may keep sections of their own in it.
pub struct ConfigFile {
    table: Table,
    directory: PathBuf,
    others: Vec<&'static str>,
}

impl ConfigFile {
    /// Reads a file.
    ///
    /// # Errors
    /// When the file cannot be read or is not TOML.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, ConfigError> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
            path: path.to_owned(),
            source,
        })?;
        let table = parse_toml(&text).map_err(|error| ConfigError::Syntax {
            path: path.to_owned(),
            line: error.line,
            problem: error.problem,
        })?;
        Ok(Self {
            table,
            directory: path.parent().unwrap_or(Path::new("")).to_owned(),
            others: Vec::new(),
        })
    }

    /// The folder that the file is in: paths in it are relative to it.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Takes the sections of these names out, for somebody else to read. They
    /// are no mistakes then.
    pub fn take(&mut self, sections: &[&'static str]) -> Table {
        self.others.extend(sections);
        sections
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), self.table.remove(*name)?)))
            .collect()
    }

    /// The adapters. What else is left in the file is a mistake.
    ///
    /// # Errors
    /// With every key that is wrong.
    pub fn config(self) -> Result<Config, ConfigError> {
        let sources = Sources::process(&self.directory);
        read::config(self.table, &sources, &self.others).map_err(ConfigError::Mistakes)
    }
}
