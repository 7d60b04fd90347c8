//! Secrets: kept out of everything that is shown.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

/// What stands where a secret stood.
const REDACTED: &str = "[redacted]";

/// How many characters of a secret's beginning are redacted where a text was
/// cut within it.
const SHORTEST_BEGINNING: usize = 12;

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

    /// `text` without secrets, and without the beginning of one: a component
    /// may have cut a text within a secret before the host sees it.
    pub(crate) fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for secret in &*self.0 {
            if let Some(scrubbed) = redact(&text, secret) {
                text = Cow::Owned(scrubbed);
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

/// `text` without `secret` and its beginnings; `None` if it has neither.
fn redact(text: &str, secret: &str) -> Option<String> {
    let beginning = beginning(secret);
    let mut scrubbed: Option<String> = None;
    let mut rest = text;
    while let Some(at) = rest.find(beginning) {
        let scrubbed = scrubbed.get_or_insert_default();
        let (before, from_secret) = rest.split_at(at);
        let same = from_secret
            .chars()
            .zip(secret.chars())
            .take_while(|(shown, own)| shown == own);
        let length = same.map(|(shown, _)| shown.len_utf8()).sum();
        scrubbed.push_str(before);
        scrubbed.push_str(REDACTED);
        rest = from_secret.split_at(length).1;
    }
    if let Some(scrubbed) = &mut scrubbed {
        scrubbed.push_str(rest);
    }
    scrubbed
}

/// How much of a secret is enough to recognise it: all of it, or so many of
/// its first characters that no common word has them.
fn beginning(secret: &str) -> &str {
    let end = secret.char_indices().nth(SHORTEST_BEGINNING);
    end.map_or(secret, |(end, _)| secret.split_at(end).0)
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
    fn a_secret_that_was_cut_off_is_taken_out() {
        let secrets = Secrets::new(["EAAGm0PX4ZCpsBAKmVeryLong😀Token".to_owned()]);
        for shown in [
            "EAAGm0PX4ZCp",
            "EAAGm0PX4ZCpsBAKm",
            "EAAGm0PX4ZCpsBAKmVeryLong😀",
            "EAAGm0PX4ZCpsBAKmVeryLong😀Token",
        ] {
            assert_eq!(
                secrets.scrub(&format!("it is \"{shown}…\", or {shown}.")),
                "it is \"[redacted]…\", or [redacted].",
                "{shown}"
            );
        }
        assert_eq!(secrets.scrub("EAAGm0PX is short"), "EAAGm0PX is short");
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
