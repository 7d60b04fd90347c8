//! The parameters of a notification.

use std::borrow::Cow;

use uip_kit::form;
use uip_kit::json::{Object, ObjectWriter, quote};

/// To merge repeated names is work that grows with the square of the parameters.
/// Twilio sends about 40.
const MOST_MERGED: usize = 500;

/// A parameter's name and value, decoded.
pub type Parameter<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The parameters of a form in their order, decoded.
#[derive(Debug)]
pub struct Parameters<'a>(Vec<Parameter<'a>>);

impl<'a> Parameters<'a> {
    /// Reads a form.
    pub fn read(body: &'a str) -> Self {
        Self(form::decode(body).collect())
    }

    /// All of them.
    pub fn all(&self) -> &[Parameter<'a>] {
        &self.0
    }

    /// A parameter, which may be empty. Of a repeated name the first counts.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| &**value)
    }

    /// A parameter that is not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// As [`text`](Self::text), owned.
    pub fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// The parameters as a JSON object of texts, as they came, and after them what
    /// the endpoint adds. A repeated name has an array of its values, unless there
    /// are more parameters than Twilio sends. What Twilio sent is never replaced: only
    /// that is signed.
    pub fn json(&self, added: Option<&Object<'_>>) -> String {
        let length = |(name, value): &Parameter<'_>| name.len() + value.len() + 6;
        let mut json = ObjectWriter::with_capacity(self.0.iter().map(length).sum());
        let merges = self.0.len() <= MOST_MERGED;
        for (place, (name, value)) in self.0.iter().enumerate() {
            let is_same = |(own, _): &&Parameter<'_>| own == name;
            let mut before = self.0.iter().take(place);
            let mut after = self.0.iter().skip(place + 1);
            if merges && before.any(|it| is_same(&it)) {
                continue;
            }
            if !merges || !after.any(|it| is_same(&it)) {
                json = json.text(name, value);
                continue;
            }
            let values = self.0.iter().filter(is_same).map(|(_, value)| quote(value));
            let values: Vec<_> = values.collect();
            json = json.json(name, &format!("[{}]", values.join(",")));
        }
        for member in added.iter().flat_map(|added| added.members()) {
            let name = member.name.text().unwrap_or_default();
            if self.get(&name).is_none() {
                json = json.json(&name, member.value.get());
            }
        }
        json.finish()
    }
}
