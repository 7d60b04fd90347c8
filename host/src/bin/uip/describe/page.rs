use serde_json::Value;
use uip_host::manifest::{Limits, Manifest};

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
    for command in &manifest.commands {
        parts.extend([
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
                            join(
                                &field.description,
                                &join(&limits(&field.limits), &excluded(&field.excludes)),
                            ),
                            truth(field.is_required),
                            field.kind.word().to_owned(),
                        ]
                    })
                    .collect(),
            },
        ]);
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
                            field.description.clone(),
                            field.kind.word().to_owned(),
                        ]
                    })
                    .collect(),
            },
        ]);
    }
    events(manifest, &mut parts);
    parts.extend([
        Part::Heading(2, "Release History".to_owned()),
        releases(manifest),
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
                    join(comments, if property.is_secret { "Secret." } else { "" }),
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

fn events(manifest: &Manifest, parts: &mut Vec<Part>) {
    parts.push(Part::Heading(2, "Events".to_owned()));
    for event in &manifest.events {
        parts.extend([
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
                            field.description.clone(),
                            field.kind.word().to_owned(),
                        ]
                    })
                    .collect(),
            },
        ]);
    }
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

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// What UIP's columns have no place for.
fn limits(limits: &Limits) -> String {
    let mut parts = Vec::new();
    let mut bounds = |least: Option<String>, most: Option<String>, unit: &str| match (least, most) {
        (Some(least), Some(most)) => parts.push(format!("From {least} to {most}{unit}.")),
        (Some(least), None) => parts.push(format!("At least {least}{unit}.")),
        (None, Some(most)) => parts.push(format!("At most {most}{unit}.")),
        (None, None) => {}
    };
    bounds(
        limits.minimum_length.map(|it| it.to_string()),
        limits.maximum_length.map(|it| it.to_string()),
        " characters",
    );
    bounds(
        limits.minimum_value.as_ref().map(ToString::to_string),
        limits.maximum_value.as_ref().map(ToString::to_string),
        "",
    );
    if let Some(allowed) = &limits.allowed_values {
        parts.push(format!(
            "One of {}.",
            allowed.iter().map(plain).collect::<Vec<_>>().join(", ")
        ));
    }
    if let Some(example) = &limits.example {
        parts.push(format!("Example: {}", plain(example)));
    }
    parts.join(" ")
}

fn excluded(names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    format!("Not together with {}.", names.join(", "))
}

fn join(text: &str, more: &str) -> String {
    [text, more]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
