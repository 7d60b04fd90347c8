//! Placeholders in the list for values that differ in every run.

use serde_json::Value;

/// Names such as `{media}`, each with its value in this run.
#[derive(Default)]
pub struct Placeholders(Vec<(&'static str, String)>);

impl Placeholders {
    /// Sets the value of a name.
    pub fn learn(&mut self, name: &'static str, text: impl Into<String>) {
        self.0.push((name, text.into()));
    }

    /// With each name replaced by its value.
    pub fn fill(&self, mut json: Value) -> Value {
        each_text(&mut json, &|text| {
            for (name, stands_for) in &self.0 {
                *text = text.replace(name, stands_for);
            }
        });
        json
    }

    /// With each value replaced by its name, and without the parts of a file's
    /// link that differ in every run.
    pub fn mask(&self, mut json: Value) -> Value {
        each_text(&mut json, &|text| {
            for (name, stands_for) in &self.0 {
                *text = text.replace(stands_for, name);
            }
            *text = without_link_secrets(text);
        });
        json
    }
}

fn each_text(json: &mut Value, change: &dyn Fn(&mut String)) {
    match json {
        Value::String(text) => change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| each_text(item, change)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| each_text(member, change)),
        _ => {}
    }
}

/// What makes a link work for a time: of a file at WhatsApp, and of one that the
/// adapter signs.
const LINK_SECRETS: [&str; 5] = [
    "ext=",
    "hash=",
    "X-Amz-Credential=",
    "X-Amz-Date=",
    "X-Amz-Signature=",
];

/// The values of [`LINK_SECRETS`] replaced by `*`.
fn without_link_secrets(text: &str) -> String {
    let parts = text.split('&').enumerate().map(|(place, part)| {
        let mut secrets = LINK_SECRETS.iter();
        secrets
            .find(|name| place > 0 && part.starts_with(**name))
            .map_or_else(|| part.to_owned(), |name| format!("{name}*"))
    });
    parts.collect::<Vec<_>>().join("&")
}
