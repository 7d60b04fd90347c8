//! The parts of a manifest, as its schema describes them.

use serde_json::{Map, Number, Value};

use crate::json::Json;
use crate::manifest::members::{Members, boolean, expected};
use crate::manifest::{
    Command, ContentEncoding, Event, EventField, Kind, Limits, Manifest, Property, Release,
    RequestField, ResponseField,
};
use crate::{AllowedHost, place};

impl Manifest {
    pub(in crate::manifest) fn read(members: &mut Members<'_>) -> Option<Self> {
        let schema = members.optional("$schema", string);
        let name = members.required("name", word);
        let display = members.required("display", line);
        let version = members.required("version", version);
        let description = members.required("description", text);
        let contract = members.required("contract", contract);
        let outgoing_hosts = members.texts("outgoingHosts", 0, host);
        let check_command = members.optional("checkCommand", word);
        let properties = members.objects("properties", Property::read);
        let commands = members.objects("commands", Command::read);
        let events = members.objects("events", Event::read);
        let release_history = members.objects("releaseHistory", Release::read);
        Some(Self {
            schema,
            name: name?,
            display: display?,
            version: version?,
            description: description?,
            contract: contract?,
            outgoing_hosts,
            check_command,
            properties,
            commands,
            events,
            release_history,
        })
    }
}

impl Property {
    fn read(members: &mut Members<'_>) -> Option<Self> {
        let name = members.required("name", word);
        let display = members.required("display", line);
        let is_required = members.required("isRequired", boolean);
        let comments = members.optional("comments", text);
        let kind = members.required("type", kind);
        let default_value = members.optional("defaultValue", any);
        let limits = Limits::read(members);
        let is_secret = members.flag("isSecret");
        let event_paths = members.texts("eventPaths", 1, path);
        Some(Self {
            name: name?,
            display: display?,
            is_required: is_required?,
            comments,
            kind: kind?,
            default_value,
            limits,
            is_secret,
            event_paths,
        })
    }
}

impl Command {
    pub(in crate::manifest) fn read(members: &mut Members<'_>) -> Option<Self> {
        let name = members.required("name", word);
        let display = members.required("display", line);
        let description = members.required("description", text);
        let request = members.objects("request", RequestField::read);
        let exactly_one_of = members.lists("exactlyOneOf", 2, path);
        let example = members.optional("example", object);
        let response = members.objects("response", ResponseField::read);
        Some(Self {
            name: name?,
            display: display?,
            description: description?,
            request,
            exactly_one_of,
            example,
            response,
        })
    }
}

impl RequestField {
    fn read(members: &mut Members<'_>) -> Option<Self> {
        let name = members.required("name", path);
        let display = members.required("display", line);
        let description = members.required("description", text);
        let is_required = members.required("isRequired", boolean);
        let kind = members.required("type", kind);
        let content_encoding = members.optional("contentEncoding", encoding);
        let exactly_one_member = members.flag("exactlyOneMember");
        let excludes = members.texts("excludes", 1, path);
        let default_value = members.optional("defaultValue", any);
        let limits = Limits::read(members);
        let is_secret = members.flag("isSecret");
        Some(Self {
            name: name?,
            display: display?,
            description: description?,
            is_required: is_required?,
            kind: kind?,
            content_encoding,
            exactly_one_member,
            excludes,
            default_value,
            limits,
            is_secret,
        })
    }
}

impl ResponseField {
    fn read(members: &mut Members<'_>) -> Option<Self> {
        let name = members.required("name", path);
        let description = members.required("description", text);
        let kind = members.required("type", kind);
        let content_encoding = members.optional("contentEncoding", encoding);
        let allowed_values = allowed(members);
        let example = members.optional("example", any);
        Some(Self {
            name: name?,
            description: description?,
            kind: kind?,
            content_encoding,
            allowed_values,
            example,
        })
    }
}

impl Event {
    fn read(members: &mut Members<'_>) -> Option<Self> {
        let name = members.required("name", word);
        let display = members.required("display", line);
        let description = members.required("description", text);
        let order_by = members.texts("orderBy", 1, path);
        let properties = members.objects("properties", EventField::read);
        Some(Self {
            name: name?,
            display: display?,
            description: description?,
            order_by,
            properties,
        })
    }
}

impl EventField {
    fn read(members: &mut Members<'_>) -> Option<Self> {
        let name = members.required("name", path);
        let display = members.required("display", line);
        let description = members.required("description", text);
        let kind_ = members.required("type", kind);
        let payload_types = members.texts("payloadTypes", 1, kind);
        let allowed_values = allowed(members);
        let example = members.optional("example", any);
        Some(Self {
            name: name?,
            display: display?,
            description: description?,
            kind: kind_?,
            payload_types,
            allowed_values,
            example,
        })
    }
}

impl Release {
    fn read(members: &mut Members<'_>) -> Option<Self> {
        let version = members.required("version", line);
        let kind = members.required("type", line);
        let description = members.required("description", text);
        let tracking = members.optional("tracking", string);
        let date = members.optional("date", date);
        Some(Self {
            version: version?,
            kind: kind?,
            description: description?,
            tracking,
            date,
        })
    }
}

