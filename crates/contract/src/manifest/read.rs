//! From JSON to a manifest, with every mistake.

mod meaning;
mod parts;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Manifest;
use super::members::{Members, Pointer};
use crate::Mistakes;
use crate::json::Json;

/// Why a manifest's file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestError {
    /// The file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// It is not a manifest.
    #[error(transparent)]
    Mistakes(#[from] Mistakes),
}

impl Manifest {
    /// Reads a manifest from JSON text.
    ///
    /// # Errors
    /// With every mistake there is. Where a value is not of its form, is missing
    /// or unknown, its path is a JSON Pointer: `/commands/0/name`. Where the
    /// form is right, but names are repeated or refer to nothing, the path says
    /// so in words: `command send: request to`.
    pub fn from_json(text: &str) -> Result<Self, Mistakes> {
        Self::of(&Json::read(text)?)
    }

    /// Reads a manifest from a JSON value.
    ///
    /// # Errors
    /// As [`Manifest::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, Mistakes> {
        Self::of(&Json::of(value))
    }

    fn of(json: &Json<'_>) -> Result<Self, Mistakes> {
        let mistakes = RefCell::default();
        let manifest = Members::of(Pointer::Root, json, &mistakes).and_then(|mut members| {
            let manifest = Self::read(&mut members);
            members.finish();
            manifest
        });
        match (manifest, mistakes.into_inner()) {
            (Some(manifest), mistakes) if mistakes.is_empty() => {
                manifest.mistakes_in_meaning().or(manifest)
            }
            (_, mistakes) => Err(mistakes),
        }
    }

    /// Reads a manifest from a file.
    ///
    /// # Errors
    /// As [`Manifest::from_json`], and when the file cannot be read.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, ManifestError> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|source| ManifestError::Read {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self::from_json(&text)?)
    }
}

/// One command by itself, for tests.
#[cfg(test)]
pub(super) fn command(value: &Value) -> super::Command {
    let mistakes = RefCell::default();
    let json = Json::of(value);
    let mut members = Members::of(Pointer::Root, &json, &mistakes).unwrap();
    let command = super::Command::read(&mut members);
    members.finish();
    let mistakes = mistakes.into_inner();
    assert!(mistakes.is_empty(), "{mistakes}");
    command.unwrap()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn tiny() -> Value {
        let text = include_str!("../../../testkit/adapters/tiny/adapter.json");
        serde_json::from_str(text).unwrap()
    }

    /// What is wrong with the tiny adapter's manifest after `change`.
    fn mistakes(change: fn(&mut Value)) -> Vec<String> {
        let mut json = tiny();
        change(&mut json);
        let mistakes = Manifest::from_json(&json.to_string()).unwrap_err();
        mistakes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_manifest_survives_being_read_and_written() {
        let read = Manifest::from_value(&tiny()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), tiny());
    }

    #[test]
    fn every_mistake_is_reported_with_its_path() {
        let found = mistakes(|json| {
            json["version"] = json!("1");
            json["contract"] = json!("tiny");
            json["extra"] = json!(1);
            json["properties"][0]["isRequired"] = json!("yes");
            json["properties"][1]["displya"] = json!("x");
            json["properties"][1]
                .as_object_mut()
                .unwrap()
                .remove("display");
            json["commands"][0]["request"][0]["type"] = json!("text");
            json["commands"][0]["request"][0]["maximumLength"] = json!(-1);
            json["commands"][0]["request"][1] = json!("none");
            json["commands"][1]["request"] = json!({});
            json["events"][0]["orderBy"] = json!(["a..b", "c", "c"]);
            json["events"][1]["orderBy"] = json!([]);
            json["releaseHistory"][0]["date"] = json!("soon");
        });
        assert_eq!(
            found,
            [
                "/version: expected a version such as 1.0.0, got \"1\"",
                "/contract: expected a WIT world such as acme:tiny/adapter@0.1.0, got \"tiny\"",
                "/properties/0/isRequired: expected true or false, got \"yes\"",
                "/properties/1/display: is missing",
                "/properties/1/displya: unknown member; did you mean `display`?",
                "/commands/0/request/0/type: expected string, integer, number, boolean, array or object, got \"text\"",
                "/commands/0/request/0/maximumLength: expected a whole number, at least 0, got -1",
                "/commands/0/request/1: expected an object, got \"none\"",
                "/commands/1/request: expected an array, got {}",
                "/events/0/orderBy/0: expected a name, or a place within a value such as messages[0].id, got \"a..b\"",
                "/events/0/orderBy: \"c\" is in it twice",
                "/events/1/orderBy: too few items: 0, at least 1 are needed",
                "/releaseHistory/0/date: expected a date such as 2026-11-01, got \"soon\"",
                "/extra: unknown member; known: $schema, name, display, version, description, contract, outgoingHosts, checkCommand, properties, commands, events, releaseHistory",
            ]
        );
    }

    #[test]
    fn repeated_names_and_secrets_that_events_carry_are_refused() {
        assert_eq!(
            mistakes(|json| json["properties"][1]["name"] = json!("accessKey")),
            ["property accessKey: appears twice in the manifest"]
        );
        assert_eq!(
            mistakes(|json| json["properties"][0]["eventPaths"] = json!(["a.b"])),
            [
                "property accessKey: is a secret, and has eventPaths: values that events carry are shown"
            ]
        );
    }

    #[test]
    fn what_is_no_manifest_at_all_is_said() {
        let problem = |text: &str| Manifest::from_json(text).unwrap_err().to_string();
        assert_eq!(problem("[]"), "expected an object, got []");
        assert!(problem("{").starts_with("not JSON: "));
        assert!(problem(r#"{"name":"a","name":"b"}"#).starts_with("name: given more than once"));
    }
}
