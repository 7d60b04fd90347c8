use std::ops::RangeInclusive;
use std::time::Duration;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use toml::{Table, Value};
use uip_contract::did_you_mean;

use super::Sources;
use super::duration::{duration, written};
use super::mistakes::Mistakes;
use crate::Secret;

/// Base64 with or without padding: people lose `=` signs when they copy.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A table of settings, read key by key. What is read wrongly, and what is not
/// read at all, is a mistake that names its key.
pub(super) struct Section<'c> {
    path: String,
    table: Table,
    known: Vec<&'static str>,
    given: Vec<&'static str>,
    mistakes: &'c Mistakes,
    sources: &'c Sources<'c>,
}

/// A text that may be a secret.
pub(super) struct Given {
    pub text: Secret,
    /// Whether it is in the configuration itself, so that a mistake may show it.
    pub written_out: bool,
}

impl<'c> Section<'c> {
    pub fn new(
        path: impl Into<String>,
        table: Table,
        mistakes: &'c Mistakes,
        sources: &'c Sources<'c>,
    ) -> Self {
        Self {
            path: path.into(),
            table,
            known: Vec::new(),
            given: Vec::new(),
            mistakes,
            sources,
        }
    }

    /// A key's full name: `triggers[1].deliver`.
    pub fn key(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    pub fn wrong(&self, key: &str, what: impl std::fmt::Display) {
        self.mistakes.add(&self.key(key), what);
    }

    pub fn take(&mut self, key: &'static str) -> Option<Value> {
        self.known.push(key);
        let value = self.table.remove(key);
        if value.is_some() {
            self.given.push(key);
        }
        value
    }

    pub fn text(&mut self, key: &'static str) -> Option<String> {
        match self.take(key)? {
            Value::String(text) if !text.is_empty() => Some(text),
            Value::String(_) => self.nothing(key, "is empty"),
            other => self.nothing(key, format!("is {}, not text", kind(&other))),
        }
    }

    pub fn required_text(&mut self, key: &'static str) -> Option<String> {
        if self.table.contains_key(key) {
            self.text(key)
        } else {
            self.known.push(key);
            self.nothing(key, "is missing")
        }
    }

    pub fn boolean(&mut self, key: &'static str, default: bool) -> bool {
        match self.take(key) {
            None => default,
            Some(Value::Boolean(value)) => value,
            Some(other) => {
                self.wrong(key, format!("is {}, not true or false", kind(&other)));
                default
            }
        }
    }

    /// A duration: `"2h"`.
    pub fn duration(
        &mut self,
        key: &'static str,
        range: RangeInclusive<Duration>,
    ) -> Option<Duration> {
        let text = self.text(key)?;
        match duration(&text) {
            Ok(duration) if range.contains(&duration) => Some(duration),
            Ok(_) => {
                let (least, most) = (written(*range.start()), written(*range.end()));
                self.nothing(key, format!("is {text}, not from {least} to {most}"))
            }
            Err(problem) => self.nothing(key, problem),
        }
    }

    /// A whole number; `default` where none is given.
    pub fn number(&mut self, key: &'static str, range: RangeInclusive<u64>, default: u64) -> u64 {
        match self.take(key) {
            None => default,
            Some(Value::Integer(value))
                if u64::try_from(value).is_ok_and(|value| range.contains(&value)) =>
            {
                u64::try_from(value).unwrap_or(default)
            }
            Some(Value::Integer(value)) => {
                let (least, most) = (range.start(), range.end());
                self.wrong(key, format!("is {value}, not from {least} to {most}"));
                default
            }
            Some(other) => {
                self.wrong(key, format!("is {}, not a whole number", kind(&other)));
                default
            }
        }
    }

    pub fn texts(&mut self, key: &'static str) -> Option<Vec<String>> {
        let Value::Array(items) = self.take(key)? else {
            return self.nothing(key, "is not a list of texts");
        };
        let texts: Option<Vec<String>> = items
            .into_iter()
            .map(|item| match item {
                Value::String(text) => Some(text),
                _ => None,
            })
            .collect();
        texts.or_else(|| self.nothing(key, "is not a list of texts"))
    }

    pub fn table(&mut self, key: &'static str) -> Option<Table> {
        match self.take(key)? {
            Value::Table(table) => Some(table),
            other => self.nothing(key, format!("is {}, not a table", kind(&other))),
        }
    }

    /// A secret: `{ env = "NAME" }` or `{ file = "PATH" }`. It is never in the
    /// configuration itself, which people share and keep in repositories.
    pub fn secret(&mut self, key: &'static str) -> Option<Secret> {
        match self.take(key)? {
            Value::String(_) => self.nothing(key, "is written out; a secret stands in the environment or a file: { env = \"NAME\" } or { file = \"PATH\" }"),
            other => self
                .elsewhere(other)
                .map(|text| Secret::new(text.trim()))
                .map_err(|problem| self.wrong(key, problem))
                .ok(),
        }
    }

    /// A text, written out or `{ env = "NAME" }` or `{ file = "PATH" }`.
    pub fn given(&mut self, key: &'static str) -> Option<Given> {
        let value = self.take(key)?;
        self.given_value(key, value)
    }

    /// The same, for a value of a key whose name is not fixed.
    pub fn given_value(&self, key: &str, value: Value) -> Option<Given> {
        match value {
            Value::String(text) if !text.is_empty() => Some(Given {
                text: Secret::new(text),
                written_out: true,
            }),
            Value::String(_) => self.nothing(key, "is empty"),
            other if !other.is_table() => self.nothing(
                key,
                format!(
                    "is {}, not text, {{ env = \"NAME\" }} or {{ file = \"PATH\" }}",
                    kind(&other)
                ),
            ),
            other => self
                .elsewhere(other)
                .map(|text| Given {
                    text: Secret::new(text.trim()),
                    written_out: false,
                })
                .map_err(|problem| self.wrong(key, problem))
                .ok(),
        }
    }

    /// The text that `{ env = "NAME" }` or `{ file = "PATH" }` stands for.
    fn elsewhere(&self, value: Value) -> Result<String, String> {
        let table = match value {
            Value::Table(table) => table,
            other => {
                return Err(format!(
                    "is {}, not {{ env = \"NAME\" }} or {{ file = \"PATH\" }}",
                    kind(&other)
                ));
            }
        };
        let mut source = table.iter();
        let text = match (source.next(), source.next()) {
            (Some((from, Value::String(name))), None) if from == "env" => {
                (self.sources.environment)(name)
                    .ok_or_else(|| format!("the environment variable {name} is not set"))
            }
            (Some((from, Value::String(path))), None) if from == "file" => {
                std::fs::read_to_string(self.sources.directory.join(path))
                    .map_err(|error| format!("cannot read {path}: {error}"))
            }
            _ => Err("is not { env = \"NAME\" } or { file = \"PATH\" }".to_owned()),
        }?;
        if text.trim().is_empty() {
            return Err("is empty".to_owned());
        }
        Ok(text)
    }

    /// A secret in base64, decoded. `prefix` is taken off before.
    pub fn base64_secret(&mut self, key: &'static str, prefix: &str) -> Option<Vec<u8>> {
        let secret = self.secret(key)?;
        let text = secret.expose();
        let text = text.strip_prefix(prefix).unwrap_or(text);
        if text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return self.nothing(
                key,
                "is 32 hexadecimal digits, as a secret is before it is encoded; encode it as base64: printf %s \"$SECRET\" | base64",
            );
        }
        match BASE64.decode(text) {
            Ok(bytes) if !bytes.is_empty() => Some(bytes),
            _ => self.nothing(key, "is not base64"),
        }
    }

    /// Whether a key that was read had a value.
    pub fn is_given(&self, key: &str) -> bool {
        self.given.contains(&key)
    }

    /// What was not read is unknown.
    pub fn finish(self) {
        for key in self.table.keys() {
            let hint = did_you_mean(key, self.known.iter().copied());
            self.mistakes
                .add(&self.key(key), format!("unknown setting; {hint}"));
        }
    }

    fn nothing<T>(&self, key: &str, what: impl std::fmt::Display) -> Option<T> {
        self.wrong(key, what);
        None
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "text",
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
    }
}
