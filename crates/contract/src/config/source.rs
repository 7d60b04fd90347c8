use std::env::VarError;
use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::Value;
use toml::Table;

use super::Sources;

/// Where the value of a property or a secret comes from.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum PropertySource {
    /// The file itself.
    Value(Value),
    /// `{ env = "NAME" }`: an environment variable.
    Environment(String),
    /// `{ file = "PATH" }`: the content of a file, without the line break at
    /// its end.
    File(PathBuf),
}

impl PropertySource {
    /// What `{ env = "NAME" }` or `{ file = "PATH" }` says, with paths relative
    /// to `directory`; none for any other table.
    pub(super) fn of_table(table: Table, directory: &Path) -> Option<Self> {
        let mut entries = table.into_iter();
        match (entries.next(), entries.next()) {
            (Some((key, toml::Value::String(name))), None) if key == "env" => {
                Some(Self::Environment(name))
            }
            (Some((key, toml::Value::String(path))), None) if key == "file" => {
                Some(Self::File(directory.join(path)))
            }
            _ => None,
        }
    }

    /// The text that an environment variable of this process or a file holds.
    ///
    /// # Errors
    /// When there is no such variable or file, or it is not UTF-8. The text
    /// names it.
    pub fn read(&self) -> Result<String, String> {
        self.read_from(&Sources::process(Path::new("")))
    }

    /// As [`PropertySource::read`], with another environment.
    ///
    /// # Errors
    /// As [`PropertySource::read`].
    pub fn read_from(&self, sources: &Sources<'_>) -> Result<String, String> {
        match self {
            Self::Value(value) => Ok(value.to_string()),
            Self::Environment(name) => (sources.environment)(name).map_err(|error| match error {
                VarError::NotPresent => format!("the environment variable {name} is not set"),
                VarError::NotUnicode(_) => format!("the environment variable {name} is not UTF-8"),
            }),
            Self::File(path) => match std::fs::read_to_string(path) {
                Ok(text) => Ok(without_line_break(text)),
                Err(error) => Err(format!("cannot read {}: {error}", path.display())),
            },
        }
    }
}

/// Editors and `echo` end a file with a line break that is no part of a
/// secret.
fn without_line_break(mut text: String) -> String {
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    text
}

/// Shows no value: it may be a secret.
impl fmt::Debug for PropertySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(_) => f.write_str("Value(…)"),
            Self::Environment(name) => f.debug_tuple("Environment").field(name).finish(),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
        }
    }
}
