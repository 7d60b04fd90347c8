//! What rows of a manifest say beyond a type, once for everything that shows
//! it: pages, forms and OpenAPI.

use std::fmt;

use serde_json::{Number, Value};

use super::{
    Command, ContentEncoding, EventField, Kind, Limits, Property, RequestField, ResponseField,
};
use crate::{enumeration, place};

/// One thing that holds for a value beyond its type. It displays as a sentence:
/// `Exactly one of link and id is given.`
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Rule<'m> {
    /// Of these fields exactly one is given.
    ExactlyOneOf(Vec<&'m str>),
    /// The value has exactly one of these members.
    OneMember(Vec<&'m str>),
    /// The value is never shown.
    Secret,
    /// The text stands for bytes.
    Encoding(ContentEncoding),
    /// The only values that are allowed.
    OneOf(&'m [Value]),
    /// The length of a text in characters, or of an array in items.
    Length {
        /// What is counted.
        of: Kind,
        /// The least length.
        least: Option<u64>,
        /// The greatest length.
        most: Option<u64>,
    },
    /// The bounds of a number.
    Range {
        /// The least number.
        least: Option<&'m Number>,
        /// The greatest number.
        most: Option<&'m Number>,
    },
    /// The fields that cannot be given together with this one.
    NotWith(Vec<&'m str>),
    /// What holds when no value is given.
    Default(&'m Value),
    /// What the payload of an event holds, where that is not the stated type.
    InPayload(&'m [Kind]),
}

impl Command {
    /// What holds for a field of the request.
    pub fn rules<'m>(&'m self, field: &'m RequestField) -> Vec<Rule<'m>> {
        let mut rules = Vec::new();
        if let Some(group) = self.group_of(&field.name) {
            rules.push(Rule::ExactlyOneOf(
                group.iter().map(String::as_str).collect(),
            ));
        }
        if field.exactly_one_member {
            rules.push(Rule::OneMember(self.members_of(&field.name)));
        }
        if field.is_secret {
            rules.push(Rule::Secret);
        }
        rules.extend(field.content_encoding.map(Rule::Encoding));
        rules.extend(field.limits.rules(field.kind));
        let excluded = self.excluded_by(&field.name);
        if !excluded.is_empty() {
            rules.push(Rule::NotWith(excluded));
        }
        rules.extend(field.default_value.as_ref().map(Rule::Default));
        rules
    }

    /// The rows that cannot be given together with this one, whichever of the
    /// two says so. Those of a group of which exactly one is given are not
    /// among them.
    pub fn excluded_by(&self, name: &str) -> Vec<&str> {
        let said = self.field(name).map(|row| row.excludes.as_slice());
        let mut excluded: Vec<&str> = said
            .unwrap_or_default()
            .iter()
            .map(String::as_str)
            .collect();
        for row in &self.request {
            let is_said = excluded.contains(&row.name.as_str());
            if !is_said && row.excludes.iter().any(|other| other == name) {
                excluded.push(&row.name);
            }
        }
        excluded
    }

    /// The group that this row belongs to: exactly one of them is given.
    pub fn group_of(&self, name: &str) -> Option<&[String]> {
        let mut groups = self.exactly_one_of.iter();
        groups
            .find(|group| group.iter().any(|it| it == name))
            .map(Vec::as_slice)
    }

    /// The names of the members that a row's value can have: `image`, for
    /// `header` and the row `header.image`.
    pub fn members_of(&self, name: &str) -> Vec<&str> {
        let rows = self.request.iter();
        rows.filter_map(|row| row.name.strip_prefix(name)?.strip_prefix('.'))
            .filter(|member| place::is_top_level(member))
            .collect()
    }
}

impl Property {
    /// What holds for the property.
    pub fn rules(&self) -> Vec<Rule<'_>> {
        let mut rules = Vec::new();
        if self.is_secret {
            rules.push(Rule::Secret);
        }
        rules.extend(self.limits.rules(self.kind));
        rules.extend(self.default_value.as_ref().map(Rule::Default));
        rules
    }
}

impl ResponseField {
    /// What holds for the field.
    pub fn rules(&self) -> Vec<Rule<'_>> {
        let encoding = self.content_encoding.map(Rule::Encoding);
        let choice = self.allowed_values.as_deref().map(Rule::OneOf);
        encoding.into_iter().chain(choice).collect()
    }
}

impl EventField {
    /// What holds for the field.
    pub fn rules(&self) -> Vec<Rule<'_>> {
        if self.payload_types.is_empty() {
            return Vec::new();
        }
        vec![Rule::InPayload(&self.payload_types)]
    }
}

impl Limits {
    fn rules(&self, kind: Kind) -> impl Iterator<Item = Rule<'_>> {
        let choice = self.allowed_values.as_deref().map(Rule::OneOf);
        let (least, most) = (self.minimum_length, self.maximum_length);
        let length = Rule::Length {
            of: kind,
            least,
            most,
        };
        let length = (least.is_some() || most.is_some()).then_some(length);
        let (least, most) = (self.minimum_value.as_ref(), self.maximum_value.as_ref());
        let range = Rule::Range { least, most };
        let range = (least.is_some() || most.is_some()).then_some(range);
        [choice, length, range].into_iter().flatten()
    }
}

impl fmt::Display for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ExactlyOneOf(names) => {
                write!(f, "Exactly one of {} is given.", enumeration(names, "and"))
            }
            Self::OneMember(names) => {
                write!(f, "Exactly one member: {}.", enumeration(names, "or"))
            }
            Self::Secret => f.write_str("Secret."),
            Self::Encoding(ContentEncoding::Base64) => f.write_str("Bytes, in base64."),
            Self::OneOf(values) => {
                let words: Vec<String> = values.iter().map(plain).collect();
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                write!(f, "One of {}.", enumeration(&words, "or"))
            }
            Self::Length { of, least, most } => length(f, *of, *least, *most),
            Self::Range { least, most } => match (least, most) {
                (Some(least), Some(most)) => write!(f, "From {least} to {most}."),
                (Some(least), None) => write!(f, "At least {least}."),
                (None, Some(most)) => write!(f, "At most {most}."),
                (None, None) => Ok(()),
            },
            Self::NotWith(names) => write!(f, "Not together with {}.", enumeration(names, "or")),
            Self::Default(value) => write!(f, "Default: {}.", plain(value)),
            Self::InPayload(kinds) => {
                let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
                write!(f, "In the payload: {}.", enumeration(&words, "or"))
            }
        }
    }
}

