//! The page of a document, in the shape of UIP's own.

use serde_json::Value;
use uip_contract::manifest::{Command, Event, Manifest, Rule, plain};

/// A part of a page.
pub enum Part {
    /// A heading of this level, from 1.
    Heading(u8, String),
    Text(String),
    Table {
        header: &'static [&'static str],
        rows: Vec<Vec<String>>,
    },
    Json(Value),
}

pub fn page(manifest: &Manifest) -> Vec<Part> {
    let mut parts = vec![
        Part::Heading(1, format!("Adapter - {}", manifest.display)),
        Part::Text(format!(
            "This page describes version {} of the adapter.",
            manifest.version
        )),
        Part::Heading(2, "Overview".to_owned()),
        Part::Text(manifest.description.clone()),
        Part::Heading(2, "Properties".to_owned()),
        properties(manifest),
        Part::Heading(2, "Commands".to_owned()),
    ];
    for it in &manifest.commands {
        parts.extend(command(it));
    }
    parts.push(Part::Heading(2, "Events".to_owned()));
    for it in &manifest.events {
        parts.extend(event(it, None));
    }
    parts.extend([
        Part::Heading(2, "Release History".to_owned()),
        releases(manifest),
    ]);
    parts
}

/// One command.
pub fn command(command: &Command) -> Vec<Part> {
    let mut parts = vec![
        Part::Heading(3, format!("{} ({})", command.display, command.name)),
        Part::Text(command.description.clone()),
        Part::Heading(4, "Request Properties".to_owned()),
        Part::Table {
            header: &["Name", "Display", "Description", "Is Required", "Type"],
            rows: command
                .request
                .iter()
                .map(|field| {
                    vec![
                        field.name.clone(),
                        field.display.clone(),
                        cell(
                            &field.description,
                            command.rules(field),
                            field.limits.example.as_ref(),
                        ),
                        truth(field.is_required),
                        field.kind.word().to_owned(),
                    ]
                })
                .collect(),
        },
    ];
    if let Some(example) = &command.example {
        parts.extend([
            Part::Heading(4, "Example Request".to_owned()),
            Part::Json(Value::Object(example.clone())),
        ]);
    }
    parts.extend([
        Part::Heading(4, "Response Properties".to_owned()),
        Part::Table {
            header: &["Name", "Description", "Type"],
            rows: command
                .response
                .iter()
                .map(|field| {
                    vec![
                        field.name.clone(),
                        cell(&field.description, field.rules(), field.example.as_ref()),
                        field.kind.word().to_owned(),
                    ]
                })
                .collect(),
        },
    ]);
    parts
}

fn properties(manifest: &Manifest) -> Part {
    let number = |value: Option<String>| value.unwrap_or_default();
    Part::Table {
        header: &[
            "Name",
            "Display",
            "Is Required",
            "Comments",
            "Type",
            "Default Value",
            "Maximum Value",
            "Minimum Value",
            "Maximum Length",
            "Minimum Length",
        ],
        rows: manifest
            .properties
            .iter()
            .map(|property| {
                let limits = &property.limits;
                let comments = property.comments.as_deref().unwrap_or_default();
                vec![
                    property.name.clone(),
                    property.display.clone(),
                    truth(property.is_required),
                    cell(
                        comments,
                        property.is_secret.then_some(Rule::Secret),
                        limits.example.as_ref(),
                    ),
                    property.kind.word().to_owned(),
                    property
                        .default_value
                        .as_ref()
                        .map(plain)
                        .unwrap_or_default(),
                    number(limits.maximum_value.as_ref().map(ToString::to_string)),
                    number(limits.minimum_value.as_ref().map(ToString::to_string)),
                    number(limits.maximum_length.map(|length| length.to_string())),
                    number(limits.minimum_length.map(|length| length.to_string())),
                ]
            })
            .collect(),
    }
}

/// One event, with how one looks to a receiver.
pub fn event(event: &Event, example: Option<Value>) -> Vec<Part> {
    let mut parts = vec![
        Part::Heading(3, format!("{} ({})", event.display, event.name)),
        Part::Text(event.description.clone()),
        Part::Heading(4, "Event Properties".to_owned()),
        Part::Table {
            header: &["Name", "Display", "Description", "Type"],
            rows: event
                .properties
                .iter()
                .map(|field| {
                    vec![
                        field.name.clone(),
                        field.display.clone(),
                        cell(&field.description, field.rules(), field.example.as_ref()),
                        field.kind.word().to_owned(),
                    ]
                })
                .collect(),
        },
    ];
    if let Some(example) = example {
        parts.extend([
            Part::Heading(4, "Example Event".to_owned()),
            Part::Json(example),
        ]);
    }
    parts
}

fn releases(manifest: &Manifest) -> Part {
    Part::Table {
        header: &["Version", "Type", "Description", "Tracking #", "Date"],
        rows: manifest
            .release_history
            .iter()
            .map(|release| {
                vec![
                    release.version.clone(),
                    release.kind.clone(),
                    release.description.clone(),
                    release.tracking.clone().unwrap_or_default(),
                    release.date.clone().unwrap_or_default(),
                ]
            })
            .collect(),
    }
}

/// As UIP's pages write it.
fn truth(value: bool) -> String {
    if value { "True" } else { "False" }.to_owned()
}

/// A description, what holds besides, and an example.
fn cell<'m>(
    description: &str,
    rules: impl IntoIterator<Item = Rule<'m>>,
    example: Option<&Value>,
) -> String {
    let example = example.map(|value| format!("Example: {}.", code(&plain(value))));
    let sentences = rules.into_iter().map(|rule| rule.to_string());
    let all = [description.to_owned()].into_iter().chain(sentences);
    let all = all.chain(example).filter(|part| !part.is_empty());
    all.collect::<Vec<_>>().join(" ")
}

/// As code in Markdown. A text with a backtick needs two around it.
fn code(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}
