use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value as Json;
use toml::{Table, Value};

use super::duration::{duration, written};
use super::{Collector, PropertySource, Sources};
use crate::{Secret, did_you_mean};

/// Base64 with or without padding: people lose `=` signs when they copy.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How a value is given that is not in the configuration itself.
const ELSEWHERE: &str = "{ env = \"NAME\" } or { file = \"PATH\" }";

/// A table of settings, read key by key. What is read wrongly, and what is not
/// read at all, is a mistake that names its key.
pub struct Section<'c> {
    path: String,
    table: Table,
    known: Vec<&'static str>,
    given: Vec<&'static str>,
    mistakes: &'c Collector,
    sources: &'c Sources<'c>,
}

/// A text that may be a secret.
#[derive(Debug)]
#[non_exhaustive]
pub struct Given {
    /// The text.
    pub text: Secret,
    /// Whether it is in the configuration itself, so that a mistake may show it.
    pub written_out: bool,
}

impl<'c> Section<'c> {
    /// The settings in `table`. `path` is its full name: `triggers[1]`, or empty
    /// for the whole file.
    pub fn new(
        path: impl Into<String>,
        table: Table,
        mistakes: &'c Collector,
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

    /// Adds a mistake in the value of `key`.
    pub fn wrong(&self, key: &str, what: impl std::fmt::Display) {
        self.mistakes.add(self.key(key), what);
    }

    /// The value of a key, whatever it is.
    pub fn take(&mut self, key: &'static str) -> Option<Value> {
        self.known.push(key);
        let value = self.table.remove(key);
        if value.is_some() {
            self.given.push(key);
        }
        value
    }

    /// A text that is not empty.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        match self.take(key)? {
            Value::String(text) if !text.is_empty() => Some(text),
            Value::String(_) => self.nothing(key, "is empty"),
            other => self.nothing(key, format!("is {}, not text", kind(&other))),
        }
    }

    /// A text that must be given.
    pub fn required_text(&mut self, key: &'static str) -> Option<String> {
        if self.table.contains_key(key) {
            self.text(key)
        } else {
            self.known.push(key);
            self.nothing(key, "is missing")
        }
    }

    /// True or false; `default` where none is given.
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
        self.optional_number(key, range).unwrap_or(default)
    }

    /// A whole number.
    pub fn optional_number(
        &mut self,
        key: &'static str,
        range: RangeInclusive<u64>,
    ) -> Option<u64> {
        match self.take(key)? {
            Value::Integer(value) => {
                let number = u64::try_from(value).ok();
                number.filter(|it| range.contains(it)).or_else(|| {
                    let (least, most) = (range.start(), range.end());
                    self.nothing(key, format!("is {value}, not from {least} to {most}"))
                })
            }
            other => self.nothing(key, format!("is {}, not a whole number", kind(&other))),
        }
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &'static str) -> Option<Vec<String>> {
        self.list(key, |text| Ok::<_, String>(text.to_owned()))
    }

    /// A list of texts that `read` reads one by one.
    pub fn list<T, E: std::fmt::Display>(
        &mut self,
        key: &'static str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Option<Vec<T>> {
        let items = match self.take(key)? {
            Value::Array(items) => items,
            other => return self.nothing(key, format!("is {}, not a list of texts", kind(&other))),
        };
        let item = |(index, item): (usize, &Value)| {
            let key = format!("{key}[{index}]");
            match item {
                Value::String(text) => read(text).map_err(|error| self.wrong(&key, error)).ok(),
                other => self.nothing(&key, format!("is {}, not text", kind(other))),
            }
        };
        // Each item is looked at, also after one that is wrong.
        let read: Vec<Option<T>> = items.iter().enumerate().map(item).collect();
        read.into_iter().collect()
    }

    /// A table of settings.
    pub fn table(&mut self, key: &'static str) -> Option<Table> {
        match self.take(key)? {
            Value::Table(table) => Some(table),
            other => self.nothing(key, format!("is {}, not a table", kind(&other))),
        }
    }

    /// A table of settings, to be read in turn; empty where none is given.
    #[must_use]
    pub fn section(&mut self, key: &'static str) -> Section<'c> {
        let table = self.table(key).unwrap_or_default();
        Section::new(self.key(key), table, self.mistakes, self.sources)
    }

    /// Tables under names that the configuration chooses: `[adapters.NAME]`.
    pub fn named_sections(&mut self, key: &'static str) -> Vec<(String, Section<'c>)> {
        let path = self.key(key);
        let tables = self.table(key).unwrap_or_default().into_iter();
        tables
            .filter_map(|(name, value)| {
                let path = format!("{path}.{name}");
                match value {
                    Value::Table(table) => {
                        let section = Section::new(path, table, self.mistakes, self.sources);
                        Some((name, section))
                    }
                    other => {
                        let problem = format!("is {}, not a table", kind(&other));
                        self.mistakes.add(path, problem);
                        None
                    }
                }
            })
            .collect()
    }

    /// A path that must be given. It is relative to the configuration's folder.
    pub fn required_path(&mut self, key: &'static str) -> Option<PathBuf> {
        let path = self.required_text(key)?;
        Some(self.sources.directory.join(path))
    }

    /// A text, or where it comes from.
    pub fn text_source(&mut self, key: &'static str) -> Option<PropertySource> {
        match self.take(key)? {
            value @ (Value::String(_) | Value::Table(_)) => self.source_of(key, value),
            other => self.nothing(key, format!("is {}, not text, {ELSEWHERE}", kind(&other))),
        }
    }

    /// The values of a table, under names that the configuration chooses.
    pub fn sources(&mut self, key: &'static str) -> Vec<(String, PropertySource)> {
        let values = self.table(key).unwrap_or_default().into_iter();
        values
            .filter_map(|(name, value)| {
                let source = self.source_of(&format!("{key}.{name}"), value)?;
                Some((name, source))
            })
            .collect()
    }

    fn source_of(&self, key: &str, value: Value) -> Option<PropertySource> {
        match value {
            Value::Table(table) => {
                PropertySource::of_table(table, self.sources.directory).or_else(|| {
                    let problem = format!("is a table, not a value, {ELSEWHERE}");
                    self.nothing(key, problem)
                })
            }
            other => match json(other) {
                Some(json) => Some(PropertySource::Value(json)),
                None => self.nothing(key, "is a date; write it as text"),
            },
        }
    }

    /// Where a secret comes from: the environment or a file. It is never in the
    /// configuration itself, which people share and keep in repositories.
    pub fn secret_source(&mut self, key: &'static str) -> Option<PropertySource> {
        match self.take(key)? {
            Value::Table(table) => PropertySource::of_table(table, self.sources.directory)
                .or_else(|| self.nothing(key, format!("is not {ELSEWHERE}"))),
            // Its value is not shown: it may be a secret.
            Value::String(_) => self.nothing(
                key,
                format!("is written out; a secret is in the environment or a file: {ELSEWHERE}"),
            ),
            other => self.nothing(key, format!("is {}, not {ELSEWHERE}", kind(&other))),
        }
    }

    /// A secret, read from where [`Section::secret_source`] says.
    pub fn secret(&mut self, key: &'static str) -> Option<Secret> {
        let source = self.secret_source(key)?;
        self.read(key, &source)
    }

    /// A text, written out or `{ env = "NAME" }` or `{ file = "PATH" }`.
    pub fn given(&mut self, key: &'static str) -> Option<Given> {
        let value = self.take(key)?;
        self.given_value(key, value)
    }

    /// The same, or a list of such texts, each with its key: `key`, or `key[0]` and so on.
    pub fn given_list(&mut self, key: &'static str) -> Option<Vec<(String, Given)>> {
        let values = match self.take(key)? {
            Value::Array(values) if values.is_empty() => return self.nothing(key, "is empty"),
            Value::Array(values) => values,
            value => return Some(vec![(key.to_owned(), self.given_value(key, value)?)]),
        };
        let value = |(index, value): (usize, Value)| {
            let key = format!("{key}[{index}]");
            let given = self.given_value(&key, value)?;
            Some((key, given))
        };
        // Each one is looked at, also after one that is wrong.
        let read: Vec<Option<_>> = values.into_iter().enumerate().map(value).collect();
        read.into_iter().collect()
    }

    /// The same, for a value of a key whose name is not fixed.
    pub fn given_value(&self, key: &str, value: Value) -> Option<Given> {
        match value {
            Value::String(text) if !text.is_empty() => Some(Given {
                text: Secret::new(text),
                written_out: true,
            }),
            Value::String(_) => self.nothing(key, "is empty"),
            Value::Table(table) => {
                let source = PropertySource::of_table(table, self.sources.directory)
                    .or_else(|| self.nothing(key, format!("is not {ELSEWHERE}")))?;
                Some(Given {
                    text: self.read(key, &source)?,
                    written_out: false,
                })
            }
            other => self.nothing(key, format!("is {}, not text, {ELSEWHERE}", kind(&other))),
        }
    }

    fn read(&self, key: &str, source: &PropertySource) -> Option<Secret> {
        match source.read_from(self.sources) {
            Ok(text) if text.trim().is_empty() => self.nothing(key, "is empty"),
            Ok(text) => Some(Secret::new(text.trim())),
            Err(problem) => self.nothing(key, problem),
        }
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
            self.wrong(key, format!("unknown key; {hint}"));
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

/// A value as JSON; a date has no form there.
fn json(value: Value) -> Option<Json> {
    Some(match value {
        Value::String(text) => text.into(),
        Value::Integer(number) => number.into(),
        Value::Float(number) => number.into(),
        Value::Boolean(truth) => truth.into(),
        Value::Array(items) => items.into_iter().map(json).collect::<Option<_>>()?,
        Value::Table(table) => {
            let member = |(key, value)| Some((key, json(value)?));
            Json::Object(table.into_iter().map(member).collect::<Option<_>>()?)
        }
        Value::Datetime(_) => return None,
    })
}
