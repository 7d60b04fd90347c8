//! What a template's buttons need.

use serde::Serialize;
use serde_json::value::RawValue;

use super::parameter::TextParameter;
use crate::bindings::exports::uip::whatsapp::commands::{
    FlowStart, TemplateButton, TemplateButtonValue,
};
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::cloud_api::refusal::{given, refuse, refuse_as};
use crate::failure::excerpt;

/// A component of the type `button`.
#[derive(Debug, Serialize)]
pub struct Button {
    r#type: &'static str,
    sub_type: &'static str,
    index: String,
    parameters: [ButtonParameter; 1],
}

/// The one parameter of a button.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum ButtonParameter {
    Text(TextParameter),
    Payload {
        r#type: &'static str,
        payload: String,
    },
    CouponCode {
        r#type: &'static str,
        coupon_code: String,
    },
    Action {
        r#type: &'static str,
        action: FlowAction,
    },
}

/// What a form starts with.
#[derive(Debug, Serialize)]
struct FlowAction {
    flow_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_action_data: Option<Box<RawValue>>,
}

/// A template has at most ten buttons.
const HIGHEST_INDEX: u8 = 9;
const LONGEST_PAYLOAD: usize = 256;
const LONGEST_URL_SUFFIX: usize = 2000;
const LONGEST_COUPON_CODE: usize = 20;
/// What WhatsApp takes for a form that was given no token.
const UNUSED_FLOW_TOKEN: &str = "unused";

impl Button {
    /// Parses the field `buttons`.
    ///
    /// # Errors
    /// A permanent failure when an index is above 9 or stands twice, or a
    /// value is empty or too long.
    pub fn parse_all(buttons: Vec<TemplateButton>) -> Result<Vec<Self>, CommandError> {
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
        buttons.into_iter().map(Self::parse).collect()
    }

    fn parse(button: TemplateButton) -> Result<Self, CommandError> {
        let index = button.index;
        if index > HIGHEST_INDEX {
            return Err(refuse_as(
                FailureCategory::Template,
                "invalid-button-index",
                &format!("The field buttons.index must be from 0 to 9; it is {index}."),
                "Count the template's buttons from 0.",
            ));
        }
        let (sub_type, parameter) = match button.value {
            TemplateButtonValue::QuickReplyPayload(payload) => (
                "quick_reply",
                ButtonParameter::Payload {
                    r#type: "payload",
                    payload: bounded("quickReplyPayload", payload, LONGEST_PAYLOAD)?,
                },
            ),
            TemplateButtonValue::UrlSuffix(suffix) => (
                "url",
                ButtonParameter::Text(TextParameter::unnamed(bounded(
                    "urlSuffix",
                    suffix,
                    LONGEST_URL_SUFFIX,
                )?)),
            ),
            TemplateButtonValue::CouponCode(code) => (
                "copy_code",
                ButtonParameter::CouponCode {
                    r#type: "coupon_code",
                    coupon_code: bounded("couponCode", code, LONGEST_COUPON_CODE)?,
                },
            ),
            TemplateButtonValue::Flow(start) => (
                "flow",
                ButtonParameter::Action {
                    r#type: "action",
                    action: FlowAction::parse(&start)?,
                },
            ),
        };
        Ok(Self {
            r#type: "button",
            sub_type,
            index: index.to_string(),
            parameters: [parameter],
        })
    }
}

fn bounded(field: &str, value: String, longest: usize) -> Result<String, CommandError> {
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

impl FlowAction {
    fn parse(start: &FlowStart) -> Result<Self, CommandError> {
        let data = given(start.data.as_deref())
            .map(|data| {
                serde_json::from_str::<Box<RawValue>>(data)
                    .ok()
                    .filter(|json| json.get().starts_with('{'))
                    .ok_or_else(|| {
                        refuse(
                            "invalid-flow-data",
                            &format!(
                                "The field buttons.value.flow.data must be a JSON object; it is {:?}.",
                                excerpt(data)
                            ),
                            "Give the values of the form's first screen as a JSON object.",
                        )
                    })
            })
            .transpose()?;
        Ok(Self {
            flow_token: given(start.token.as_deref())
                .unwrap_or(UNUSED_FLOW_TOKEN)
                .to_owned(),
            flow_action_data: data,
        })
    }
}
