use std::fmt;
use std::path::PathBuf;

use serde_json::Value;

/// Where a property's value comes from.
#[derive(Clone, PartialEq)]
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
    /// The text that an environment variable or a file holds.
    ///
    /// # Errors
    /// When there is no such variable or file, or it is not UTF-8. The text
    /// names it.
    pub fn read(&self) -> Result<String, String> {
        match self {
            Self::Value(value) => Ok(value.to_string()),
            Self::Environment(name) => std::env::var(name).map_err(|error| match error {
                std::env::VarError::NotPresent => {
                    format!("the environment variable {name} is not set")
                }
                std::env::VarError::NotUnicode(_) => {
                    format!("the environment variable {name} is not UTF-8")
                }
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
