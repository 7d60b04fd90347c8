//! A content filled in for one message, and how it looks to the customer.

use serde_json::{Value, json};

use super::{Content, Kind};
use crate::model::customers::{Choice, ChoiceKind, Looks};
use crate::model::twilio::TwilioError;
use crate::model::twilio::messages::media::Shown;

/// The most variables that a content can have.
const MOST_VARIABLES: usize = 100;
const LONGEST_NAME: usize = 16;
const LONGEST_VALUE: usize = 1600;

/// A content for one message.
#[derive(Debug, Clone)]
pub(crate) struct Rendered {
    /// The type as the Cloud API names it.
    pub(crate) kind: &'static str,
    /// What `body` of the message is.
    pub(crate) body: String,
    pub(crate) looks: Looks,
    /// The object of the type, filled in.
    pub(crate) content: Value,
}

/// Reads `ContentVariables`: a JSON object of texts.
pub(crate) fn given_values(text: &str) -> Result<Vec<(String, String)>, TwilioError> {
    let invalid = || TwilioError::new(21_656);
    let Ok(Value::Object(object)) = serde_json::from_str(text) else {
        return Err(invalid());
    };
    if object.len() > MOST_VARIABLES {
        return Err(TwilioError::new(92_002));
    }
    let pairs = object.into_iter().map(|(name, value)| match value {
        Value::String(value) if !value.is_empty() => {
            if name.len() > LONGEST_NAME || name.contains(' ') {
                Err(invalid())
            } else if value.chars().count() > LONGEST_VALUE {
                Err(TwilioError::new(21_658))
            } else {
                Ok((name, value))
            }
        }
        _ => Err(invalid()),
    });
    pairs.collect()
}

/// Whether WhatsApp refuses a value in an approved template: it has a line break, a tab or more than four
/// spaces in a row.
pub(crate) fn breaks_policy(value: &str) -> bool {
    value.contains(['\n', '\r', '\t']) || value.contains("     ")
}

impl Content {
    /// Fills in `values`, and the samples where no value is given, as Twilio does.
    pub(crate) fn render(&self, values: &[(String, String)]) -> Option<Rendered> {
        let kind = self.kind()?;
        let filled = fill(self.types.get(kind.name())?, &|name| {
            let given = values.iter().find(|(known, _)| known == name);
            let sample = || self.variables.get(name).and_then(Value::as_str);
            given.map(|(_, value)| value.as_str()).or_else(sample)
        });
        Some(rendered(kind, &filled, self, values))
    }
}

/// Replaces each `{{name}}` in every text of `value`; an unknown one stays.
fn fill<'a>(value: &Value, look_up: &impl Fn(&str) -> Option<&'a str>) -> Value {
    match value {
        Value::String(text) => Value::String(fill_text(text, look_up)),
        Value::Array(items) => items.iter().map(|item| fill(item, look_up)).collect(),
        Value::Object(members) => {
            let members = members.iter();
            let filled = members.map(|(key, value)| (key.clone(), fill(value, look_up)));
            Value::Object(filled.collect())
        }
        other => other.clone(),
    }
}