impl Limits {
    fn read(members: &mut Members<'_>) -> Self {
        Self {
            maximum_value: members.optional("maximumValue", number),
            minimum_value: members.optional("minimumValue", number),
            maximum_length: members.optional("maximumLength", length),
            minimum_length: members.optional("minimumLength", length),
            allowed_values: allowed(members),
            example: members.optional("example", any),
        }
    }
}

fn allowed(members: &mut Members<'_>) -> Option<Vec<Value>> {
    let values = members.texts("allowedValues", 1, any);
    (!values.is_empty()).then_some(values)
}

#[expect(clippy::unnecessary_wraps, reason = "one of many readers")]
fn any(value: &Json<'_>) -> Result<Value, String> {
    Ok(value.to_value())
}

fn object(value: &Json<'_>) -> Result<Map<String, Value>, String> {
    match value.to_value() {
        Value::Object(object) => Ok(object),
        _ => Err(expected("an object", value)),
    }
}

fn number(value: &Json<'_>) -> Result<Number, String> {
    match value {
        Json::Number(number) => Ok(number.clone()),
        other => Err(expected("a number", other)),
    }
}

/// Whole numbers such as `3.0` are whole, as they are for JSON Schema.
fn length(value: &Json<'_>) -> Result<u64, String> {
    let whole = |number: &Number| {
        let number = number.as_f64().filter(|number| number.fract() == 0.0)?;
        format!("{number:.0}").parse().ok()
    };
    let length = match value {
        Json::Number(number) => number.as_u64().or_else(|| whole(number)),
        _ => None,
    };
    length.ok_or_else(|| expected("a whole number, at least 0", value))
}

fn string(value: &Json<'_>) -> Result<String, String> {
    of_form("text", value, |_| true)
}

fn text(value: &Json<'_>) -> Result<String, String> {
    of_form("text that is not empty", value, |text| !text.is_empty())
}

fn line(value: &Json<'_>) -> Result<String, String> {
    of_form("one line of text", value, |text| {
        !text.is_empty() && !text.contains(['\n', '\r'])
    })
}

fn word(value: &Json<'_>) -> Result<String, String> {
    let what = "a name, which begins with a letter and has letters, digits, `-` and `_` alone";
    of_form(what, value, |text| {
        text.starts_with(|first: char| first.is_ascii_alphabetic())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

fn path(value: &Json<'_>) -> Result<String, String> {
    let what = "a name, or a place within a value such as messages[0].id";
    of_form(what, value, place::is_place)
}

fn version(value: &Json<'_>) -> Result<String, String> {
    of_form("a version such as 1.0.0", value, is_version)
}

fn contract(value: &Json<'_>) -> Result<String, String> {
    let what = "a WIT world such as acme:tiny/adapter@0.1.0";
    of_form(what, value, |text| {
        let (path, version) = match text.split_once('@') {
            Some((path, version)) => (path, Some(version)),
            None => (text, None),
        };
        let parts = path
            .split_once(':')
            .and_then(|(namespace, rest)| Some((namespace, rest.split_once('/')?)));
        parts.is_some_and(|(namespace, (package, world))| {
            [namespace, package, world].into_iter().all(is_kebab)
        }) && version.is_none_or(is_version)
    })
}

fn date(value: &Json<'_>) -> Result<String, String> {
    let what = "a date such as 2026-11-01";
    of_form(what, value, |text| {
        let pattern = "0000-00-00".bytes();
        text.is_empty()
            || text.len() == pattern.len()
                && text.bytes().zip(pattern).all(|(byte, like)| {
                    if like == b'-' {
                        byte == b'-'
                    } else {
                        byte.is_ascii_digit()
                    }
                })
    })
}

fn host(value: &Json<'_>) -> Result<AllowedHost, String> {
    let host = string(value)?;
    host.parse()
        .map_err(|error: crate::InvalidAllowedHost| error.to_string())
}

fn kind(value: &Json<'_>) -> Result<Kind, String> {
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| value.as_text() == Some(kind.word()));
    kind.ok_or_else(|| {
        let words = Kind::ALL.map(Kind::word);
        expected(&crate::enumeration(&words, "or"), value)
    })
}

fn encoding(value: &Json<'_>) -> Result<ContentEncoding, String> {
    if value.as_text() == Some("base64") {
        Ok(ContentEncoding::Base64)
    } else {
        Err(expected("base64", value))
    }
}

fn of_form(
    what: &str,
    value: &Json<'_>,
    is_right: impl Fn(&str) -> bool,
) -> Result<String, String> {
    match value {
        Json::Text(text) if is_right(text) => Ok(text.clone().into_owned()),
        other => Err(expected(what, other)),
    }
}

/// `1.0.0`, and what may follow it after `-` or `+`.
fn is_version(text: &str) -> bool {
    let (numbers, more) = match text.find(['-', '+']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let numbers: Vec<&str> = numbers.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_more = |byte: u8| byte.is_ascii_alphanumeric() || b".+-".contains(&byte);
    numbers.len() == 3
        && numbers.iter().all(is_number)
        && more.len() != 1
        && more.bytes().all(is_more)
}

fn is_kebab(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
