//! What a row says beside its description, in sentences.

use serde_json::Value;
use uip_host::manifest::{
    Command, ContentEncoding, EventField, Kind, Limits, Property, RequestField, ResponseField,
};

/// What holds for a field of a request, without its example.
pub fn of_request(command: &Command, field: &RequestField) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(group) = command.group_of(&field.name) {
        let names: Vec<&str> = group.iter().map(String::as_str).collect();
        said.push(format!("Exactly one of {} is given.", list(&names, "and")));
    }
    if field.exactly_one_member {
        let members = command.members_of(&field.name);
        said.push(format!("Exactly one member: {}.", list(&members, "or")));
    }
    said.extend(of_encoding(field.content_encoding));
    said.extend(of_limits(field.kind, &field.limits));
    let excluded = command.excluded_by(&field.name);
    if !excluded.is_empty() {
        said.push(format!("Not together with {}.", list(&excluded, "or")));
    }
    said.extend(of_default(field.default_value.as_ref()));
    said
}

/// What holds for a field of an answer, without its example.
pub fn of_response(field: &ResponseField) -> Vec<String> {
    let mut said: Vec<_> = of_encoding(field.content_encoding).into_iter().collect();
    said.extend(of_choice(field.allowed_values.as_deref()));
    said
}

/// What holds for a field of an event, without its example.
pub fn of_event(field: &EventField) -> Vec<String> {
    let kinds: Vec<&str> = field.payload_types.iter().map(|it| it.word()).collect();
    if kinds.is_empty() {
        return Vec::new();
    }
    vec![format!("In the payload: {}.", list(&kinds, "or"))]
}

/// What holds for a property.
pub fn of_property(property: &Property) -> Vec<String> {
    let mut said = Vec::new();
    if property.is_secret {
        said.push("Secret.".to_owned());
    }
    said.extend(of_limits(property.kind, &property.limits));
    said.extend(of_default(property.default_value.as_ref()));
    said
}

/// A text as it is, anything else as JSON.
pub fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn of_encoding(encoding: Option<ContentEncoding>) -> Option<String> {
    encoding.map(|ContentEncoding::Base64| "Bytes, in base64.".to_owned())
}

fn of_default(value: Option<&Value>) -> Option<String> {
    value.map(|value| format!("Default: {}.", plain(value)))
}

fn of_choice(values: Option<&[Value]>) -> Option<String> {
    let words: Vec<String> = values?.iter().map(plain).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Some(format!("One of {}.", list(&words, "or")))
}

fn of_limits(kind: Kind, limits: &Limits) -> Vec<String> {
    let unit = |count: u64| match (kind, count) {
        (Kind::Array, 1) => "item",
        (Kind::Array, _) => "items",
        (_, 1) => "character",
        _ => "characters",
    };
    let length = match (limits.minimum_length, limits.maximum_length) {
        (Some(least), Some(most)) if least == most => {
            Some(format!("Exactly {most} {}.", unit(most)))
        }
        (None | Some(0), Some(most)) => Some(format!("At most {most} {}.", unit(most))),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {}.", unit(most))),
        (Some(1), None) => Some("Not empty.".to_owned()),
        (Some(least), None) => Some(format!("At least {least} {}.", unit(least))),
        (None, None) => None,
    };
    let value = match (&limits.minimum_value, &limits.maximum_value) {
        (Some(least), Some(most)) => Some(format!("From {least} to {most}.")),
        (Some(least), None) => Some(format!("At least {least}.")),
        (None, Some(most)) => Some(format!("At most {most}.")),
        (None, None) => None,
    };
    let choice = of_choice(limits.allowed_values.as_deref());
    [choice, length, value].into_iter().flatten().collect()
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
    use super::*;
    use serde_json::json;

    fn command(request: &Value) -> Command {
        serde_json::from_value(json!({
            "name": "send", "display": "Send", "description": "Sends.",
            "request": request, "exactlyOneOf": [["link", "id"]], "response": []
        }))
        .unwrap()
    }

    fn row(name: &str, kind: &str, more: &Value) -> Value {
        let mut row = json!({
            "name": name, "display": name, "description": name,
            "isRequired": false, "type": kind
        });
        let more = more.as_object().unwrap().clone();
        row.as_object_mut().unwrap().extend(more);
        row
    }

    /// What is said of a row by itself.
    fn said(kind: &str, more: &Value) -> String {
        let command = command(&json!([row("field", kind, more)]));
        of_request(&command, &command.request[0]).join(" ")
    }

    #[test]
    fn lengths_are_said_in_what_is_counted() {
        let between = |least, most| json!({ "minimumLength": least, "maximumLength": most });
        assert_eq!(said("array", &between(2, 10)), "2 to 10 items.");
        assert_eq!(said("string", &between(1, 1024)), "1 to 1024 characters.");
        assert_eq!(said("string", &between(3, 3)), "Exactly 3 characters.");
        assert_eq!(said("string", &between(0, 1)), "At most 1 character.");
        assert_eq!(
            said("array", &json!({ "maximumLength": 1 })),
            "At most 1 item."
        );
        assert_eq!(said("string", &json!({ "minimumLength": 1 })), "Not empty.");
        assert_eq!(
            said("array", &json!({ "minimumLength": 2 })),
            "At least 2 items."
        );
    }

    #[test]
    fn values_are_said_without_a_unit() {
        let latitude = json!({ "minimumValue": -90, "maximumValue": 90 });
        assert_eq!(said("number", &latitude), "From -90 to 90.");
        assert_eq!(
            said("integer", &json!({ "minimumValue": 0 })),
            "At least 0."
        );
        let mode = json!({ "allowedValues": ["draft", "published"], "defaultValue": "draft" });
        assert_eq!(
            said("string", &mode),
            "One of draft or published. Default: draft."
        );
        let file = json!({ "contentEncoding": "base64" });
        assert_eq!(said("string", &file), "Bytes, in base64.");
    }

    #[test]
    fn exclusions_groups_and_members_are_said_at_each_field() {
        let command = command(&json!([
            row("link", "string", &json!({})),
            row("id", "string", &json!({})),
            row("raw", "string", &json!({ "excludes": ["header", "link"] })),
            row("header", "object", &json!({ "exactlyOneMember": true })),
            row("header.text", "string", &json!({})),
            row("header.image", "object", &json!({})),
        ]));
        let said: Vec<String> = command
            .request
            .iter()
            .map(|field| of_request(&command, field).join(" "))
            .collect();
        assert_eq!(
            said,
            [
                "Exactly one of link and id is given. Not together with raw.",
                "Exactly one of link and id is given.",
                "Not together with header or link.",
                "Exactly one member: text or image. Not together with raw.",
                "",
                "",
            ]
        );
    }
}
