//! The variables in a text: `{{1}}`, `{{first_name}}`.

use super::mismatch;
use crate::cloud_api::request::template::{GivenParameter, Path};
use uip_kit::CommandError;
use uip_kit::failure::one_line;

/// Of a variable's name, errors show at most this many characters.
const SHOWN_CHARACTERS: usize = 40;

/// Errors list at most this many variables.
const LISTED: usize = 20;

/// The names of the variables, each once, in order of appearance.
pub fn variables(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, name, behind)) = next(rest) {
        if !names.contains(&name) {
            names.push(name);
        }
        rest = behind;
    }
    names
}

/// What stands before the next variable, its name, and what stands behind.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = text.split_once("{{")?;
    let (name, behind) = after.split_once("}}")?;
    Some((before, name.trim(), behind))
}

/// The text with a value for each variable.
pub fn replace(text: &str, value: impl Fn(&str) -> String) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, name, behind)) = next(rest) {
        filled.push_str(before);
        filled.push_str(&value(name));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// Which of a template's texts is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The header's.
    Header,
    /// The body's.
    Body,
}

/// The text with the parameters in the places of its variables.
///
/// # Errors
/// A permanent failure when there are more or fewer parameters than
/// variables, their names are others, or a value is none that WhatsApp takes.
pub fn fill(
    path: Path,
    place: Place,
    text: &str,
    parameters: &[GivenParameter<'_>],
) -> Result<String, CommandError> {
    let (name, part) = match place {
        Place::Header => ("header", "header"),
        Place::Body => (path.body(), "text"),
    };
    let field = path.field(name);
    let variables = variables(text);
    let listed = listed(&variables);
    if parameters.len() != variables.len() {
        return Err(mismatch(&format!(
            "The field {field} gives {}, but the template's {part} has {}{listed}",
            count(parameters.len(), "value"),
            count(variables.len(), "variable"),
        )));
    }
    for (index, parameter) in parameters.iter().enumerate() {
        let is_known = match &parameter.name {
            Some(name) => variables.contains(&name.as_str()),
            None => variables.iter().all(|name| is_number(name)),
        };
        if !is_known {
            return Err(mismatch(&format!(
                "The field {field} gives a value {}, but the template's {part} has the \
                 variables{listed}",
                match &parameter.name {
                    Some(name) => format!("for {}", shown(name)),
                    None => "without a name".to_owned(),
                },
            )));
        }
        check(parameter).map_err(|problem| {
            let field = match place {
                Place::Header => field.clone(),
                Place::Body => path.field(&format!("{name}[{index}]")),
            };
            mismatch(&format!("The field {field} {problem}."))
        })?;
    }
    let value = |variable: &str| {
        let place = variable.parse::<usize>().ok();
        let named = |parameter: &&GivenParameter<'_>| parameter.name.as_deref() == Some(variable);
        parameters
            .iter()
            .find(named)
            .or_else(|| parameters.get(place?.checked_sub(1)?))
            .and_then(GivenParameter::value)
    };
    if let Some(empty) = variables.iter().find(|variable| value(variable).is_none()) {
        return Err(mismatch(&format!(
            "The field {field} gives no value for {}, but the template's {part} has the \
             variables{listed}",
            shown(empty)
        )));
    }
    Ok(replace(text, |variable| {
        value(variable).unwrap_or_default()
    }))
}

/// Whether a value has a type that WhatsApp takes, and a text. What is wrong
/// with a text was found when the components were parsed.
fn check(parameter: &GivenParameter<'_>) -> Result<(), &'static str> {
    let kind = parameter.kind.as_str();
    if !matches!(kind, "text" | "currency" | "date_time" | "group_id") {
        return Err("must be of the type text, currency or date_time");
    }
    parameter
        .value()
        .map(drop)
        .ok_or("has no text, but WhatsApp does not accept an empty value")
}

fn is_number(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit())
}

fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

fn listed(variables: &[&str]) -> String {
    let mut list = String::new();
    for name in variables.iter().take(LISTED) {
        list.push_str(if list.is_empty() { ": " } else { ", " });
        list.push_str(&shown(name));
    }
    list.push_str(if variables.len() > LISTED {
        ", …."
    } else {
        "."
    });
    list
}

/// The variable as the template's author wrote it.
fn shown(name: &str) -> String {
    format!("{{{{{}}}}}", one_line(name, SHOWN_CHARACTERS))
}
