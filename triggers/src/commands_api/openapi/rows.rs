//! From a manifest's flat rows, whose names are places in a value
//! (`buttons[0].value.flow`), to nested JSON schemas.

use serde_json::{Map, Value, json};

use super::text;

/// Rows that lie deeper are left out, and the value there may be anything.
const DEEPEST: usize = 32;

/// A value and the values within it, as rows describe them.
#[derive(Default)]
pub(super) struct Rows<'m> {
    row: Option<&'m Value>,
    members: Vec<(&'m str, Rows<'m>)>,
    item: Option<Box<Rows<'m>>>,
}

#[derive(Clone, Copy)]
enum Step<'m> {
    Member(&'m str),
    Item,
}

/// Whether a value is one that is sent, where members nobody knows are
/// refused, or one that is received, where they may come with a later version.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Response,
}

impl<'m> Rows<'m> {
    /// Puts rows together. Of two rows with the same name, the first counts.
    pub fn new(rows: impl Iterator<Item = &'m Value>) -> Self {
        let mut root = Self::default();
        for row in rows {
            let steps = steps(text(row, "name").unwrap_or_default());
            if steps.is_empty() || steps.len() > DEEPEST {
                continue;
            }
            let place = steps
                .into_iter()
                .fold(&mut root, |place, step| place.at(step));
            place.row.get_or_insert(row);
        }
        root
    }

    /// The value at the end of a step, made if there is none yet.
    fn at(&mut self, step: Step<'m>) -> &mut Self {
        match step {
            Step::Item => self.item.get_or_insert_default(),
            Step::Member(name) => {
                let known = self.members.iter().position(|(known, _)| *known == name);
                let index = known.unwrap_or_else(|| {
                    self.members.push((name, Self::default()));
                    self.members.len() - 1
                });
                &mut self.members[index].1
            }
        }
    }

    /// The schema of a command's request.
    pub fn request_schema(&self) -> Value {
        let mut schema = self.object(Side::Request);
        if self.members.is_empty() {
            schema.insert("additionalProperties".to_owned(), false.into());
        }
        Value::Object(schema)
    }

    /// The schemas of the members of a response.
    pub fn response_properties(&self) -> Map<String, Value> {
        self.properties(Side::Response)
    }

    /// A request as somebody could send it, if the rows have examples for all
    /// that is required.
    pub fn example(&self) -> Option<Value> {
        let mut example = Map::new();
        for (name, member) in &self.members {
            match member.own_example() {
                Some(value) => {
                    example.insert((*name).to_owned(), value);
                }
                None if member.is_required() => return None,
                None => {}
            }
        }
        (!example.is_empty()).then_some(Value::Object(example))
    }

    fn own_example(&self) -> Option<Value> {
        let own = self.row.and_then(|row| row.get("example")).cloned();
        own.or_else(|| {
            let all = self.is_required() && !self.members.is_empty();
            all.then(|| self.example()).flatten()
        })
    }

    fn is_required(&self) -> bool {
        self.row
            .and_then(|row| row.get("isRequired"))
            .is_some_and(|required| *required == Value::Bool(true))
    }

    fn properties(&self, side: Side) -> Map<String, Value> {
        let property = |(name, member): &(&str, Self)| ((*name).to_owned(), member.schema(side));
        self.members.iter().map(property).collect()
    }

    fn object(&self, side: Side) -> Map<String, Value> {
        let mut schema = Map::from_iter([("type".to_owned(), json!("object"))]);
        if self.members.is_empty() {
            return schema;
        }
        let required: Vec<&str> = self
            .members
            .iter()
            .filter(|(_, member)| member.is_required())
            .map(|(name, _)| *name)
            .collect();
        if side == Side::Request && !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema.insert("properties".to_owned(), self.properties(side).into());
        if side == Side::Request {
            schema.insert("additionalProperties".to_owned(), false.into());
        }
        schema
    }

    fn schema(&self, side: Side) -> Value {
        let stated = self.row.and_then(|row| text(row, "type"));
        let mut schema = match (stated, &self.item) {
            // What the rows within say counts more than a type that cannot be.
            _ if !self.members.is_empty() => self.object(side),
            (_, Some(item)) => array(item.schema(side)),
            (Some("array"), None) => array(json!({})),
            (Some(stated), None) => Map::from_iter([("type".to_owned(), stated.into())]),
            (None, None) => Map::new(),
        };
        if let Some(row) = self.row {
            describe(&mut schema, row);
        }
        Value::Object(schema)
    }
}

fn array(items: Value) -> Map<String, Value> {
    Map::from_iter([
        ("type".to_owned(), json!("array")),
        ("items".to_owned(), items),
    ])
}

/// Adds what a row says beside the type. A title is left out: client
/// generators name their classes after it.
fn describe(schema: &mut Map<String, Value>, row: &Value) {
    let is_array = schema.get("type") == Some(&json!("array"));
    let lengths = if is_array {
        ["minItems", "maxItems"]
    } else {
        ["minLength", "maxLength"]
    };
    let keywords = [
        ("description", "description"),
        ("minimumLength", lengths[0]),
        ("maximumLength", lengths[1]),
        ("minimumValue", "minimum"),
        ("maximumValue", "maximum"),
        ("allowedValues", "enum"),
    ];
    for (member, keyword) in keywords {
        if let Some(value) = row.get(member) {
            schema.insert(keyword.to_owned(), value.clone());
        }
    }
    // A description: what JSON Schema has for it, client generators trip over.
    if let Some(excluded) = row.get("excludes").and_then(Value::as_array) {
        let excluded: Vec<&str> = excluded.iter().filter_map(Value::as_str).collect();
        let description = text(row, "description").unwrap_or_default();
        let description = format!("{description} Not together with {}.", excluded.join(", "));
        schema.insert("description".to_owned(), description.trim().into());
    }
    if let Some(example) = row.get("example") {
        schema.insert("examples".to_owned(), json!([example]));
    }
}

