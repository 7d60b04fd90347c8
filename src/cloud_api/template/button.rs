//! What a template's buttons need.

use crate::bindings::exports::uip::whatsapp::commands::{
    FlowStart, TemplateButton, TemplateButtonValue,
};
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::cloud_api::refusal::{given, refuse, refuse_as};
use crate::failure::quoted;
use crate::json::Raw;
use crate::json::{ObjectWriter, array};

/// A template has at most ten buttons.
const HIGHEST_INDEX: u8 = 9;
const LONGEST_PAYLOAD: usize = 256;
const LONGEST_URL_SUFFIX: usize = 2000;
const LONGEST_COUPON_CODE: usize = 20;
/// What WhatsApp takes for a form that was given no token.
const UNUSED_FLOW_TOKEN: &str = "unused";

/// The components for the field `buttons`, one for each.
///
/// # Errors
/// A permanent failure when an index is above 9 or stands twice, or a value
/// is empty or too long.
pub fn buttons(buttons: &[TemplateButton]) -> Result<Vec<String>, CommandError> {
    for (place, button) in buttons.iter().enumerate() {
        let is_repeated = buttons
            .iter()
            .take(place)
            .any(|earlier| earlier.index == button.index);
        if is_repeated {
            return Err(refuse_as(
                FailureCategory::Template,
                "duplicate-button",
                &format!("The field buttons has index {} twice.", button.index),
                "Give each of the template's buttons one value; the first has index 0.",
            ));
        }
    }
    let mut components = Vec::new();
    for button in buttons {
        components.push(component(button)?);
    }
    Ok(components)
}

fn component(button: &TemplateButton) -> Result<String, CommandError> {
    let index = button.index;
    if index > HIGHEST_INDEX {
        return Err(refuse_as(
            FailureCategory::Template,
            "invalid-button-index",
            &format!("The field buttons.index must be from 0 to 9; it is {index}."),
            "Count the template's buttons from 0.",
        ));
    }
    let parameter = ObjectWriter::new();
    let (sub_type, parameter) = match &button.value {
        TemplateButtonValue::QuickReplyPayload(payload) => (
            "quick_reply",
            parameter.text("type", "payload").text(
                "payload",
                bounded("quickReplyPayload", payload, LONGEST_PAYLOAD)?,
            ),
        ),
        TemplateButtonValue::UrlSuffix(suffix) => (
            "url",
            parameter
                .text("type", "text")
                .text("text", bounded("urlSuffix", suffix, LONGEST_URL_SUFFIX)?),
        ),
        TemplateButtonValue::CouponCode(code) => (
            "copy_code",
            parameter.text("type", "coupon_code").text(
                "coupon_code",
                bounded("couponCode", code, LONGEST_COUPON_CODE)?,
            ),
        ),
        TemplateButtonValue::Flow(start) => (
            "flow",
            parameter
                .text("type", "action")
                .json("action", &flow_action(start)?),
        ),
    };
    Ok(ObjectWriter::new()
        .text("type", "button")
        .text("sub_type", sub_type)
        .text("index", &index.to_string())
        .json("parameters", &array(&[parameter.finish()]))
        .finish())
}

fn bounded<'a>(field: &str, value: &'a str, longest: usize) -> Result<&'a str, CommandError> {
    let characters = value.chars().count();
    if (1..=longest).contains(&characters) {
        return Ok(value);
    }
    Err(refuse_as(
        FailureCategory::Template,
        "invalid-button-value",
        &format!(
            "The field buttons.value.{field} must have 1 to {longest} characters; it has {characters}."
        ),
        "Check the flow's variable that fills this button.",
    ))
}

/// What a form starts with.
fn flow_action(start: &FlowStart) -> Result<String, CommandError> {
    let json = ObjectWriter::new().text(
        "flow_token",
        given(start.token.as_deref()).unwrap_or(UNUSED_FLOW_TOKEN),
    );
    let Some(data) = given(start.data.as_deref()) else {
        return Ok(json.finish());
    };
    match Raw::parse(data) {
        Ok(object) if object.get().starts_with('{') => {
            Ok(json.json("flow_action_data", object.get()).finish())
        }
        _ => Err(refuse(
            "invalid-flow-data",
            &format!(
                "The field buttons.value.flow.data must be a JSON object; it is {}.",
                quoted(data)
            ),
            "Give the values of the form's first screen as a JSON object.",
        )),
    }
}
