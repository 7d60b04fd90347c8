//! What the buttons do.

use super::definition::Button;
use super::fill::{replace, variables};
use super::mismatch;
use crate::bindings::uip::whatsapp::templates::RenderedButton;
use crate::cloud_api::request::template::{GivenButton, GivenParameter};
use uip_kit::CommandError;

/// The buttons with their values.
///
/// # Errors
/// A permanent failure when a value is for no button, one of another kind or
/// not as WhatsApp takes it, or a button that needs a value has none.
pub fn buttons(
    field: &str,
    defined: &[Button],
    given: &[GivenButton<'_>],
) -> Result<Vec<RenderedButton>, CommandError> {
    for value in given {
        // There is only one button for a call, and its index may be left out.
        let is_call = value.sub_type == "voice_call";
        let Some(index) = value.index.or(is_call.then_some(0)) else {
            return Err(mismatch(&format!(
                "The field {field} has a value without an index."
            )));
        };
        let Some(button) = defined.get(index) else {
            return Err(mismatch(&format!(
                "The field {field} has index {index}, but the template has {} buttons, counted \
                 from 0.",
                defined.len()
            )));
        };
        if !takes(button, &value.sub_type) {
            return Err(mismatch(&format!(
                "The field {field} gives button {index} a value of the kind {}, but it is a \
                 button of the kind {}{}.",
                value.sub_type,
                button.kind,
                if button.kind == "URL" && value.sub_type == "url" {
                    " whose URL has no variable"
                } else {
                    ""
                }
            )));
        }
        if let Some(parameter) = &value.parameter {
            check(button, parameter).map_err(|problem| {
                mismatch(&format!(
                    "The field {field} gives button {index} a parameter of the type {}, but a \
                     button of the kind {} {problem}.",
                    parameter.kind, button.kind
                ))
            })?;
        }
    }
    let mut rendered = Vec::new();
    for (index, button) in defined.iter().enumerate() {
        let value = given
            .iter()
            .find(|value| value.index.unwrap_or_default() == index);
        if value.is_none() && needs_component(button) {
            return Err(mismatch(&format!(
                "The field {field} has no entry for button {index}. A button of the kind {} needs \
                 one, even if it is empty.",
                button.kind
            )));
        }
        let value = value.and_then(|value| value.parameter.as_ref());
        if value.is_none() && needs_value(button) {
            return Err(mismatch(&format!(
                "The field {field} gives no value for button {index}. A button of the kind {} \
                 needs one.",
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
    match button.kind.as_str() {
        "URL" => sub_type == "url" && has_variable(button),
        // The code of a one-time password is sent as a link's.
        "OTP" => sub_type == "url",
        "PHONE_NUMBER" => false,
        kind => sub_type.eq_ignore_ascii_case(kind),
    }
}

const LONGEST_ONE_TIME_PASSWORD: usize = 15;
const LONGEST_COUPON_CODE: usize = 20;

/// Whether a button's parameter is as WhatsApp takes it. The error is what
/// such a button does instead.
fn check(button: &Button, parameter: &GivenParameter<'_>) -> Result<(), &'static str> {
    let (is_good, else_) = match button.kind.as_str() {
        "URL" => (
            is_text(parameter, "text", usize::MAX),
            "accepts only a text",
        ),
        "OTP" => (
            is_text(parameter, "text", LONGEST_ONE_TIME_PASSWORD),
            "accepts only a text of at most 15 characters",
        ),
        "COPY_CODE" => (
            is_text(parameter, "coupon_code", LONGEST_COUPON_CODE),
            "accepts only a coupon_code of at most 20 characters",
        ),
        "QUICK_REPLY" => (
            is_text(parameter, "payload", usize::MAX),
            "accepts only a payload",
        ),
        "MPM" => (
            parameter.has("thumbnail_product_retailer_id") && parameter.has("sections"),
            "accepts only an action with thumbnail_product_retailer_id and sections",
        ),
        "ORDER_DETAILS" => (
            parameter.has("order_details"),
            "accepts only an action with order_details",
        ),
        "CATALOG" | "FLOW" => (parameter.kind == "action", "accepts only an action"),
        _ => (true, ""),
    };
    if is_good { Ok(()) } else { Err(else_) }
}

fn is_text(parameter: &GivenParameter<'_>, kind: &str, longest: usize) -> bool {
    parameter.kind == kind
        && parameter
            .value()
            .is_some_and(|value| value.chars().count() <= longest)
}

/// Whether Graph wants the button's component, also without a parameter.
fn needs_component(button: &Button) -> bool {
    matches!(button.kind.as_str(), "FLOW" | "CATALOG")
}

fn needs_value(button: &Button) -> bool {
    match button.kind.as_str() {
        "COPY_CODE" | "OTP" | "MPM" | "ORDER_DETAILS" => true,
        "URL" => has_variable(button),
        _ => false,
    }
}

fn does(button: &Button, value: Option<&GivenParameter<'_>>) -> Option<String> {
    let given = value.and_then(GivenParameter::value);
    match button.kind.as_str() {
        "URL" => {
            let url = button.url.as_deref()?;
            Some(replace(url, |_| given.clone().unwrap_or_default()))
        }
        "PHONE_NUMBER" => Some(format!("tel:{}", button.phone_number.as_deref()?)),
        // Without a payload of its own the label comes back.
        "QUICK_REPLY" => given.or_else(|| Some(button.text.clone())),
        "FLOW" => value?.member("flow_token"),
        _ => given,
    }
}