/// Reads `messages[0].errors[0].code`. A text that is no such place is one
/// name as a whole.
fn steps(place: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in place.split('.') {
        let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        if name.is_empty() {
            return vec![Step::Member(place)];
        }
        steps.push(Step::Member(name));
        while !rest.is_empty() {
            let index = rest
                .strip_prefix('[')
                .and_then(|rest| rest.split_once(']'))
                .filter(|(index, _)| {
                    !index.is_empty() && index.bytes().all(|b| b.is_ascii_digit())
                });
            let Some((_, after)) = index else {
                return vec![Step::Member(place)];
            };
            steps.push(Step::Item);
            rest = after;
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(rows: Value) -> Vec<Value> {
        match rows {
            Value::Array(rows) => rows,
            other => panic!("not rows: {other}"),
        }
    }

    fn schema(rows: Value) -> Value {
        Rows::new(list(rows).iter()).request_schema()
    }

    #[test]
    fn rows_within_a_value_become_nested_schemas() {
        let schema = schema(json!([
            { "name": "header", "type": "object", "isRequired": false, "description": "h" },
            { "name": "header.image.link", "type": "string", "isRequired": true },
            { "name": "rows[0].cells[0].text", "type": "string", "isRequired": true, "maximumLength": 9 },
            { "name": "rows", "type": "array", "isRequired": true, "minimumLength": 1 },
        ]));
        let expected = json!({
            "type": "object",
            "required": ["rows"],
            "properties": {
                "header": {
                    "type": "object",
                    "properties": {
                        "image": {
                            "type": "object",
                            "required": ["link"],
                            "properties": { "link": { "type": "string" } },
                            "additionalProperties": false,
                        },
                    },
                    "additionalProperties": false,
                    "description": "h",
                },
                "rows": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "cells": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["text"],
                                    "properties": { "text": { "type": "string", "maxLength": 9 } },
                                    "additionalProperties": false,
                                },
                            },
                        },
                        "additionalProperties": false,
                    },
                    "minItems": 1,
                },
            },
            "additionalProperties": false,
        });
        assert_eq!(schema, expected);
    }

    #[test]
    fn limits_become_the_keywords_of_their_type() {
        let schema = schema(json!([
            { "name": "a", "type": "string", "minimumLength": 1, "maximumLength": 2, "example": "x" },
            { "name": "b", "type": "array", "maximumLength": 3 },
            { "name": "c", "type": "integer", "minimumValue": -1, "maximumValue": 300 },
            { "name": "d", "type": "string", "allowedValues": ["x", "y"] },
        ]));
        let expected = json!({
            "a": { "type": "string", "minLength": 1, "maxLength": 2, "examples": ["x"] },
            "b": { "type": "array", "items": {}, "maxItems": 3 },
            "c": { "type": "integer", "minimum": -1, "maximum": 300 },
            "d": { "type": "string", "enum": ["x", "y"] },
        });
        assert_eq!(schema["properties"], expected);
    }

    #[test]
    fn a_command_without_fields_takes_an_empty_object_only() {
        let empty = json!({ "type": "object", "additionalProperties": false });
        assert_eq!(schema(json!([])), empty);
    }

    #[test]
    fn a_name_that_is_no_place_is_one_member() {
        for name in ["a..b", "a[", "a[x]", "a[]", "[0]", "a[0]b", ".a"] {
            let schema = schema(json!([{ "name": name, "type": "string" }]));
            assert_eq!(schema["properties"], json!({ name: { "type": "string" } }));
        }
    }

    #[test]
    fn a_row_that_lies_too_deep_is_left_out() {
        let name = vec!["a"; DEEPEST + 1].join(".");
        let empty = schema(json!([]));
        assert_eq!(schema(json!([{ "name": name, "type": "string" }])), empty);
    }

    fn example(rows: Value) -> Option<Value> {
        Rows::new(list(rows).iter()).example()
    }

    #[test]
    fn examples_of_fields_make_one_of_the_request() {
        let example = example(json!([
            { "name": "to", "isRequired": true, "example": "+39" },
            { "name": "place", "isRequired": true },
            { "name": "place.latitude", "isRequired": true, "example": 45.5 },
            { "name": "media", "isRequired": false },
            { "name": "media.id", "isRequired": false, "example": "1" },
            { "name": "media.link", "isRequired": false, "example": "https://example.com" },
        ]));
        assert_eq!(
            example.unwrap(),
            json!({ "to": "+39", "place": { "latitude": 45.5 } })
        );
    }

    #[test]
    fn there_is_no_example_without_all_that_is_required() {
        let rows = json!([
            { "name": "to", "isRequired": true, "example": "+39" },
            { "name": "message", "isRequired": true },
        ]);
        assert_eq!(example(rows), None);
        assert_eq!(
            example(json!([{ "name": "to", "isRequired": false }])),
            None
        );
    }
}
