//! What a content may be.
//!
//! Source: Twilio's pages on the content types. Where they differ, the larger limit counts. The pages do not name
//! the codes of mistakes: 20001 is the sandbox's choice.

use serde_json::{Map, Value};

use crate::model::twilio::TwilioError;
use crate::model::twilio::contents::Kind;

const MOST_VARIABLES: usize = 100;
const LONGEST_BODY: usize = 1024;
const LONGEST_TEXT: usize = 1600;
const LONGEST_TITLE: usize = 25;
const LONGEST_ID: usize = 256;
const MOST_ACTIONS: usize = 10;
const MOST_ITEMS: usize = 10;
const LONGEST_ITEM: usize = 24;
const LONGEST_DESCRIPTION: usize = 72;

/// The members of a request, those that it has.
pub(super) struct Given {
    pub(super) friendly_name: Option<String>,
    pub(super) language: Option<String>,
    pub(super) variables: Option<Map<String, Value>>,
    pub(super) types: Option<Map<String, Value>>,
}

pub(super) fn read(request: &Map<String, Value>) -> Result<Given, TwilioError> {
    let text = |key: &str| match request.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(TwilioError::invalid(format!("{key} is not a string."))),
    };
    let object = |key: &str| match request.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(object)) => Ok(Some(object.clone())),
        Some(_) => Err(TwilioError::invalid(format!("{key} is not an object."))),
    };
    let given = Given {
        friendly_name: text("friendly_name")?,
        language: text("language")?.filter(|language| !language.is_empty()),
        variables: object("variables")?,
        // Clients name every type that they know, and give null for most.
        types: object("types")?.map(without_nulls),
    };
    if let Some(variables) = &given.variables {
        if variables.len() > MOST_VARIABLES {
            return Err(TwilioError::new(92_002));
        }
        if !variables.values().all(Value::is_string) {
            return Err(TwilioError::new(92_007));
        }
    }
    if let Some(types) = &given.types {
        check_types(types)?;
    }
    Ok(given)
}

/// The members that are not null, at every depth.
fn without_nulls(object: Map<String, Value>) -> Map<String, Value> {
    let kept = object.into_iter().filter(|(_, value)| !value.is_null());
    kept.map(|(key, value)| (key, clean(value))).collect()
}

fn clean(value: Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(without_nulls(object)),
        Value::Array(items) => items.into_iter().map(clean).collect(),
        other => other,
    }
}

fn check_types(types: &Map<String, Value>) -> Result<(), TwilioError> {
    if types.is_empty() {
        return Err(TwilioError::invalid("types is empty."));
    }
    for (name, object) in types {
        let kind = Kind::named(name).ok_or_else(|| {
            TwilioError::new(92_008).message(format!("Unsupported Content Type: {name}"))
        })?;
        for member in kind.required() {
            if object[*member].is_null() {
                return Err(TwilioError::invalid(format!("{name} needs {member}.")));
            }
        }
        check_limits(name, kind, object)?;
    }
    Ok(())
}

fn check_limits(name: &str, kind: Kind, object: &Value) -> Result<(), TwilioError> {
    let too_long = |what: String, value: &Value, most: usize| {
        let length = value.as_str().unwrap_or_default().chars().count();
        if length > most {
            Err(TwilioError::invalid(format!(
                "{name}: {what} is longer than {most} characters."
            )))
        } else {
            Ok(())
        }
    };
    let longest_body = match kind {
        Kind::Text => LONGEST_TEXT,
        _ => LONGEST_BODY,
    };
    too_long("body".to_owned(), &object["body"], longest_body)?;
    let count = |what: &str, most: usize| {
        let items = object[what].as_array().map(Vec::as_slice);
        let items = items.unwrap_or_default();
        if items.len() > most {
            return Err(TwilioError::invalid(format!(
                "{name}: {what} has more than {most} items."
            )));
        }
        Ok(items)
    };
    for (place, action) in count("actions", MOST_ACTIONS)?.iter().enumerate() {
        let at = |key: &str| format!("actions[{place}].{key}");
        too_long(at("title"), &action["title"], LONGEST_TITLE)?;
        too_long(at("id"), &action["id"], LONGEST_ID)?;
    }
    if kind == Kind::ListPicker {
        let items = count("items", MOST_ITEMS)?;
        if items.is_empty() {
            return Err(TwilioError::invalid(format!("{name}: items is empty.")));
        }
        for (place, item) in items.iter().enumerate() {
            let at = |key: &str| format!("items[{place}].{key}");
            too_long(at("item"), &item["item"], LONGEST_ITEM)?;
            too_long(at("id"), &item["id"], LONGEST_ID)?;
            too_long(at("description"), &item["description"], LONGEST_DESCRIPTION)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn code(request: &Value) -> Option<i64> {
        read(request.as_object().unwrap())
            .err()
            .map(|error| error.code())
    }

    #[test]
    fn a_member_that_is_null_is_not_there() {
        let types = json!({"twilio/text": {"body": "x", "other": null}, "twilio/media": null});
        let request = json!({"language": "en", "types": types});
        let given = read(request.as_object().unwrap()).ok().unwrap();
        let types = Value::Object(given.types.unwrap());
        assert_eq!(types, json!({"twilio/text": {"body": "x"}}));
    }

    #[test]
    fn a_content_has_known_types_with_their_members_in_their_limits() {
        let types = |types: Value| json!({"language": "en", "types": types});
        let text = types(json!({"twilio/text": {"body": "x"}}));
        assert_eq!(code(&text), None);
        let item = |item: &str| {
            let items = json!([{"item": item, "id": "1"}]);
            types(json!({"twilio/list-picker": {"body": "x", "button": "y", "items": items}}))
        };
        assert_eq!(code(&item("Rye")), None);
        for (request, wanted) in [
            (types(json!({})), 20_001),
            (types(json!({"twilio/sms": {}})), 92_008),
            (types(json!({"twilio/text": {}})), 20_001),
            (
                types(json!({"twilio/text": {"body": "x".repeat(1601)}})),
                20_001,
            ),
            (item(&"x".repeat(25)), 20_001),
            (json!({"variables": {"1": 1}}), 92_007),
            (json!({"variables": []}), 20_001),
            (json!({"language": 1}), 20_001),
        ] {
            assert_eq!(code(&request), Some(wanted), "{request}");
        }
    }
}
