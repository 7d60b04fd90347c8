//! Writes JSON. What the component writes is small and flat, so a writer of a
//! few lines does, at a tenth of the code that derived serializers would add.

use super::read::Raw;

use crate::prelude::*;

/// A JSON object that is being written.
pub struct ObjectWriter(String);

impl ObjectWriter {
    /// An object without members.
    pub fn new() -> Self {
        Self("{".to_owned())
    }

    /// Adds a member that is a string.
    #[must_use]
    pub fn text(self, name: &str, value: &str) -> Self {
        self.json(name, &quote(value))
    }

    /// Adds a member that is a string, when there is one.
    #[must_use]
    pub fn optional_text(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// Adds a member that is JSON already.
    #[must_use]
    pub fn json(self, name: &str, value: &str) -> Self {
        self.member(&quote(name), value)
    }

    /// Adds a member under a name that keeps its text, with a value that is
    /// JSON already.
    #[must_use]
    pub fn raw(self, name: Raw<'_>, value: &str) -> Self {
        self.member(name.get(), value)
    }

    /// The whole object.
    pub fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }

    fn member(mut self, name: &str, value: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(name);
        self.0.push(':');
        self.0.push_str(value);
        self
    }
}

impl Default for ObjectWriter {
    fn default() -> Self {
        Self::new()
    }
}

/// An array of what is JSON already.
pub fn array<T: AsRef<str>>(items: &[T]) -> String {
    let mut text = String::from("[");
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push_str(item.as_ref());
    }
    text.push(']');
    text
}

/// A text as a JSON string.
pub fn quote(text: &str) -> String {
    // A string can always be written: the error cannot happen.
    serde_json::to_string(text).unwrap_or_default()
}
