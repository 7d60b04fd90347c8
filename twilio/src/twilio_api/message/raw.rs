//! A message that the request gives as Twilio's own parameters.

use super::Content;
use uip_kit::failure::quoted;
use uip_kit::field::json as json_field;
use uip_kit::json::{Object, Raw};
use uip_kit::refusal::{Refusal, refuse};

/// What the adapter sets itself: a message goes to whom the field `phoneNumber`
/// names, and to nobody else.
const RESERVED: [&str; 3] = ["To", "From", "MessagingServiceSid"];

/// One of these says what the message is.
const CONTENT: [&str; 3] = ["Body", "MediaUrl", "ContentSid"];

/// The parameters that Twilio knows by these capitals; others it ignores.
const KNOWN: [&str; 14] = [
    "To",
    "From",
    "MessagingServiceSid",
    "Body",
    "MediaUrl",
    "ContentSid",
    "ContentVariables",
    "StatusCallback",
    "ApplicationSid",
    "PersistentAction",
    "ScheduleType",
    "SendAt",
    "ValidityPeriod",
    "ContentRetention",
];

const MOST: usize = 64;

/// Parses the field `payload`. Of members with the same name the last counts.
///
/// # Errors
/// A permanent failure when it is too large or too deep, is not a JSON object of
/// parameters, or says nothing to send.
pub fn raw(payload: &str) -> Result<Content, Refusal> {
    let document = json_field::parse("payload", payload, |error| invalid(error).into())?;
    let Some(object) = document.object() else {
        return Err(invalid(&format!(
            "The field payload must be a JSON object; it is {}.",
            quoted(payload)
        )));
    };
    let count = object.members().count();
    if count > MOST {
        return Err(invalid(&format!(
            "The field payload may have at most {MOST} parameters; it has {count}."
        )));
    }
    let mut content = Content::default();
    let mut done: Vec<String> = Vec::new();
    for member in object.members() {
        let name = member.name.text().unwrap_or_default().into_owned();
        if done.contains(&name) || RESERVED.contains(&name.as_str()) {
            continue;
        }
        check_name(&name)?;
        // The last of its name.
        for value in values(&object, &name)? {
            content = content.with(&name, value);
        }
        done.push(name);
    }
    if !CONTENT.iter().any(|name| content.has(name)) {
        return Err(invalid(
            "The field payload has none of the parameters Body, MediaUrl and ContentSid, so there \
             is nothing to send.",
        ));
    }
    Ok(content)
}

fn check_name(name: &str) -> Result<(), Refusal> {
    let is_name =
        (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !is_name {
        return Err(invalid(&format!(
            "The field payload has the key {}, which is no name of a parameter.",
            quoted(name)
        )));
    }
    let known = KNOWN.iter().find(|known| known.eq_ignore_ascii_case(name));
    match known {
        Some(known) if *known != name => Err(invalid(&format!(
            "The field payload has the key {}, which Twilio ignores: the parameter is {known}.",
            quoted(name)
        ))),
        _ => Ok(()),
    }
}

/// The values of a parameter.
fn values(object: &Object<'_>, name: &str) -> Result<Vec<String>, Refusal> {
    let Some(value) = object.get(name) else {
        return Ok(Vec::new());
    };
    if name == "ContentVariables" && value.is_object() {
        return Ok(vec![value.get().to_owned()]);
    }
    let read = match value.items() {
        Some(items) => items.map(text).collect(),
        None => text(value).map(|text| vec![text]),
    };
    read.ok_or_else(|| {
        invalid(&format!(
            "The parameter {name} in the field payload must be a text or a list of texts."
        ))
    })
}

/// A text, a number or a boolean, as a form has it.
fn text(value: Raw<'_>) -> Option<String> {
    if let Some(text) = value.text_or_number() {
        return Some(text.into_owned());
    }
    matches!(value.get(), "true" | "false").then(|| value.get().to_owned())
}

fn invalid(error: &str) -> Refusal {
    refuse(
        "invalid-payload",
        error,
        "Give the parameters of Twilio's Message resource under their own names, such as Body.",
    )
}
