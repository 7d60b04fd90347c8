//! The manifest, `adapter.json`: what a designer sees of an adapter.

mod limits;
mod members;
mod read;
mod request;
mod rules;

use serde::Serialize;
use serde_json::{Map, Value};

pub use read::ManifestError;
pub use rules::{Rule, plain};

use crate::AllowedHost;

/// The JSON Schema (draft 2020-12) of manifests, for editors and other tools.
/// [`Manifest::from_json`] refuses what it refuses, and more.
pub const SCHEMA: &str = include_str!("../../schema/adapter.schema.json");

/// An adapter's manifest. The types of the component say what fits where; the
/// manifest adds what a type cannot say.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Manifest {
    /// Where the schema of manifests is.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outgoing_hosts: Vec<AllowedHost>,
    /// The command that checks the properties: it needs no field of its
    /// request, and fails with the category `configuration` before its first
    /// request to a server when a property has a value that cannot work.
    #[serde(skip_serializing_if = "Option::is_none")]
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
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Property {
    /// Its name, in camelCase.
    pub name: String,
    /// Its name for people.
    pub display: String,
    /// Whether an instance can do without.
    pub is_required: bool,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// What kind of value it takes.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What holds when no value is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_value: Option<Value>,
    /// What bounds its value.
    #[serde(flatten)]
    pub limits: Limits,
    /// Whether its value must never be shown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_secret: bool,
    /// Where the payload of an event carries the value of this property, such
    /// as `metadata.phone_number_id`; the first path with a value counts. A
    /// server gives an event to the instance whose property has that value.
    /// Properties that come earlier in the manifest decide first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub event_paths: Vec<String>,
}

/// One command.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exactly_one_of: Vec<Vec<String>>,
    /// A request as a designer could send it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Map<String, Value>>,
    /// What it answers, whether it succeeds or fails.
    pub response: Vec<ResponseField>,
}

/// One field of a command's request.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<ContentEncoding>,
    /// Whether its value has exactly one of the members that rows name: one
    /// case of a variant.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub exactly_one_member: bool,
    /// The fields, or places, that cannot be given together with this one.
    /// Said once, at either of the two, it holds for both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excludes: Vec<String>,
    /// What holds when no value is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_value: Option<Value>,
    /// What bounds its value.
    #[serde(flatten)]
    pub limits: Limits,
    /// Whether a screen must hide its value, as that of a password.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_secret: bool,
}

/// One field of a command's response.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResponseField {
    /// Its name, or a place within a value.
    pub name: String,
    /// What it says.
    pub description: String,
    /// What kind of value it is.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What its text stands for, when it is not a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<ContentEncoding>,
    /// The only values there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_values: Option<Vec<Value>>,
    /// A value as a flow could see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Event {
    /// Its name, in `snake_case`.
    pub name: String,
    /// Its name for people.
    pub display: String,
    /// When it happens.
    pub description: String,
    /// Where its payload carries what events of this name are ordered by, such
    /// as `messages[0].from`: the customer. The first place with a value
    /// counts. A server delivers events with the same value in order; without
    /// these places, or without a value, in any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order_by: Vec<String>,
    /// What its payload holds.
    pub properties: Vec<EventField>,
}

/// One place in an event's payload.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub payload_types: Vec<Kind>,
    /// The only values there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_values: Option<Vec<Value>>,
    /// A value as a flow could see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
}

/// One version in the adapter's history.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Release {
    /// The version.
    pub version: String,
    /// `Initial`, `Feature`, `Maintenance`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// What it brought.
    pub description: String,
    /// Where its making is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking: Option<String>,
    /// When it came out: `2024-07-31`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// What kind of JSON value something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::String,
        Self::Integer,
        Self::Number,
        Self::Boolean,
        Self::Array,
        Self::Object,
    ];

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ContentEncoding {
    /// Bytes, such as a file's, in base64 (RFC 4648, section 4).
    Base64,
}

/// What bounds a value beyond its type. Absent members bound nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Limits {
    /// The greatest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_value: Option<serde_json::Number>,
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_value: Option<serde_json::Number>,
    /// The greatest length, in Unicode characters, or in items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_length: Option<u64>,
    /// The least length, in Unicode characters, or in items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_length: Option<u64>,
    /// The only values there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_values: Option<Vec<Value>>,
    /// A value as a designer could type it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
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
            .ok_or_else(|| crate::did_you_mean(name, names()))
    }

    /// The event of this name.
    pub fn event(&self, name: &str) -> Option<&Event> {
        self.events.iter().find(|event| event.name == name)
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

impl Command {
    /// The row of the request with this name.
    pub fn field(&self, name: &str) -> Option<&RequestField> {
        self.request.iter().find(|row| row.name == name)
    }

    /// The fields of the request itself, without the rows for places within
    /// their values.
    pub fn fields(&self) -> impl Iterator<Item = &RequestField> {
        let rows = self.request.iter();
        rows.filter(|row| crate::place::is_top_level(&row.name))
    }
}

/// The members of a failed command's response, in UIP's flat form of it. All
/// others in a manifest's `response` belong to success.
const OF_FAILURE: [&str; 10] = [
    "failure",
    "retryable",
    "code",
    "error",
    "category",
    "advice",
    "retryAfterSeconds",
    "httpStatus",
    "traceId",
    "details",
];

impl ResponseField {
    /// Whether it, or what it is within, comes only when the command failed.
    pub fn is_of_failure(&self) -> bool {
        let end = self.name.find(['.', '[']).unwrap_or(self.name.len());
        let (member, _) = self.name.split_at(end);
        OF_FAILURE.contains(&member)
    }
}