fn length(
    f: &mut fmt::Formatter<'_>,
    of: Kind,
    least: Option<u64>,
    most: Option<u64>,
) -> fmt::Result {
    let unit = |count: u64| match (of, count) {
        (Kind::Array, 1) => "item",
        (Kind::Array, _) => "items",
        (_, 1) => "character",
        _ => "characters",
    };
    match (least, most) {
        (Some(least), Some(most)) if least == most => {
            write!(f, "Exactly {most} {}.", unit(most))
        }
        (None | Some(0), Some(most)) => write!(f, "At most {most} {}.", unit(most)),
        (Some(least), Some(most)) => write!(f, "{least} to {most} {}.", unit(most)),
        (Some(1), None) => f.write_str("Not empty."),
        (Some(least), None) => write!(f, "At least {least} {}.", unit(least)),
        (None, None) => Ok(()),
    }
}

/// A value as people read it: a text as it is, anything else as JSON.
pub fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::manifest::read::command;

    fn send(rows: &Value, groups: &Value) -> Command {
        let mut send = json!({
            "name": "send", "display": "Send", "description": "Sends.",
            "request": rows, "response": []
        });
        if groups != &json!([]) {
            send["exactlyOneOf"] = groups.clone();
        }
        command(&send)
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

    fn sentences(command: &Command, field: &RequestField) -> String {
        let rules = command.rules(field);
        let sentences: Vec<String> = rules.iter().map(ToString::to_string).collect();
        sentences.join(" ")
    }

    /// What is said of a row by itself.
    fn said(kind: &str, more: &Value) -> String {
        let command = send(&json!([row("field", kind, more)]), &json!([]));
        sentences(&command, &command.request[0])
    }

    #[test]
    fn a_field_that_screens_must_hide_says_so() {
        assert_eq!(said("string", &json!({ "isSecret": true })), "Secret.");
        assert_eq!(said("string", &json!({ "isSecret": false })), "");
    }

    #[test]
    fn an_exclusion_that_is_said_once_holds_for_both() {
        let rows = json!([
            row(
                "a[0].price",
                "string",
                &json!({ "excludes": ["a[0].date"] })
            ),
            row("a[0].date", "string", &json!({})),
            row("raw", "string", &json!({ "excludes": ["a[0].price"] })),
        ]);
        let command = send(&rows, &json!([]));
        assert_eq!(command.excluded_by("a[0].price"), ["a[0].date", "raw"]);
        assert_eq!(command.excluded_by("a[0].date"), ["a[0].price"]);
        assert_eq!(command.excluded_by("raw"), ["a[0].price"]);
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
        let rows = json!([
            row("link", "string", &json!({})),
            row("id", "string", &json!({})),
            row("raw", "string", &json!({ "excludes": ["header", "link"] })),
            row("header", "object", &json!({ "exactlyOneMember": true })),
            row("header.text", "string", &json!({})),
            row("header.image", "object", &json!({})),
            row("header.image.link", "string", &json!({})),
            row("headers", "object", &json!({})),
        ]);
        let command = send(&rows, &json!([["link", "id"]]));
        let rows = command.request.iter();
        let said: Vec<String> = rows.map(|field| sentences(&command, field)).collect();
        assert_eq!(
            said,
            [
                "Exactly one of link and id is given. Not together with raw.",
                "Exactly one of link and id is given.",
                "Not together with header or link.",
                "Exactly one member: text or image. Not together with raw.",
                "",
                "",
                "",
                "",
            ]
        );
    }
}
