use std::path::{Path, PathBuf};

use super::Manifest;
use crate::types::Mistakes;

/// Why a manifest cannot be used.
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
    /// It is not JSON, or not a manifest.
    #[error("not an adapter manifest: {0}")]
    Parse(#[from] serde_json::Error),
    /// It names something twice, or something that is not there.
    #[error("{0}")]
    Mistakes(Mistakes),
}

impl Manifest {
    /// Reads a manifest from JSON text.
    ///
    /// Members that are not known are refused. [`super::schema_mistakes`] is
    /// stricter still, and finds all mistakes at once.
    ///
    /// # Errors
    /// When the text is not a manifest, names something twice, or excludes or
    /// groups fields that are not there.
    pub fn from_json(text: &str) -> Result<Self, ManifestError> {
        let manifest: Self = serde_json::from_str(text)?;
        let mut mistakes = manifest.repeated_names();
        for property in &manifest.properties {
            if property.is_secret && !property.event_paths.is_empty() {
                mistakes.push(
                    format!("property {}", property.name),
                    "is a secret, and has eventPaths: values that events carry are shown",
                );
            }
        }
        mistakes.0.extend(manifest.unusable_check().0);
        for command in &manifest.commands {
            mistakes.0.extend(command.lost_in_groups().0);
        }
        mistakes.or(manifest).map_err(ManifestError::Mistakes)
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
        Self::from_json(&text)
    }

    /// What is wrong with the command that checks the properties.
    fn unusable_check(&self) -> Mistakes {
        let mut mistakes = Mistakes::default();
        let Some(name) = &self.check_command else {
            return mistakes;
        };
        match self.known_command(name) {
            Err(hint) => mistakes.push("checkCommand", format!("`{name}` is no command; {hint}")),
            Ok(command) => {
                let needed = command.request.iter().find(|row| row.is_required);
                if let Some(row) = needed {
                    let problem = format!(
                        "`{name}` needs the field `{}`: a check is called with none",
                        row.name
                    );
                    mistakes.push("checkCommand", problem);
                }
            }
        }
        mistakes
    }

    fn repeated_names(&self) -> Mistakes {
        let mut mistakes = Mistakes::default();
        let mut look = |place: &str, names: Vec<&str>| {
            for (index, name) in names.iter().enumerate() {
                if names.iter().take(index).any(|earlier| earlier == name) {
                    mistakes.push(format!("{place} {name}"), "named twice in the manifest");
                }
            }
        };
        look(
            "property",
            self.properties.iter().map(|it| it.name.as_str()).collect(),
        );
        look(
            "command",
            self.commands.iter().map(|it| it.name.as_str()).collect(),
        );
        look(
            "event",
            self.events.iter().map(|it| it.name.as_str()).collect(),
        );
        for command in &self.commands {
            let place = format!("command {}: request", command.name);
            look(
                &place,
                command.request.iter().map(|it| it.name.as_str()).collect(),
            );
            let place = format!("command {}: response", command.name);
            look(
                &place,
                command.response.iter().map(|it| it.name.as_str()).collect(),
            );
        }
        for event in &self.events {
            let place = format!("event {}: property", event.name);
            look(
                &place,
                event.properties.iter().map(|it| it.name.as_str()).collect(),
            );
        }
        mistakes
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(check: &str) -> Result<Manifest, ManifestError> {
        let row = json!({
            "name": "to", "display": "To", "description": "Whom.",
            "isRequired": true, "type": "string"
        });
        let command = |name: &str, request: serde_json::Value| {
            json!({
                "name": name, "display": name, "description": name,
                "request": request, "response": []
            })
        };
        let manifest = json!({
            "name": "x", "display": "X", "version": "1.0.0", "description": "d",
            "contract": "a:b/c@1.0.0", "checkCommand": check, "properties": [],
            "commands": [command("testLink", json!([])), command("send", json!([row]))],
            "events": [], "releaseHistory": []
        });
        Manifest::from_json(&manifest.to_string())
    }

    #[test]
    fn the_command_that_checks_the_properties_is_there_and_needs_no_field() {
        assert!(read("testLink").is_ok());
        for (check, problem) in [
            (
                "testlink",
                "checkCommand: `testlink` is no command; did you mean `testLink`?",
            ),
            (
                "send",
                "checkCommand: `send` needs the field `to`: a check is called with none",
            ),
        ] {
            assert_eq!(read(check).unwrap_err().to_string(), problem);
        }
    }
}
