//! What can be tapped on a message.

use serde::Serialize;
use serde_json::Value;

use crate::model::customers::{Choice, ChoiceKind, Sent};
use crate::page::format::is_safe;

/// More buttons than this are put away behind "See all options".
const MOST_SHOWN: usize = 3;

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Button {
    pub(crate) kind: ChoiceKind,
    pub(crate) title: String,
    /// What the control of the same name needs: the id of a reply, the payload of a quick reply.
    pub(crate) id: String,
    pub(crate) does: Does,
    /// Whether the address may be opened.
    pub(crate) safe: bool,
    /// How often the customer has tapped it.
    pub(crate) tapped: usize,
}

/// What a tap does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Does {
    /// Sends an answer.
    Answers,
    /// Opens a form.
    Form,
    /// Asks for the customer's location.
    Location,
    /// Asks for the customer's address.
    Address,
    /// Asks for the customer's number.
    Contact,
    /// Opens an address.
    Opens,
    /// Calls a number.
    Calls,
    /// Copies a code.
    Copies,
    /// Opens something that the sandbox does not have.
    Nothing,
}

impl From<ChoiceKind> for Does {
    fn from(kind: ChoiceKind) -> Self {
        match kind {
            ChoiceKind::Reply | ChoiceKind::Row | ChoiceKind::QuickReply => Self::Answers,
            ChoiceKind::Flow => Self::Form,
            ChoiceKind::Location => Self::Location,
            ChoiceKind::Address => Self::Address,
            ChoiceKind::ContactInfo => Self::Contact,
            ChoiceKind::Url => Self::Opens,
            ChoiceKind::Phone => Self::Calls,
            ChoiceKind::CopyCode => Self::Copies,
            ChoiceKind::Other => Self::Nothing,
        }
    }
}

/// The buttons of a message or of a card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Buttons {
    /// So many are shown below the message.
    pub(crate) shown: usize,
    pub(crate) all: Vec<Button>,
}

/// A list that opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct List {
    /// The label of what opens it. Empty if the carrier does not say.
    pub(crate) button: String,
    pub(crate) sections: Vec<Section>,
}

/// Rows of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) rows: Vec<Row>,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    /// How often the customer has chosen it.
    pub(crate) tapped: usize,
}

/// The id of what an answer of the customer's tapped.
fn tapped_id(answer: &Sent) -> Option<&str> {
    let content = &answer.content;
    let inside = match content["type"].as_str() {
        Some(kind) => &content[kind]["id"],
        None => &content["payload"],
    };
    inside.as_str()
}

fn count(id: &str, answers: &[&Sent]) -> usize {
    let tapped = answers
        .iter()
        .filter(|answer| tapped_id(answer) == Some(id));
    tapped.count()
}

/// The buttons among the choices. `answers` are the customer's answers to the message.
pub(crate) fn buttons(choices: &[Choice], answers: &[&Sent]) -> Buttons {
    let all: Vec<Button> = choices
        .iter()
        .filter(|choice| choice.kind != ChoiceKind::Row)
        .map(|choice| Button {
            kind: choice.kind,
            title: choice.title.clone(),
            id: choice.id.clone(),
            does: choice.kind.into(),
            safe: choice.kind == ChoiceKind::Url && is_safe(&choice.id),
            tapped: count(&choice.id, answers),
        })
        .collect();
    Buttons {
        shown: if all.len() > MOST_SHOWN {
            MOST_SHOWN - 1
        } else {
            all.len()
        },
        all,
    }
}

/// The list of a message, in the sections that were sent.
pub(crate) fn list(choices: &[Choice], content: &Value, answers: &[&Sent]) -> Option<List> {
    let mut rows = choices
        .iter()
        .filter(|choice| choice.kind == ChoiceKind::Row)
        .map(|choice| Row {
            id: choice.id.clone(),
            title: choice.title.clone(),
            description: choice.description.clone(),
            tapped: count(&choice.id, answers),
        })
        .peekable();
    rows.peek()?;
    let action = &content["action"];
    let label = [&action["button"], &content["button"]];
    let mut sections = Vec::new();
    for section in action["sections"].as_array().into_iter().flatten() {
        let length = section["rows"].as_array().map_or(0, Vec::len);
        let title = section["title"].as_str().unwrap_or_default().to_owned();
        let rows = rows.by_ref().take(length).collect();
        sections.push(Section { title, rows });
    }
    let rest: Vec<Row> = rows.collect();
    if !rest.is_empty() {
        let title = String::new();
        sections.push(Section { title, rows: rest });
    }
    Some(List {
        button: label
            .into_iter()
            .find_map(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        sections,
    })
}
