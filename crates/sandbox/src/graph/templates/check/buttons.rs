//! Buttons: how many of each type, in which order, and what each needs.

use super::super::refusal::{check_length, plain};
use super::{samples_of, upper};
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::templates::variables;

const MOST_BUTTONS: usize = 10;
const LONGEST_LABEL: usize = 25;
const LONGEST_URL: usize = 2000;
const LONGEST_NUMBER: usize = 20;
/// Meta raised it from 15 on 2025-12-03.
const LONGEST_CODE: usize = 20;

/// The types, and how many of each a template may have.
const TYPES: [(&str, usize); 12] = [
    ("CATALOG", 1),
    ("COPY_CODE", 1),
    ("FLOW", 1),
    ("MPM", 1),
    ("ORDER_DETAILS", 1),
    ("PHONE_NUMBER", 1),
    ("QUICK_REPLY", 10),
    ("REQUEST_CONTACT_INFO", 1),
    ("REMINDER", 1),
    ("SPM", 1),
    ("URL", 2),
    ("VOICE_CALL", 1),
];

/// Checks the buttons of a template.
pub(super) fn check(component: &Fields<'_>) -> Result<Vec<String>, GraphError> {
    check_up_to(component, MOST_BUTTONS)
}

/// Checks at most `most` buttons, and returns their types in order.
pub(super) fn check_up_to(component: &Fields<'_>, most: usize) -> Result<Vec<String>, GraphError> {
    let buttons = component.list("buttons", 1..=usize::MAX)?;
    if buttons.len() > most {
        return Err(plain(
            "Too many buttons",
            format!("There can be {most} buttons at most."),
        ));
    }
    let mut kinds: Vec<String> = Vec::new();
    for (place, button) in buttons.iter().enumerate() {
        let button = component.item("buttons", place, button)?;
        let kind = upper(&button, "type")?;
        one(&button, &kind)?;
        kinds.push(kind);
    }
    for (kind, most) in TYPES {
        if kinds.iter().filter(|found| *found == kind).count() > most {
            return Err(plain(
                "Too many buttons",
                format!("There can be {most} buttons of the type {kind} at most."),
            ));
        }
    }
    check_order(&kinds)?;
    Ok(kinds)
}

/// Quick replies are grouped, before or after all others.
fn check_order(kinds: &[String]) -> Result<(), GraphError> {
    let is_reply: Vec<bool> = kinds.iter().map(|kind| kind == "QUICK_REPLY").collect();
    let changes = is_reply
        .windows(2)
        .filter(|pair| pair.first() != pair.last())
        .count();
    if changes > 1 {
        return Err(plain(
            "Invalid button combination",
            "Quick reply buttons must be grouped together.",
        ));
    }
    Ok(())
}

fn one(button: &Fields<'_>, kind: &str) -> Result<(), GraphError> {
    match kind {
        "QUICK_REPLY" | "FLOW" | "MPM" | "SPM" | "CATALOG" | "ORDER_DETAILS" | "VOICE_CALL"
        | "REMINDER" => label(button),
        "URL" => {
            label(button)?;
            url(button)
        }
        "PHONE_NUMBER" => {
            label(button)?;
            let number = button.text("phone_number")?;
            check_length("The phone number of a button", number, LONGEST_NUMBER)
        }
        "COPY_CODE" => {
            let given = samples_of(button.get("example"));
            let sample = given
                .first()
                .and_then(|sample| sample.as_str())
                .ok_or_else(|| {
                    plain(
                        "Missing sample parameter",
                        "A COPY_CODE button needs a sample in example.",
                    )
                })?;
            check_length("The sample of a COPY_CODE button", sample, LONGEST_CODE)
        }
        // WhatsApp writes the label, in the customer's language.
        "REQUEST_CONTACT_INFO" => Ok(()),
        other => Err(GraphError::parameter(format!(
            "Param {} must be one of {{{}}} - got \"{other}\".",
            button.path_of("type"),
            TYPES.map(|(kind, _)| kind).join(", ")
        ))),
    }
}

fn label(button: &Fields<'_>) -> Result<(), GraphError> {
    let text = button.text("text")?;
    check_length("The text of a button", text, LONGEST_LABEL)?;
    if text.contains("{{") {
        return Err(plain(
            "Invalid button text",
            "The text of a button can't have variables.",
        ));
    }
    Ok(())
}

/// A URL has at most one variable, at its end, and then a sample.
fn url(button: &Fields<'_>) -> Result<(), GraphError> {
    let url = button.text("url")?;
    check_length("The URL of a button", url, LONGEST_URL)?;
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return Err(plain(
            "Invalid button URL",
            "The URL of a button starts with http:// or https://.",
        ));
    }
    let found = variables(url);
    if found.is_empty() {
        return Ok(());
    }
    if found.len() > 1 || !url.ends_with("}}") {
        return Err(plain(
            "Invalid button URL",
            "The URL of a button can have one variable, at its end.",
        ));
    }
    if samples_of(button.get("example")).is_empty() {
        return Err(plain(
            "Missing sample parameter",
            "The URL of a button with a variable needs a sample in example.",
        ));
    }
    Ok(())
}
