//! The query parameter `fields`.

use serde_json::{Map, Value};

use super::call::Call;
use crate::model::GraphError;

/// A kind of object that Graph lets one read.
pub(super) struct Node {
    /// What Graph calls it in a refusal.
    pub(super) kind: &'static str,
    /// Every field one may ask for.
    pub(super) known: &'static [&'static str],
    /// The fields that come unasked; empty for all.
    pub(super) unasked: &'static [&'static str],
}

impl Node {
    /// The members of `value` that `fields` asks for, and always the id. A field that is known and has no
    /// value is left out.
    ///
    /// # Errors
    /// Code 100 for a field that this kind of object does not have.
    pub(super) fn select(&self, call: &Call, value: Value) -> Result<Value, GraphError> {
        let asked = call.query("fields").map(names);
        self.pick(asked.as_deref(), value)
    }

    /// As [`Node::select`], with the names of the fields.
    ///
    /// # Errors
    /// Code 100 for a field that this kind of object does not have.
    pub(super) fn pick(&self, asked: Option<&[&str]>, value: Value) -> Result<Value, GraphError> {
        let wanted = match asked {
            Some(fields) => fields,
            None if self.unasked.is_empty() => return Ok(value),
            None => self.unasked,
        };
        if let Some(unknown) = wanted
            .iter()
            .find(|field| **field != "id" && !self.known.contains(field))
        {
            return Err(GraphError::parameter(format!(
                "Tried accessing nonexisting field ({unknown}) on node type ({})",
                self.kind
            )));
        }
        let Value::Object(object) = value else {
            return Ok(value);
        };
        let kept: Map<String, Value> = object
            .into_iter()
            .filter(|(key, _)| key == "id" || wanted.contains(&key.as_str()))
            .collect();
        Ok(Value::Object(kept))
    }
}

/// The fields of the field `name`: c and d of `a,b{c,d}` for b. `None` if it has no braces.
pub(super) fn nested<'a>(fields: &'a str, name: &str) -> Option<Vec<&'a str>> {
    let (_, after) = fields.split_once(&format!("{name}{{"))?;
    let mut depth = 1_usize;
    let end = after.find(|letter| {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    after.get(..end).map(names)
}

/// `a,b{c,d},e.limit(1)` names a, b and e.
fn names(fields: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    fields
        .split(|letter| {
            match letter {
                '{' | '(' => depth += 1,
                '}' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            letter == ',' && depth == 0
        })
        .map(|field| {
            let end = field.find(['{', '.', '(']).unwrap_or(field.len());
            field.get(..end).unwrap_or(field).trim()
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_fields_are_not_fields() {
        assert_eq!(
            names("id, throughput{level,x},data.limit(2){a},name"),
            ["id", "throughput", "data", "name"]
        );
        assert!(names("").is_empty());
    }

    #[test]
    fn fields_of_a_field_are_found_by_its_name() {
        assert_eq!(nested("a,b{c,d{e}},f", "b").unwrap(), ["c", "d"]);
        assert_eq!(nested("a,b", "b"), None);
        assert_eq!(nested("a,b{c", "b"), None);
    }
}
