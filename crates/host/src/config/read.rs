//! From TOML to a configuration, with every mistake named by its key.

use std::path::Path;
use std::time::Duration;

use serde_json::Value as Json;
use toml::{Table, Value};

use super::{AdapterConfig, Config, ConfigError, PropertySource};
use crate::outgoing::{AllowedHost, AllowedHosts};
use crate::types::Mistakes;

const ADAPTER_KEYS: [&str; 6] = [
    "component",
    "manifest",
    "allowedHosts",
    "deadlineSeconds",
    "commandsToken",
    "properties",
];

/// Room for a file of 32 KiB.
const LEAST_VALUES: i64 = 1 << 20;

/// The configuration in a table; `others` are sections that are read elsewhere.
pub(super) fn config(
    table: Table,
    directory: &Path,
    others: &[String],
) -> Result<Config, ConfigError> {
    let mut reader = Reader {
        directory,
        mistakes: Mistakes::default(),
    };
    let config = reader.sections(table, others);
    reader.mistakes.or(config).map_err(ConfigError::Mistakes)
}

struct Reader<'a> {
    directory: &'a Path,
    mistakes: Mistakes,
}

impl Reader<'_> {
    fn sections(&mut self, table: Table, others: &[String]) -> Config {
        let mut config = Config {
            adapters: Vec::new(),
            max_values: None,
            proxy: None,
            no_proxy: None,
        };
        for (key, value) in table {
            match (key.as_str(), value) {
                ("adapters", Value::Table(entries)) => {
                    for (name, value) in entries {
                        config.adapters.extend(self.adapter(name, value));
                    }
                }
                ("host", Value::Table(keys)) => self.host(keys, &mut config),
                ("adapters" | "host", other) => self.expected(&key, "a table", &other),
                _ => {
                    let others = others.iter().map(String::as_str);
                    let known: Vec<&str> = ["adapters", "host"].into_iter().chain(others).collect();
                    self.unknown(&key, &key, known);
                }
            }
        }
        config
    }

    fn host(&mut self, keys: Table, config: &mut Config) {
        for (key, value) in keys {
            let at = format!("host.{key}");
            match (key.as_str(), value) {
                ("maxValues", Value::Integer(bytes)) if bytes >= LEAST_VALUES => {
                    config.max_values = usize::try_from(bytes).ok();
                }
                ("maxValues", other) => {
                    let what = format!("a whole number of bytes, at least {LEAST_VALUES}");
                    self.expected(&at, &what, &other);
                }
                ("proxy", value @ (Value::String(_) | Value::Table(_))) => {
                    config.proxy = self.property(&at, value);
                }
                ("proxy", other) => {
                    self.expected(&at, "an address or `none`", &other);
                }
                ("noProxy", value) => config.no_proxy = self.names(&at, value),
                _ => self.unknown(&at, &key, ["maxValues", "proxy", "noProxy"]),
            }
        }
    }

    /// Hosts that need not be places to send requests to: domains, networks.
    fn names(&mut self, place: &str, value: Value) -> Option<Vec<String>> {
        let Value::Array(items) = value else {
            self.expected(place, "an array of hosts", &value);
            return None;
        };
        let mut names = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            match item {
                Value::String(name) => names.push(name),
                other => self.expected(&format!("{place}[{index}]"), "a host", &other),
            }
        }
        Some(names)
    }

    fn adapter(&mut self, name: String, value: Value) -> Option<AdapterConfig> {
        let place = format!("adapters.{name}");
        let Value::Table(table) = value else {
            self.expected(&place, "a table", &value);
            return None;
        };
        if !name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        {
            self.mistakes.push(
                &place,
                "an adapter's name has letters, digits, `-` and `_` alone",
            );
        }
        let (mut component, mut manifest) = (None, None);
        let mut adapter = AdapterConfig {
            name,
            component: self.directory.to_owned(),
            manifest: self.directory.to_owned(),
            allowed_hosts: None,
            deadline: None,
            commands_token: None,
            properties: Vec::new(),
        };
        for (key, value) in table {
            let at = format!("{place}.{key}");
            match (key.as_str(), value) {
                ("component", Value::String(path)) => component = Some(self.directory.join(path)),
                ("manifest", Value::String(path)) => manifest = Some(self.directory.join(path)),
                ("component" | "manifest", other) => self.expected(&at, "a path", &other),
                ("allowedHosts", value) => adapter.allowed_hosts = self.hosts(&at, value),
                ("deadlineSeconds", Value::Integer(seconds)) if seconds > 0 => {
                    adapter.deadline = Some(Duration::from_secs(seconds.unsigned_abs()));
                }
                ("deadlineSeconds", other) => {
                    self.expected(&at, "a whole number of seconds, at least 1", &other);
                }
                ("commandsToken", value) => adapter.commands_token = self.secret(&at, value),
                ("properties", Value::Table(properties)) => {
                    for (name, value) in properties {
                        if let Some(source) = self.property(&format!("{at}.{name}"), value) {
                            adapter.properties.push((name, source));
                        }
                    }
                }
                ("properties", other) => self.expected(&at, "a table", &other),
                _ => self.unknown(&at, &key, ADAPTER_KEYS),
            }
        }
        if component.is_none() {
            self.mistakes
                .push(format!("{place}.component"), "required, but missing");
        }
        if manifest.is_none() {
            self.mistakes
                .push(format!("{place}.manifest"), "required, but missing");
        }
        adapter.component = component?;
        adapter.manifest = manifest?;
        Some(adapter)
    }

    fn hosts(&mut self, place: &str, value: Value) -> Option<AllowedHosts> {
        let Value::Array(items) = value else {
            self.expected(place, "an array of hosts", &value);
            return None;
        };
        let mut hosts = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let place = format!("{place}[{index}]");
            match item {
                Value::String(text) => match text.parse::<AllowedHost>() {
                    Ok(host) => hosts.push(host),
                    Err(error) => self.mistakes.push(place, error.to_string()),
                },
                other => self.expected(&place, "a host", other),
            }
        }
        Some(hosts.into_iter().collect())
    }

    /// A secret that is not in the configuration itself.
    fn secret(&mut self, place: &str, value: Value) -> Option<PropertySource> {
        if !value.is_table() {
            // Its value is not shown: it may be a secret.
            self.mistakes.push(
                place,
                "a secret is in the environment or a file: { env = \"NAME\" } or { file = \"PATH\" }",
            );
            return None;
        }
        self.property(place, value)
    }

    /// A table with one key is a source; what else is a table has no meaning
    /// here, since properties are plain values.
    fn property(&mut self, place: &str, value: Value) -> Option<PropertySource> {
        let Value::Table(table) = value else {
            let json = json(value);
            if json.is_none() {
                self.mistakes
                    .push(place, "a date has no form here: write it as a string");
            }
            return json.map(PropertySource::Value);
        };
        let mut entries = table.into_iter();
        match (entries.next(), entries.next()) {
            (Some((key, Value::String(text))), None) if key == "env" => {
                Some(PropertySource::Environment(text))
            }
            (Some((key, Value::String(text))), None) if key == "file" => {
                Some(PropertySource::File(self.directory.join(text)))
            }
            _ => {
                self.mistakes.push(
                    place,
                    "expected a value, `{ env = \"NAME\" }` or `{ file = \"PATH\" }`",
                );
                None
            }
        }
    }

    fn unknown<'k>(&mut self, place: &str, key: &str, known: impl IntoIterator<Item = &'k str>) {
        self.mistakes.push(
            place,
            format!("unknown key; {}", uip_contract::did_you_mean(key, known)),
        );
    }

    fn expected(&mut self, place: &str, what: &str, got: &Value) {
        self.mistakes.push(
            place,
            format!("expected {what}, got a value of type {}", got.type_str()),
        );
    }
}

fn json(value: Value) -> Option<Json> {
    Some(match value {
        Value::String(text) => text.into(),
        Value::Integer(number) => number.into(),
        Value::Float(number) => number.into(),
        Value::Boolean(truth) => truth.into(),
        Value::Array(items) => items.into_iter().map(json).collect::<Option<_>>()?,
        Value::Table(table) => Json::Object(
            table
                .into_iter()
                .map(|(key, value)| Some((key, json(value)?)))
                .collect::<Option<_>>()?,
        ),
        Value::Datetime(_) => return None,
    })
}
