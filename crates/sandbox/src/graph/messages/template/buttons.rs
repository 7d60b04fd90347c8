//! Buttons: those that need a parameter, those that may have one, those that cannot.

use serde_json::Value;

use super::given::GivenButton;
use super::{mismatch, type_of};
use crate::graph::fields::Fields;
use crate::graph::messages::interactive::check_sections;
use crate::model::GraphError;
use crate::model::templates::{Button, Part, Template, variables};

/// In Unicode characters.
const LONGEST_COUPON: usize = 20;
const LONGEST_ONE_TIME_PASSWORD: usize = 15;

pub(super) fn check(
    part: &Part,
    template: &Template,
    given: &[GivenButton<'_>],
) -> Result<(), GraphError> {
    for button in given {
        let defined = part.buttons.get(button.index).ok_or_else(|| {
            GraphError::invalid(format!(
                "buttons: There is no button at index {}",
                button.index
            ))
        })?;
        check_given(defined, template, button)?;
    }
    for (index, button) in part.buttons.iter().enumerate() {
        if !given.iter().any(|given| given.index == index) {
            check_absent(button, index)?;
        }
    }
    Ok(())
}

/// Whether a button may be left out of the components. A flow and the catalogue must be there, though their
/// component needs no parameters.
fn check_absent(button: &Button, index: usize) -> Result<(), GraphError> {
    match button.kind.as_str() {
        "FLOW" => Err(GraphError::new(131_009).details(format!(
            "buttons: Button at index {index} of type Flow is missing from the components"
        ))),
        "CATALOG" => Err(missing(button, index)),
        _ if needs_parameter(button) => Err(missing(button, index)),
        _ => Ok(()),
    }
}

fn check_given(
    defined: &Button,
    template: &Template,
    given: &GivenButton<'_>,
) -> Result<(), GraphError> {
    // A one-time password button is sent as a URL button.
    let sent_as = if defined.kind == "OTP" {
        "URL"
    } else {
        defined.kind.as_str()
    };
    if matches!(defined.kind.as_str(), "PHONE_NUMBER") || is_static_url(defined) {
        return Err(GraphError::invalid(format!(
            "buttons: Button at index {} is of type {} and does not support parameters",
            given.index,
            spoken(defined)
        )));
    }
    if sent_as != given.sub_type {
        return Err(mismatch("buttons", sent_as, &given.sub_type));
    }
    let Some(parameter) = given.parameters.first() else {
        return if needs_parameter(defined) {
            Err(missing(defined, given.index))
        } else {
            Ok(())
        };
    };
    let (kind, text) = match sent_as {
        "URL" => ("TEXT", parameter["text"].as_str()),
        "QUICK_REPLY" => ("PAYLOAD", parameter["payload"].as_str()),
        "COPY_CODE" => ("COUPON_CODE", parameter["coupon_code"].as_str()),
        "VOICE_CALL" => return Ok(()),
        kind => return check_action(kind, parameter),
    };
    check_value(template, parameter, kind, text)
}

/// What a button opens: a flow, the catalogue, products, an order.
fn check_action(kind: &str, parameter: &Value) -> Result<(), GraphError> {
    let Value::Object(object) = parameter else {
        return Err(mismatch("buttons", "ACTION", "UNKNOWN"));
    };
    let received = type_of(Some(parameter));
    if received != "ACTION" {
        return Err(mismatch("buttons", "ACTION", &received));
    }
    let action = Fields::top(object).object("action")?;
    match kind {
        "MPM" => {
            action.text("thumbnail_product_retailer_id")?;
            check_sections(&action)
        }
        "CATALOG" => action
            .optional_text("thumbnail_product_retailer_id")
            .map(drop),
        "FLOW" => {
            action.optional_text("flow_token")?;
            action.optional_object("flow_action_data").map(drop)
        }
        "ORDER_DETAILS" => action
            .object("order_details")?
            .text("reference_id")
            .map(drop),
        _ => Ok(()),
    }
}

fn check_value(
    template: &Template,
    parameter: &Value,
    kind: &str,
    text: Option<&str>,
) -> Result<(), GraphError> {
    let received = type_of(Some(parameter));
    if received != kind {
        return Err(mismatch("buttons", kind, &received));
    }
    let text = text.filter(|text| !text.is_empty()).ok_or_else(|| {
        let kind = kind.to_lowercase();
        GraphError::invalid(format!(
            "Parameter '{kind}' is mandatory for component parameter type '{kind}'"
        ))
    })?;
    let most = match kind {
        "COUPON_CODE" => LONGEST_COUPON,
        "TEXT" if template.has_one_time_password() => LONGEST_ONE_TIME_PASSWORD,
        _ => usize::MAX,
    };
    if text.chars().count() > most {
        return Err(GraphError::new(132_018).details(format!(
            "template parameter at index 0 exceeds the maximum length in the {} category ({most} characters).",
            template.category.to_uppercase()
        )));
    }
    Ok(())
}

fn is_static_url(button: &Button) -> bool {
    button.kind == "URL" && !needs_parameter(button)
}

fn needs_parameter(button: &Button) -> bool {
    match button.kind.as_str() {
        "COPY_CODE" | "OTP" | "MPM" | "ORDER_DETAILS" => true,
        "URL" => button
            .url
            .as_deref()
            .is_some_and(|url| !variables(url).is_empty()),
        _ => false,
    }
}

fn missing(button: &Button, index: usize) -> GraphError {
    GraphError::new(131_008).details(format!(
        "buttons: Button at index {index} of type {} requires a parameter",
        spoken(button)
    ))
}

/// A button's type as Graph says it in a sentence.
fn spoken(button: &Button) -> &str {
    match button.kind.as_str() {
        "URL" | "OTP" => "Url",
        "PHONE_NUMBER" => "Call",
        "COPY_CODE" => "CopyCode",
        "QUICK_REPLY" => "QuickReply",
        other => other,
    }
}
