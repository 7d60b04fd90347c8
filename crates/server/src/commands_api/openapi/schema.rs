//! From rows to nested JSON schemas.

use serde_json::{Map, Value, json};

use super::rows::Rows;
use super::text;

/// Whether a value is one that is sent, where members nobody knows are
/// refused, or one that is received, where they may come with a later version.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Response,
}

impl Rows<'_> {
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
        if !self.groups.is_empty() {
            // Within `allOf`: generators of clients take a schema with `oneOf`
            // of its own for a union of types, and lose its members.
            let groups = self.groups.iter().map(|group| {
                let one = |member: &&str| json!({ "required": [member] });
                json!({ "oneOf": group.iter().map(one).collect::<Vec<_>>() })
            });
            schema.insert("allOf".to_owned(), groups.collect());
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
            let description = self.description(row);
            if !description.is_empty() {
                schema.insert("description".to_owned(), description.into());
            }
        }
        Value::Object(schema)
    }

    /// What the row says, and what JSON Schema has no keyword for that
    /// generators of clients get along with: `not` is lost on them, and a
    /// field with a `default` must be given, say those for TypeScript.
    fn description(&self, row: &Value) -> String {
        let mut parts: Vec<String> = text(row, "description")
            .map(str::to_owned)
            .into_iter()
            .collect();
        if !self.group.is_empty() {
            parts.push(format!(
                "Exactly one of {} is given.",
                list(&self.group, "and")
            ));
        }
        if !self.excluded.is_empty() {
            parts.push(format!("Not together with {}.", list(&self.excluded, "or")));
        }
        if let Some(default) = row.get("defaultValue") {
            let default = default
                .as_str()
                .map_or_else(|| default.to_string(), str::to_owned);
            parts.push(format!("Default: {default}."));
        }
        parts.join(" ")
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
        ("contentEncoding", "contentEncoding"),
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
    if row.get("exactlyOneMember") == Some(&Value::Bool(true)) {
        schema.insert("minProperties".to_owned(), 1.into());
        schema.insert("maxProperties".to_owned(), 1.into());
    }
    if let Some(example) = row.get("example") {
        schema.insert("examples".to_owned(), json!([example]));
    }
}

/// `a`, `a and b`, `a, b and c`.
fn list(names: &[&str], word: &str) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [rest @ .., last] => format!("{} {word} {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rows::DEEPEST;
    use super::*;

    fn schema(rows: &Value) -> Value {
        of_command(&json!({ "request": rows }))
    }

    fn of_command(command: &Value) -> Value {
        Rows::of_request(command).request_schema()
    }

    #[test]
    fn rows_within_a_value_become_nested_schemas() {
        let schema = schema(&json!([
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
        let schema = schema(&json!([
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
    fn bytes_and_objects_with_one_member_are_said_in_keywords() {
        let schema = schema(&json!([
            { "name": "file", "type": "string", "contentEncoding": "base64" },
            { "name": "header", "type": "object", "exactlyOneMember": true },
            { "name": "header.text", "type": "string" },
        ]));
        let expected = json!({
            "file": { "type": "string", "contentEncoding": "base64" },
            "header": {
                "type": "object",
                "properties": { "text": { "type": "string" } },
                "additionalProperties": false,
                "minProperties": 1,
                "maxProperties": 1,
            },
        });
        assert_eq!(schema["properties"], expected);
    }

    #[test]
    fn of_a_group_exactly_one_member_is_valid() {
        let schema = of_command(&json!({
            "request": [
                { "name": "link", "type": "string" },
                { "name": "id", "type": "string", "description": "An ID." },
                { "name": "rows[0].flow.name", "type": "string" },
                { "name": "rows[0].flow.id", "type": "string" },
            ],
            "exactlyOneOf": [
                ["link", "id"],
                ["rows[0].flow.name", "rows[0].flow.id"],
                ["link", "nowhere"],
                [],
            ],
        }));
        let group =
            |a: &str, b: &str| json!([{ "oneOf": [{ "required": [a] }, { "required": [b] }] }]);
        assert_eq!(schema["allOf"], group("link", "id"));
        let flow = &schema["properties"]["rows"]["items"]["properties"]["flow"];
        assert_eq!(flow["allOf"], group("name", "id"));
        assert_eq!(
            schema["properties"]["id"]["description"],
            "An ID. Exactly one of link and id is given."
        );
    }

    #[test]
    fn exclusions_and_defaults_are_said_at_each_field() {
        let schema = schema(&json!([
            { "name": "raw", "type": "string", "excludes": ["a[0].b", "nowhere", "c"] },
            { "name": "a[0].b", "type": "string", "description": "B.", "defaultValue": "x" },
            { "name": "c", "type": "boolean", "excludes": ["raw"], "defaultValue": false },
        ]));
        let description =
            |pointer: &str| schema["properties"].pointer(pointer).unwrap()["description"].clone();
        assert_eq!(description("/raw"), "Not together with a[0].b or c.");
        assert_eq!(
            description("/a/items/properties/b"),
            "B. Not together with raw. Default: x."
        );
        assert_eq!(description("/c"), "Not together with raw. Default: false.");
    }

    #[test]
    fn a_command_without_fields_takes_an_empty_object_only() {
        let empty = json!({ "type": "object", "additionalProperties": false });
        assert_eq!(schema(&json!([])), empty);
    }

    #[test]
    fn a_row_that_lies_too_deep_is_left_out() {
        let name = vec!["a"; DEEPEST + 1].join(".");
        let empty = schema(&json!([]));
        assert_eq!(schema(&json!([{ "name": name, "type": "string" }])), empty);
    }
}
