//! From rows to nested JSON schemas.

use serde_json::{Map, Value, json};
use uip_contract::manifest::{ContentEncoding, Kind, Rule};

use super::tree::{Row, Tree};

/// Whether a value is one that is sent, where members nobody knows are
/// refused, or one that is received, where they may come with a later version.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Response,
}

impl Tree<'_> {
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
        let stated = self.row.as_ref().map(|row| row.kind);
        let mut schema = match (stated, &self.item) {
            // What the rows within say counts more than a type that cannot be.
            _ if !self.members.is_empty() => self.object(side),
            (_, Some(item)) => array(item.schema(side)),
            (Some(Kind::Array), None) => array(json!({})),
            (Some(stated), None) => Map::from_iter([("type".to_owned(), stated.word().into())]),
            (None, None) => Map::new(),
        };
        if let Some(row) = &self.row {
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

/// Adds what a row says besides its type: as keywords where JSON Schema has one
/// that generators of clients get along with, and else as sentences of the
/// description. `not` is lost on them, and a field with a `default` must be
/// given, say those for TypeScript. A title is left out: they name their classes
/// after it.
fn describe(schema: &mut Map<String, Value>, row: &Row<'_>) {
    let mut description = row.description.to_owned();
    for rule in &row.rules {
        let keywords = keywords(rule);
        if keywords.is_empty() {
            description.push(' ');
            description.push_str(&rule.to_string());
        }
        let keywords = keywords.into_iter();
        schema.extend(keywords.map(|(keyword, value)| (keyword.to_owned(), value)));
    }
    if let Some(example) = row.example {
        schema.insert("examples".to_owned(), json!([example]));
    }
    if !description.is_empty() {
        schema.insert("description".to_owned(), description.into());
    }
}

/// The keywords that say what a rule does; none where there are no such.
fn keywords(rule: &Rule<'_>) -> Vec<(&'static str, Value)> {
    let pair = |least: Option<Value>, most: Option<Value>, keywords: [&'static str; 2]| {
        let both = keywords.into_iter().zip([least, most]);
        both.filter_map(|(keyword, value)| Some((keyword, value?)))
            .collect()
    };
    match rule {
        Rule::Secret => vec![("format", json!("password"))],
        Rule::Encoding(ContentEncoding::Base64) => vec![("contentEncoding", json!("base64"))],
        Rule::OneOf(values) => vec![("enum", json!(values))],
        Rule::OneMember(_) => vec![("minProperties", json!(1)), ("maxProperties", json!(1))],
        Rule::Length { of, least, most } => {
            let keywords = match of {
                Kind::Array => ["minItems", "maxItems"],
                _ => ["minLength", "maxLength"],
            };
            pair(least.map(Value::from), most.map(Value::from), keywords)
        }
        Rule::Range { least, most } => {
            let number = |number: &serde_json::Number| Value::Number(number.clone());
            pair(least.map(number), most.map(number), ["minimum", "maximum"])
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::DEEPEST;
    use super::super::tree::tests::command;
    use super::*;

    fn schema(rows: &Value) -> Value {
        with_groups(rows, None)
    }

    /// Without the descriptions that say nothing.
    fn with_groups(rows: &Value, groups: Option<Value>) -> Value {
        let mut schema = Tree::of_request(&command(rows, groups)).request_schema();
        tidy(&mut schema);
        schema
    }

    fn tidy(schema: &mut Value) {
        match schema {
            Value::Object(members) => {
                members.retain(|name, value| name != "description" || value != "x");
                members.values_mut().for_each(tidy);
            }
            Value::Array(items) => items.iter_mut().for_each(tidy),
            _ => {}
        }
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
    fn bytes_secrets_and_objects_with_one_member_are_said_in_keywords() {
        let schema = schema(&json!([
            { "name": "file", "type": "string", "contentEncoding": "base64" },
            { "name": "pin", "type": "string", "isSecret": true },
            { "name": "header", "type": "object", "exactlyOneMember": true },
            { "name": "header.text", "type": "string" },
        ]));
        let expected = json!({
            "file": { "type": "string", "contentEncoding": "base64" },
            "pin": { "type": "string", "format": "password" },
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
        let rows = json!([
            { "name": "link", "type": "string" },
            { "name": "id", "type": "string", "description": "An ID." },
            { "name": "rows[0].flow.name", "type": "string" },
            { "name": "rows[0].flow.id", "type": "string" },
        ]);
        let groups = json!([["link", "id"], ["rows[0].flow.name", "rows[0].flow.id"]]);
        let schema = with_groups(&rows, Some(groups));
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
            { "name": "raw", "type": "string", "excludes": ["a[0].b", "c"] },
            { "name": "a[0].b", "type": "string", "description": "B.", "defaultValue": "x" },
            { "name": "c", "type": "boolean", "excludes": ["raw"], "defaultValue": false },
        ]));
        let description =
            |pointer: &str| schema["properties"].pointer(pointer).unwrap()["description"].clone();
        assert_eq!(description("/raw"), "x Not together with a[0].b or c.");
        assert_eq!(
            description("/a/items/properties/b"),
            "B. Not together with raw. Default: x."
        );
        assert_eq!(
            description("/c"),
            "x Not together with raw. Default: false."
        );
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
