//! What the buttons do.

use super::definition::Button;
use super::fill::{replace, variables};
use super::given::{GivenButton, Parameter};
use super::mismatch;
use crate::bindings::uip::whatsapp::template_definitions::RenderedButton;
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::prelude::*;

/// The buttons with their values.
///
/// # Errors
/// A permanent failure when a value is for no button or one of another kind,
/// or a button that needs a value has none.
pub fn buttons(
    field: &str,
    defined: &[Button],
    given: &[GivenButton<'_>],
) -> Result<Vec<RenderedButton>, CommandError> {
    for value in given {
        let Some(button) = defined.get(value.index) else {
            return Err(mismatch(&format!(
                "The field {field} has index {}, and the template has {} buttons, counted from 0.",
                value.index,
                defined.len()
            )));
        };
        if !takes(button, &value.sub_type) {
            return Err(mismatch(&format!(
                "The field {field} gives button {} a value of the kind {}, and it is a button of \
                 the kind {}{}.",
                value.index,
                value.sub_type,
                button.kind,
                if button.kind == "URL" && value.sub_type == "url" {
                    " whose address has no variable"
                } else {
                    ""
                }
            )));
        }
    }
    let mut rendered = Vec::new();
    for (index, button) in defined.iter().enumerate() {
        let value = given.iter().find(|value| value.index == index);
        let value = value.and_then(|value| value.parameter.as_ref());
        if value.is_none() && needs_value(button) {
            return Err(mismatch(&format!(
                "The field {field} gives button {index} no value, which a button of the kind {} \
                 needs.",
                button.kind
            )));
        }
        rendered.push(RenderedButton {
            button_type: button.kind.clone(),
            text: button.text.clone(),
            value: does(button, value),
        });
    }
    Ok(rendered)
}

fn has_variable(button: &Button) -> bool {
    button
        .url
        .as_deref()
        .is_some_and(|url| !variables(url).is_empty())
}

/// Whether Graph takes a value with this sub-type for the button.
fn takes(button: &Button, sub_type: &str) -> bool {
    let sub_type = sub_type.to_ascii_uppercase();
    match button.kind.as_str() {
        "URL" => sub_type == "URL" && has_variable(button),
        // The code of a one-time password is sent as a link's.
        "OTP" => sub_type == "URL",
        "PHONE_NUMBER" => false,
        kind => sub_type == kind,
    }
}

fn needs_value(button: &Button) -> bool {
    match button.kind.as_str() {
        "COPY_CODE" | "OTP" => true,
        "URL" => has_variable(button),
        _ => false,
    }
}

fn does(button: &Button, value: Option<&Parameter<'_>>) -> Option<String> {
    let given = value.and_then(Parameter::value);
    match button.kind.as_str() {
        "URL" => {
            let url = button.url.as_deref()?;
            Some(replace(url, |_| given.clone().unwrap_or_default()))
        }
        "PHONE_NUMBER" => Some(format!("tel:{}", button.phone_number.as_deref()?)),
        // Without a payload of its own the label comes back.
        "QUICK_REPLY" => given.or_else(|| Some(button.text.clone())),
        "FLOW" => value?.file("flow_token"),
        _ => given,
    }
}
