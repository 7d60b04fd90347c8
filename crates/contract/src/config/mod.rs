//! `uip.toml`: reads TOML key by key, with every mistake named by its key. Host
//! and server read their sections of the file with it, so a missing, an unknown
//! and a wrong key read the same wherever they are.

mod duration;
mod section;
mod source;
mod syntax;

use std::cell::RefCell;
use std::env::VarError;
use std::path::Path;

pub use duration::{duration, written};
pub use section::{Given, Section};
pub use source::PropertySource;
pub use syntax::{InvalidToml, parse_toml};

use crate::Mistakes;

/// Where values come from that are not in the configuration itself.
#[derive(Clone, Copy)]
pub struct Sources<'s> {
    /// Gives the value of an environment variable.
    pub environment: &'s dyn Fn(&str) -> Result<String, VarError>,
    /// What paths in the configuration are relative to: the folder of
    /// `uip.toml`.
    pub directory: &'s Path,
}

impl<'s> Sources<'s> {
    /// The environment of this process, and paths relative to `directory`.
    pub fn process(directory: &'s Path) -> Self {
        Self {
            environment: &|name| std::env::var(name),
            directory,
        }
    }
}

/// Collects the mistakes of several [`Section`]s, so that all are reported at
/// once.
#[derive(Debug, Default)]
pub struct Collector(RefCell<Mistakes>);

impl Collector {
    /// Adds a mistake in the value of `key`.
    pub fn add(&self, key: impl Into<String>, problem: impl std::fmt::Display) {
        self.0.borrow_mut().push(key, problem.to_string());
    }

    /// `value`, when nothing is wrong.
    ///
    /// # Errors
    /// All the mistakes, each once, if there are any.
    pub fn or<T>(self, value: T) -> Result<T, Mistakes> {
        let mut mistakes = self.0.into_inner();
        mistakes.0.dedup();
        mistakes.or(value)
    }
}
