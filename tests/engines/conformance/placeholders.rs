//! Placeholders in the list for values that differ in every run.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
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

    /// With each value replaced by its name, and without what differs in every
    /// run.
    pub fn mask(&self, mut json: Value) -> Value {
        each_text(&mut json, &|text| {
            for (name, stands_for) in &self.0 {
                *text = text.replace(stands_for, name);
            }
            for (what, instead) in &*DIFFERENT {
                if let Cow::Owned(masked) = what.replace_all(text, *instead) {
                    *text = masked;
                }
            }
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

/// What differs in every run, and what is written instead.
static DIFFERENT: LazyLock<[(Regex, &str); 5]> = LazyLock::new(|| {
    let masks = [
        // What makes a link work for a time: of a file at WhatsApp, and of one
        // that the adapter signs.
        (
            "&(ext|hash|X-Amz-(?:Credential|Date|Signature))=[^&]*",
            "&$1=*",
        ),
        (r#""fbtrace_id":"[^"]*""#, r#""fbtrace_id":"*""#),
        (r"(/mms\.twiliocdn\.com/\w+/[^/]+)/[^/?]+", "$1/*"),
        // In what Twilio answers: times, and the ids of what it makes.
        (r#""(date_[a-z]+)":"[^"]*""#, r#""$1":"*""#),
        (r"\b(SM|MM|ME|HX|XE)[0-9a-f]{32}\b", "$1*"),
    ];
    masks.map(|(what, instead)| (Regex::new(what).expect("a pattern"), instead))
});