fn fill_text<'a>(text: &str, look_up: &impl Fn(&str) -> Option<&'a str>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        match after.split_once("}}") {
            Some((name, after)) if look_up(name.trim()).is_some() => {
                filled.push_str(look_up(name.trim()).unwrap_or_default());
                rest = after;
            }
            _ => {
                filled.push_str("{{");
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

fn text(object: &Value, key: &str) -> Option<String> {
    object[key].as_str().map(str::to_owned)
}

fn list(object: &Value, key: &str) -> Vec<Value> {
    object[key].as_array().cloned().unwrap_or_default()
}

fn rendered(
    kind: Kind,
    object: &Value,
    content: &Content,
    values: &[(String, String)],
) -> Rendered {
    let approved = content.is_approved();
    let mut looks = Looks {
        header: text(object, "header_text"),
        footer: text(object, "footer").or(text(object, "subtitle")),
        ..Looks::of(text(object, "body").unwrap_or_default())
    };
    looks.choices = actions(object, approved);
    let mut sent_as = "interactive";
    match kind {
        Kind::Text => sent_as = "text",
        Kind::Media => {
            let link = first_media(object).unwrap_or_default();
            let shown = Shown::by_name(&link);
            sent_as = shown.kind();
            if !shown.has_caption() {
                looks.body.clear();
            }
            looks.header = Some(link);
        }
        Kind::Location => {
            sent_as = "location";
            looks.header = text(object, "label");
            looks.body = format!("{}, {}", object["latitude"], object["longitude"]);
        }
        Kind::Card => {
            // A card's title is its text; WhatsApp shows the subtitle below.
            looks.body = text(object, "title").unwrap_or_default();
            looks.header = first_media(object);
        }
        Kind::WhatsAppCard => looks.header = first_media(object).or(looks.header),
        Kind::ListPicker => {
            let items = list(object, "items");
            looks.choices = items.iter().map(row).collect();
        }
        Kind::Carousel => {
            let cards = list(object, "cards");
            looks.cards = cards
                .iter()
                .map(|card| self::card(card, approved))
                .collect();
        }
        Kind::Authentication => {
            let code = values.first().map(|(_, value)| value.clone());
            let sample = || content.variables.values().find_map(Value::as_str);
            let code = code.unwrap_or_else(|| sample().unwrap_or_default().to_owned());
            looks.body = format!("{code} is your verification code.");
            let title = list(object, "actions")
                .first()
                .and_then(|action| text(action, "copy_code_text"));
            let title = title.unwrap_or_else(|| "Copy code".to_owned());
            looks.choices = vec![Choice::new(ChoiceKind::CopyCode, code, title)];
        }
        Kind::WhatsAppFlows | Kind::Flows => {
            let token = text(object, "flow_token").unwrap_or_else(|| "unused".to_owned());
            let title = text(object, "button_text").unwrap_or_default();
            looks.choices = vec![Choice::new(ChoiceKind::Flow, token, title)];
        }
        Kind::Catalog => {
            looks.choices = vec![Choice::new(ChoiceKind::Other, "", "View catalog")];
        }
        Kind::QuickReply | Kind::CallToAction | Kind::Pay | Kind::Schedule => {}
    }
    let body = match (kind, &looks.header) {
        (Kind::Location, Some(label)) => label.clone(),
        _ => looks.body.clone(),
    };
    Rendered {
        kind: if approved { "template" } else { sent_as },
        body,
        looks,
        content: json!({"content_sid": content.sid, kind.name(): object}),
    }
}

fn first_media(object: &Value) -> Option<String> {
    match &object["media"] {
        Value::String(link) => Some(link.clone()),
        media => media[0].as_str().map(str::to_owned),
    }
}

fn card(card: &Value, approved: bool) -> Looks {
    let title = text(card, "title");
    let body = text(card, "body").unwrap_or_default();
    Looks {
        header: first_media(card),
        choices: actions(card, approved),
        ..Looks::of(match title {
            Some(title) => format!("{title}\n{body}"),
            None => body,
        })
    }
}

fn row(item: &Value) -> Choice {
    let (id, title) = (text(item, "id"), text(item, "item"));
    Choice {
        description: text(item, "description"),
        ..Choice::new(
            ChoiceKind::Row,
            id.unwrap_or_default(),
            title.unwrap_or_default(),
        )
    }
}

fn actions(object: &Value, approved: bool) -> Vec<Choice> {
    let actions = list(object, "actions");
    let choice = |action: &Value| {
        // Twilio's "Quick reply" is a button of a template once it is approved, and a reply button in a session.
        let reply = if approved {
            ChoiceKind::QuickReply
        } else {
            ChoiceKind::Reply
        };
        let (kind, key) = match action["type"].as_str().unwrap_or_default() {
            "QUICK_REPLY" | "" => (reply, "id"),
            "URL" => (ChoiceKind::Url, "url"),
            "PHONE_NUMBER" => (ChoiceKind::Phone, "phone"),
            "COPY_CODE" => (ChoiceKind::CopyCode, "code"),
            _ => (ChoiceKind::Other, "id"),
        };
        let title = text(action, "title").unwrap_or_default();
        let id = text(action, key).unwrap_or_else(|| title.clone());
        Choice::new(kind, id, title)
    };
    actions.iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;

    #[test]
    fn values_are_texts_that_are_not_empty() {
        let code = |text: &str| given_values(text).map_err(|error| error.code());
        let ada = vec![("1".to_owned(), "Ada".to_owned())];
        assert_eq!(code(r#"{"1":"Ada"}"#), Ok(ada));
        for wrong in [
            "",
            "[]",
            r#"{"1":1}"#,
            r#"{"1":null}"#,
            r#"{"1":""}"#,
            r#"{"a b":"c"}"#,
        ] {
            assert_eq!(code(wrong), Err(21_656), "{wrong}");
        }
        let long = "x".repeat(LONGEST_VALUE + 1);
        assert_eq!(code(&format!(r#"{{"1":"{long}"}}"#)), Err(21_658));
        let many: Map<String, Value> = (0..=MOST_VARIABLES)
            .map(|number| (number.to_string(), json!("x")))
            .collect();
        assert_eq!(code(&Value::Object(many).to_string()), Err(92_002));
    }

    #[test]
    fn an_unknown_variable_and_a_lone_brace_stay() {
        let look_up = |name: &str| (name == "1").then_some("Ada");
        assert_eq!(
            fill_text("{{1}}, {{ 1 }} {{2}} {{", &look_up),
            "Ada, Ada {{2}} {{"
        );
        assert_eq!(fill_text("{{1}}", &|_| Some("{{1}}")), "{{1}}");
    }

    #[test]
    fn more_than_four_spaces_or_a_line_break_break_the_policy() {
        assert!(!breaks_policy("a    b"));
        for value in ["a     b", "a\nb", "a\tb"] {
            assert!(breaks_policy(value), "{value:?}");
        }
    }
}
