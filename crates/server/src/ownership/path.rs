use uip_contract::place;

use crate::json_text::{self, Step};

/// A place in an event's payload: `messages[0].id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EventPath(Vec<Step>);

impl EventPath {
    /// Reads a path as manifests write it.
    pub fn parse(text: &str) -> Option<Self> {
        let steps = place::steps(text)?.into_iter();
        let steps = steps.map(|step| match step {
            place::Step::Member(name) => Step::member(name),
            place::Step::Item(index) => Step::item(index),
        });
        Some(Self(steps.collect()))
    }

    /// The value there: a text's characters, and the JSON of anything else.
    /// `null` and blank text are none.
    pub fn value(&self, payload: &str) -> Option<String> {
        let json = json_text::find(payload, &self.0)?.get();
        let value = serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned());
        let value = value.trim();
        (!value.is_empty() && json != "null").then(|| value.to_owned())
    }
}
