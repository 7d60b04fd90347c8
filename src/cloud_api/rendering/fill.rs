//! The variables in a text: `{{1}}`, `{{first_name}}`.

use super::given::Parameter;
use super::mismatch;
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::search::split_once;

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
    let (before, after) = split_once(text, "{{")?;
    let (name, behind) = split_once(after, "}}")?;
    Some((before, name.trim(), behind))
}

/// The text with a value in the place of each variable.
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

/// The text with the parameters of `field` in the places of its variables.
///
/// # Errors
/// A permanent failure when there are more or fewer parameters than
/// variables, or their names are others.
pub fn fill(field: &str, text: &str, parameters: &[Parameter<'_>]) -> Result<String, CommandError> {
    let variables = variables(text);
    if parameters.len() != variables.len() {
        return Err(mismatch(&format!(
            "The field {field} gives {}, and the template's text has {}{}",
            count(parameters.len(), "value"),
            count(variables.len(), "variable"),
            listed(&variables)
        )));
    }
    for parameter in parameters {
        let is_known = match &parameter.name {
            Some(name) => {
                let same = |other: &&Parameter<'_>| other.name == parameter.name;
                variables.contains(&name.as_str()) && parameters.iter().filter(same).count() == 1
            }
            None => variables.iter().all(|name| is_number(name)),
        };
        if !is_known {
            return Err(mismatch(&format!(
                "The field {field} gives a value {}, and the template's text takes one for each of{}",
                match &parameter.name {
                    Some(name) => format!("for {{{{{name}}}}}"),
                    None => "without a name".to_owned(),
                },
                listed(&variables)
            )));
        }
    }
    Ok(replace(text, |variable| {
        let place = variable.parse::<usize>().ok();
        let parameter = parameters
            .iter()
            .find(|parameter| parameter.name.as_deref() == Some(variable))
            .or_else(|| parameters.get(place?.checked_sub(1)?));
        parameter.and_then(Parameter::value).unwrap_or_default()
    }))
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
    for name in variables {
        list.push_str(if list.is_empty() { ": " } else { ", " });
        list.extend(["{{", name, "}}"]);
    }
    list.push('.');
    list
}
