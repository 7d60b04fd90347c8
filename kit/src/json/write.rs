//! Writes an object of which most is JSON already: an event repeats the bytes that
//! were sent, names and spaces included, and the members of several parts become
//! those of one object. What is written from values derives `Serialize`, and goes
//! through [`to_string`](super::to_string).

use super::read::Raw;
use super::string::is_plain;
use super::work;

/// A JSON object that is being written.
pub struct ObjectWriter(String);

impl ObjectWriter {
    /// An object without members.
    pub fn new() -> Self {
        Self("{".to_owned())
    }

    /// An object without members, with capacity for this many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        let mut json = String::with_capacity(bytes);
        json.push('{');
        Self(json)
    }

    /// Adds a member that is a string.
    #[must_use]
    pub fn text(mut self, name: &str, value: &str) -> Self {
        self.separate();
        push_quoted(&mut self.0, name);
        self.0.push(':');
        push_quoted(&mut self.0, value);
        self
    }

    /// Adds a member that is JSON already.
    #[must_use]
    pub fn json(mut self, name: &str, value: &str) -> Self {
        work::count(name.len() + value.len());
        self.separate();
        push_quoted(&mut self.0, name);
        self.0.extend([":", value]);
        self
    }

    /// Adds a member under a name that keeps its text, with a value that is
    /// JSON already.
    #[must_use]
    pub fn raw(self, name: Raw<'_>, value: &str) -> Self {
        self.member(name.get(), value)
    }

    /// Adds an array under a name that keeps its text.
    #[must_use]
    pub fn raw_array<'a>(self, name: Raw<'_>, items: impl Iterator<Item = Raw<'a>>) -> Self {
        let mut json = self.member(name.get(), "[");
        for (position, item) in items.enumerate() {
            if position > 0 {
                json.0.push(',');
            }
            work::count(item.get().len());
            json.0.push_str(item.get());
        }
        json.0.push(']');
        json
    }

    /// Adds members that are written already, and joined.
    #[must_use]
    pub fn members(mut self, members: &str) -> Self {
        self.separate();
        work::count(members.len());
        self.0.push_str(members);
        self
    }

    /// The whole object.
    pub fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }

    fn member(mut self, name: &str, value: &str) -> Self {
        self.separate();
        work::count(name.len() + value.len());
        self.0.extend([name, ":", value]);
        self
    }

    fn separate(&mut self) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
    }
}

impl Default for ObjectWriter {
    fn default() -> Self {
        Self::new()
    }
}

/// A text as a JSON string.
pub fn quote(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    push_quoted(&mut json, text);
    json
}

pub(super) fn push_quoted(json: &mut String, text: &str) {
    if is_plain(text) {
        json.extend(["\"", text, "\""]);
    } else {
        // A string can always be written: the error cannot happen.
        json.push_str(&serde_json::to_string(text).unwrap_or_default());
    }
}
