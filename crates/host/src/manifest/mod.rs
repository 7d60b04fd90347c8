//! The manifest, `adapter.json`: what a designer sees of an adapter.

mod groups;
mod limits;
mod parse;
mod request;
mod schema;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use parse::ManifestError;
pub use schema::{SCHEMA, schema_mistakes};

use crate::outgoing::AllowedHost;

/// An adapter's manifest. The types of the component say what fits where; the
/// manifest adds what a type cannot say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// Where the schema of manifests is.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The adapter's name.
    pub name: String,
    /// The adapter's name for people.
    pub display: String,
    /// The adapter's version.
    pub version: String,
    /// What the adapter is for.
    pub description: String,
    /// The WIT package and world that the component implements:
    /// `acme:tiny/adapter@0.1.0`.
    pub contract: String,
    /// Where the adapter's requests go beside the hosts that its properties
    /// name: `https://files.example.com`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outgoing_hosts: Vec<AllowedHost>,
    /// The command that checks the properties: it needs no field of its
    /// request, and fails with the category `configuration` before its first
    /// request to a server when a property has a value that cannot work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_command: Option<String>,
    /// How an instance is configured.
    pub properties: Vec<Property>,
    /// What a flow can ask the adapter to do.
    pub commands: Vec<Command>,
    /// What can start a flow.
    pub events: Vec<Event>,
    /// The versions there were.
    pub release_history: Vec<Release>,
}

/// One property of the configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Property {
    /// Its name, in camelCase.
    pub name: String,
    /// Its name for people.
    pub display: String,
    /// Whether an instance can do without.
    pub is_required: bool,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// What kind of value it takes.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What holds when no value is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_value: Option<Value>,
    /// What bounds its value.
    #[serde(flatten)]
    pub limits: Limits,
    /// Whether its value must never be shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_secret: bool,
    /// Where the payload of an event carries the value of this property, such
    /// as `metadata.phone_number_id`; the first path with a value counts. A
    /// server gives an event to the instance whose property has that value.
    /// Properties that come earlier in the manifest decide first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event_paths: Vec<String>,
}

/// One command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Command {
    /// Its name, in camelCase.
    pub name: String,
    /// Its name for people.
    pub display: String,
    /// What it does.
    pub description: String,
    /// What it takes. Rows for places within a value are documentation.
    pub request: Vec<RequestField>,
    /// Groups of fields of which a request has exactly one each. The fields of
    /// a group stand in the same object, and none is required by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exactly_one_of: Vec<Vec<String>>,
    /// A request as a designer could send it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Map<String, Value>>,
    /// What it answers, whether it succeeds or fails.
    pub response: Vec<ResponseField>,
}

/// One field of a command's request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequestField {
    /// Its name, or a place within a value: `buttons[0].index`.
    pub name: String,
    /// Its name for people.
    pub display: String,
    /// What it is for.
    pub description: String,
    /// Whether a request can do without.
    pub is_required: bool,
    /// What kind of value it takes.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What its text stands for, when it is not a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<ContentEncoding>,
    /// Whether its value has exactly one of the members that rows name: one
    /// case of a variant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exactly_one_member: bool,
    /// The fields, or places, that cannot be given together with this one.
    /// Said once, at either of the two, it holds for both.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excludes: Vec<String>,
    /// What holds when no value is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_value: Option<Value>,
    /// What bounds its value.
    #[serde(flatten)]
    pub limits: Limits,
}

/// One field of a command's response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResponseField {
    /// Its name, or a place within a value.
    pub name: String,
    /// What it says.
    pub description: String,
    /// What kind of value it is.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What its text stands for, when it is not a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<ContentEncoding>,
    /// The only values there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_values: Option<Vec<Value>>,
    /// A value as a flow could see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Event {
    /// Its name, in `snake_case`.
    pub name: String,
    /// Its name for people.
    pub display: String,
    /// When it happens.
    pub description: String,
    /// What its payload holds.
    pub properties: Vec<EventField>,
}

/// One place in an event's payload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventField {
    /// Where it is: `messages[0].id`.
    pub name: String,
    /// Its name for people.
    pub display: String,
    /// What it says.
    pub description: String,
    /// What kind of value it is.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What kinds of JSON value the payload holds, where they are not `type`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payload_types: Vec<Kind>,
    /// The only values there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_values: Option<Vec<Value>>,
    /// A value as a flow could see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
}

/// One version in the adapter's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Release {
    /// The version.
    pub version: String,
    /// `Initial`, `Feature`, `Maintenance`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// What it brought.
    pub description: String,
    /// Where its making is recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<String>,
    /// When it came out: `2024-07-31`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// What kind of JSON value something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "JSON's own words")]
pub enum Kind {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

impl Kind {
    /// The word for it in a manifest.
    pub fn word(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// What a text stands for, when it is not a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContentEncoding {
    /// Bytes, such as a file's, in base64 (RFC 4648, section 4).
    Base64,
}

/// What bounds a value beyond its type. Absent members bound nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// The greatest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_value: Option<serde_json::Number>,
    /// The least number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_value: Option<serde_json::Number>,
    /// The greatest length, in Unicode characters, or in items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_length: Option<u64>,
    /// The least length, in Unicode characters, or in items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_length: Option<u64>,
    /// The only values there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_values: Option<Vec<Value>>,
    /// A value as a designer could type it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
}

/// Whether a manifest's row is a field of its own, not a place within one.
pub(crate) fn is_top_level(name: &str) -> bool {
    !name.contains(['.', '['])
}

impl Manifest {
    /// The property of this name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }

    /// The command of this name.
    pub fn command(&self, name: &str) -> Option<&Command> {
        self.commands.iter().find(|command| command.name == name)
    }

    /// The command of this name.
    ///
    /// # Errors
    /// Where there is none: which one was perhaps meant, or which there are.
    pub fn known_command(&self, name: &str) -> Result<&Command, String> {
        let names = || self.commands.iter().map(|command| command.name.as_str());
        self.command(name)
            .ok_or_else(|| uip_contract::did_you_mean(name, names()))
    }

    /// The package that the contract names, with its version:
    /// `acme:tiny@0.1.0` for `acme:tiny/adapter@0.1.0`.
    pub fn contract_package(&self) -> String {
        let (path, version) = self
            .contract
            .split_once('@')
            .unwrap_or((&self.contract, ""));
        let package = path.split_once('/').map_or(path, |(package, _)| package);
        if version.is_empty() {
            package.to_owned()
        } else {
            format!("{package}@{version}")
        }
    }
}
