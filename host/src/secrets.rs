//! Secrets: kept out of everything that is shown.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

/// What stands where a secret stood.
const REDACTED: &str = "[redacted]";

/// The secret values of one adapter instance. It takes them out of texts; it
/// never shows them itself.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Arc<[String]>);

impl Secrets {
    pub(crate) fn new(values: impl IntoIterator<Item = String>) -> Self {
        let mut secrets: Vec<String> = Vec::new();
        for value in values {
            // A guest's output is read line by line: a secret of several lines
            // must be known by each of them.
            let lines: Vec<String> = value.lines().map(|line| line.trim().to_owned()).collect();
            if lines.len() > 1 {
                secrets.extend(lines);
            }
            secrets.push(value);
        }
        secrets.retain(|secret| !secret.is_empty());
        // The longest first: one secret may be part of another.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        Self(secrets.into())
    }

    /// `text` without secrets.
    pub(crate) fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for secret in &*self.0 {
            if text.contains(secret.as_str()) {
                text = Cow::Owned(text.replace(secret.as_str(), REDACTED));
            }
        }
        text
    }

    /// Takes secrets out of every string in `value`.
    pub(crate) fn scrub_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Cow::Owned(scrubbed) = self.scrub(text) {
                    *text = scrubbed;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.scrub_json(item)),
            Value::Object(members) => members
                .values_mut()
                .for_each(|value| self.scrub_json(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_occurrence_of_every_secret_is_taken_out() {
        let secrets = Secrets::new(["token".to_owned(), "token-long".to_owned(), String::new()]);
        assert_eq!(
            secrets.scrub("token, token-long; tok"),
            "[redacted], [redacted]; tok"
        );
        assert_eq!(secrets.scrub("nothing"), "nothing");
    }

    #[test]
    fn secrets_deep_in_json_are_taken_out() {
        let secrets = Secrets::new(["s3cret".to_owned()]);
        let mut value = json!({ "a": ["x s3cret y", { "b": "s3cret" }], "n": 1 });
        secrets.scrub_json(&mut value);
        assert_eq!(
            value,
            json!({ "a": ["x [redacted] y", { "b": "[redacted]" }], "n": 1 })
        );
    }

    #[test]
    fn each_line_of_a_secret_of_several_lines_is_a_secret() {
        let secrets = Secrets::new(["first line\nsecond line".to_owned()]);
        assert_eq!(secrets.scrub("got: second line"), "got: [redacted]");
    }

    #[test]
    fn debug_shows_no_secret() {
        let secrets = Secrets::new(["hidden".to_owned()]);
        assert!(!format!("{secrets:?}").contains("hidden"));
    }
}
