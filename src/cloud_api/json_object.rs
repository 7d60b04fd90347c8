//! Writes JSON. Requests are small and flat, so a writer of a few lines does,
//! at a tenth of the code that derived serializers would add to the component.

use crate::json::quote;

/// A JSON object that is being written.
pub struct JsonObject(String);

impl JsonObject {
    /// An object without members.
    pub fn new() -> Self {
        Self("{".to_owned())
    }

    /// Adds a member that is a string.
    #[must_use]
    pub fn text(mut self, name: &str, value: &str) -> Self {
        self.name(name);
        self.0.push_str(&quote(value));
        self
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
    pub fn json(mut self, name: &str, value: &str) -> Self {
        self.name(name);
        self.0.push_str(value);
        self
    }

    /// The whole object.
    pub fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }

    fn name(&mut self, name: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&quote(name));
        self.0.push(':');
    }
}

/// An array of what is JSON already.
pub fn json_array(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}
