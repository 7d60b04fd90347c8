//! The file for people, `designer.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use crate::Error;

/// What a person adds about an adapter: everything that its types cannot
/// express.
///
/// Names in it are the WIT's, in kebab-case. A field is found by the most
/// general entry first, and each more specific one overrides it:
///
/// 1. `[fields]`: every field with this name;
/// 2. `[types.RECORD]`: a field of this record or a case of this variant;
/// 3. `[types.OUTER]` with a path, `"header.video.link"`: the same field where
///    within another type. The outermost type decides last.
///
/// An entry that fits nothing in the WIT is an error.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Designer {
    /// Where the schema of manifests is.
    pub schema: Option<String>,
    /// The adapter's name for people.
    pub display: String,
    /// What the adapter is for.
    pub description: String,
    /// Hosts that requests go to, in addition to those in properties.
    #[serde(default)]
    pub outgoing_hosts: Vec<String>,
    /// The command that checks the properties.
    pub check_command: Option<String>,
    /// Pages with tables of the manifest, from the folder of this file.
    #[serde(default)]
    pub pages: Vec<PathBuf>,
    /// Fields by their name, in whatever record they are.
    #[serde(default)]
    pub fields: BTreeMap<String, Hints>,
    /// Fields by the record or variant they belong to.
    #[serde(default)]
    pub types: BTreeMap<String, BTreeMap<String, Hints>>,
    /// The commands.
    #[serde(default)]
    pub commands: BTreeMap<String, CommandHints>,
    /// The events.
    #[serde(default)]
    pub events: BTreeMap<String, EventHints>,
    /// The versions there were, oldest first.
    #[serde(default)]
    pub releases: Vec<Release>,
}

impl Designer {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or has a member that is not known.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        toml::from_str(&text).map_err(|source| Error::Designer {
            path: path.to_owned(),
            source: Box::new(source),
        })
    }
}

/// What a person says about one field.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hints {
    /// Its name for people. Default: the WIT's name, in words.
    pub display: Option<String>,
    /// What precedes the display names of the fields within this one:
    /// `inside = "Header "` makes "Address" "Header address".
    pub inside: Option<String>,
    /// A sentence that follows the description, for designers only.
    pub note: Option<String>,
    /// A value as a designer could type it.
    pub example: Option<Value>,
    /// The smallest number, or the fewest characters or items.
    pub min: Option<Number>,
    /// The largest number, or the most characters or items.
    pub max: Option<Number>,
    /// What holds when no value is given.
    pub default: Option<Value>,
    /// `base64`, if a text represents bytes.
    pub content_encoding: Option<String>,
    /// Fields of the same record that cannot be given together with this one.
    pub excludes: Option<Vec<String>>,
    /// Whether the value of a property must never be shown, or a screen must hide
    /// that of a request's field.
    pub secret: Option<bool>,
    /// Where the payload of an event carries a property's value.
    pub event_paths: Option<Vec<String>>,
}

/// What a person says about one command.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CommandHints {
    /// Its name for people.
    pub display: String,
    /// A sentence that follows the description, for designers only.
    pub note: Option<String>,
    /// A whole request, with the names of the manifest.
    pub example: Value,
    /// Groups of fields of which exactly one is given.
    #[serde(default)]
    pub exactly_one_of: Vec<Vec<String>>,
}

/// What a person says about one event.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EventHints {
    /// Its name for people.
    pub display: String,
    /// A sentence that follows the description, for designers only.
    pub note: Option<String>,
    /// Where the payload carries what the events are ordered by; the first
    /// path with a value counts.
    #[serde(default)]
    pub order_by: Vec<String>,
    /// Fields of the event's types that need no row of their own, nor do those
    /// within them: another row holds them whole (`content.other`), or they never
    /// come.
    #[serde(default)]
    pub without_row: Vec<String>,
    /// A whole payload. Each value in it becomes the example of its row, and
    /// each must have one; of a list, it has the first item.
    pub example: Option<Value>,
    /// The values in the event's payload, in their order.
    pub rows: Vec<EventRow>,
}

/// One value in an event's payload.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EventRow {
    /// Where it is: `messages[0].text.body`.
    pub path: String,
    /// The member of the event's types that is the same value, and gives type
    /// and description: `content.text`.
    pub of: Option<String>,
    /// Its name for people. Default: the last word of the path.
    pub display: Option<String>,
    /// Its type, where the payload's is another than the WIT's.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The types that come, where they are others than `type` says.
    pub payload_types: Option<Vec<String>>,
    /// What it is. Only for a row without `of`.
    pub description: Option<String>,
    /// A sentence that follows the description, for designers only.
    pub note: Option<String>,
}

/// One version of the adapter.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The version.
    pub version: String,
    /// `Initial`, `Feature`, `Maintenance`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// What changed.
    pub description: String,
    /// The number under which it was tracked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking: Option<String>,
    /// The day, as `2024-07-31`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}
