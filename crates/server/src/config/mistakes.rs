use std::cell::RefCell;
use std::fmt;

/// What is wrong with a configuration: every mistake, each naming its key.
/// One line for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(Vec<String>);

impl ConfigError {
    /// The mistakes: `triggers[1].deliver: …`.
    pub fn mistakes(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for ConfigError {}

/// Collects mistakes, so that all are told at once.
#[derive(Default)]
pub(super) struct Mistakes(RefCell<Vec<String>>);

impl Mistakes {
    pub fn add(&self, key: &str, what: impl fmt::Display) {
        self.0.borrow_mut().push(format!("{key}: {what}"));
    }

    pub fn into_result<T>(self, value: Option<T>) -> Result<T, ConfigError> {
        let mut mistakes = self.0.into_inner();
        match value {
            Some(value) if mistakes.is_empty() => Ok(value),
            _ => {
                mistakes.dedup();
                Err(ConfigError(mistakes))
            }
        }
    }
}
