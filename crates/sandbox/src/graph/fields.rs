//! Members of a request's objects, with Graph's words when one is missing or wrong.

use serde_json::{Map, Value};

use crate::model::GraphError;

/// An object of the request, and how Graph calls it: `text`, `text['body']`…
pub(super) struct Fields<'a> {
    object: &'a Map<String, Value>,
    path: String,
}

impl<'a> Fields<'a> {
    /// The request itself.
    pub(super) fn top(object: &'a Map<String, Value>) -> Self {
        Self {
            object,
            path: String::new(),
        }
    }

    /// An object within an array, such as `components[0]`.
    pub(super) fn item(
        &self,
        key: &str,
        place: usize,
        value: &'a Value,
    ) -> Result<Self, GraphError> {
        let path = format!("{}[{place}]", self.path_of(key));
        match value {
            Value::Object(object) => Ok(Self { object, path }),
            _ => Err(GraphError::parameter(format!(
                "Param {path} must be a JSON object."
            ))),
        }
    }

    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}['{key}']", self.path)
        }
    }

    /// The member, unchanged; `null` counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.object.get(key).filter(|value| !value.is_null())
    }

    pub(super) fn missing(&self, key: &str) -> GraphError {
        GraphError::parameter(format!("The parameter {} is required.", self.path_of(key)))
    }

    fn wrong(&self, key: &str, must_be: &str) -> GraphError {
        GraphError::parameter(format!("Param {} must be {must_be}.", self.path_of(key)))
    }

    pub(super) fn optional_text(&self, key: &str) -> Result<Option<&'a str>, GraphError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(key, "a string")),
        }
    }

    /// Text that is there and not empty.
    pub(super) fn text(&self, key: &str) -> Result<&'a str, GraphError> {
        self.optional_text(key)?
            .filter(|text| !text.is_empty())
            .ok_or_else(|| self.missing(key))
    }

    /// As [`Fields::text`], of at most `most` Unicode characters.
    pub(super) fn text_within(&self, key: &str, most: usize) -> Result<&'a str, GraphError> {
        let text = self.text(key)?;
        self.check_length(key, text, most)?;
        Ok(text)
    }

    pub(super) fn optional_text_within(
        &self,
        key: &str,
        most: usize,
    ) -> Result<Option<&'a str>, GraphError> {
        let text = self.optional_text(key)?;
        if let Some(text) = text {
            self.check_length(key, text, most)?;
        }
        Ok(text)
    }

    fn check_length(&self, key: &str, text: &str, most: usize) -> Result<(), GraphError> {
        if text.chars().count() > most {
            return Err(self.wrong(key, &format!("at most {most} characters long")));
        }
        Ok(())
    }

    pub(super) fn optional_bool(&self, key: &str) -> Result<Option<bool>, GraphError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(*value)),
            Some(Value::String(text)) if text == "true" || text == "false" => {
                Ok(Some(text == "true"))
            }
            Some(_) => Err(self.wrong(key, "a boolean")),
        }
    }

    /// A number, or text that is one.
    pub(super) fn number(&self, key: &str) -> Result<f64, GraphError> {
        match self.get(key) {
            None => return Err(self.missing(key)),
            Some(Value::Number(number)) => number.as_f64(),
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(_) => None,
        }
        .filter(|number: &f64| number.is_finite())
        .ok_or_else(|| self.wrong(key, "a number"))
    }

    /// A whole number, or text that is one.
    pub(super) fn optional_integer(&self, key: &str) -> Result<Option<i64>, GraphError> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        let number = match value {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_i64(),
        };
        number
            .map(Some)
            .ok_or_else(|| self.wrong(key, "an integer"))
    }

    pub(super) fn optional_object(&self, key: &str) -> Result<Option<Fields<'a>>, GraphError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Object(object)) => Ok(Some(Fields {
                object,
                path: self.path_of(key),
            })),
            Some(_) => Err(self.wrong(key, "a JSON object")),
        }
    }

    pub(super) fn object(&self, key: &str) -> Result<Fields<'a>, GraphError> {
        self.optional_object(key)?.ok_or_else(|| self.missing(key))
    }

    pub(super) fn optional_list(&self, key: &str) -> Result<&'a [Value], GraphError> {
        match self.get(key) {
            None => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(_) => Err(self.wrong(key, "an array")),
        }
    }

    /// A list whose length is in `count`.
    pub(super) fn list(
        &self,
        key: &str,
        count: std::ops::RangeInclusive<usize>,
    ) -> Result<&'a [Value], GraphError> {
        let items = self.optional_list(key)?;
        if items.is_empty() {
            return Err(self.missing(key));
        }
        if !count.contains(&items.len()) {
            let (least, most) = (count.start(), count.end());
            return Err(self.wrong(key, &format!("an array of {least} to {most} items")));
        }
        Ok(items)
    }
}
