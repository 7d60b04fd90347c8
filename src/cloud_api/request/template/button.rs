//! What a template's buttons need.

use crate::bindings::uip::whatsapp::template_parameters::{
    FlowStart, TemplateButton, TemplateButtonValue,
};
use crate::cloud_api::request::interactive::flow::{UNUSED_TOKEN, data_object};
use uip_kit::field::{given, refuse_as};
use uip_kit::json::{ObjectWriter, array};
use uip_kit::{CommandError, FailureCategory};

/// A template has at most ten buttons.
const HIGHEST_INDEX: u8 = 9;
const LONGEST_URL_SUFFIX: usize = 2000;
const LONGEST_COUPON_CODE: usize = 20;
const LONGEST_ONE_TIME_PASSWORD: usize = 15;
/// For what WhatsApp documents no limit of.
const UNBOUNDED: usize = usize::MAX;

/// The components for the field `buttons`, one for each, of the template or
/// of the card whose fields' names begin with `path`.
///
/// # Errors
/// A permanent failure when an index is above 9 or is given twice, or a value
/// is blank or too long. Only a catalogue's thumbnail may be left blank.
pub fn buttons(path: &str, buttons: &[TemplateButton]) -> Result<Vec<String>, CommandError> {
    let mut components = Vec::new();
    for (place, button) in buttons.iter().enumerate() {
        let field = format!("{path}buttons[{place}]");
        let index = button.index;
        if index > HIGHEST_INDEX {
            return Err(refuse_as(
                FailureCategory::Template,
                "invalid-button-index",
                &format!("The field {field}.index must be from 0 to 9; it is {index}."),
                "Count the template's buttons from 0.",
            ));
        }
        let mut earlier = buttons.iter().take(place);
        if let Some(earlier) = earlier.position(|earlier| earlier.index == index) {
            return Err(refuse_as(
                FailureCategory::Template,
                "duplicate-button",
                &format!(
                    "The fields {path}buttons[{earlier}].index and {field}.index must differ; both \
                     are {index}."
                ),
                "Give each of the template's buttons one value; the first has index 0.",
            ));
        }
        components.push(component(&field, button)?);
    }
    Ok(components)
}

/// The component for the button in `field`.
fn component(field: &str, button: &TemplateButton) -> Result<String, CommandError> {
    let parameter = ObjectWriter::new();
    let bounded = |case, value, longest| bounded(&format!("{field}.value.{case}"), value, longest);
    let (sub_type, parameter) = match &button.value {
        TemplateButtonValue::QuickReplyPayload(payload) => (
            "quick_reply",
            parameter.text("type", "payload").text(
                "payload",
                bounded("quick-reply-payload", payload, UNBOUNDED)?,
            ),
        ),
        TemplateButtonValue::UrlSuffix(suffix) => (
            "url",
            parameter
                .text("type", "text")
                .text("text", bounded("url-suffix", suffix, LONGEST_URL_SUFFIX)?),
        ),
        // WhatsApp takes the code as if it were the end of a link.
        TemplateButtonValue::OneTimePassword(code) => (
            "url",
            parameter.text("type", "text").text(
                "text",
                bounded("one-time-password", code, LONGEST_ONE_TIME_PASSWORD)?,
            ),
        ),
        TemplateButtonValue::CouponCode(code) => (
            "copy_code",
            parameter.text("type", "coupon_code").text(
                "coupon_code",
                bounded("coupon-code", code, LONGEST_COUPON_CODE)?,
            ),
        ),
        TemplateButtonValue::Flow(start) => (
            "flow",
            parameter
                .text("type", "action")
                .json("action", &flow_action(field, start)?),
        ),
        TemplateButtonValue::CatalogThumbnail(product) => {
            let Some(product) = given(Some(product)) else {
                // WhatsApp then shows the catalogue's first product.
                return Ok(head("catalog", button.index).finish());
            };
            let action = ObjectWriter::new().text("thumbnail_product_retailer_id", product);
            (
                "catalog",
                parameter
                    .text("type", "action")
                    .json("action", &action.finish()),
            )
        }
    };
    Ok(head(sub_type, button.index)
        .json("parameters", &array(&[parameter.finish()]))
        .finish())
}

/// A button's component, without its parameters.
fn head(sub_type: &str, index: u8) -> ObjectWriter {
    ObjectWriter::new()
        .text("type", "button")
        .text("sub_type", sub_type)
        .text("index", &index.to_string())
}

fn bounded<'a>(field: &str, value: &'a str, longest: usize) -> Result<&'a str, CommandError> {
    let characters = value.chars().count();
    let what = if value.trim().is_empty() {
        "is empty; WhatsApp does not accept an empty value".to_owned()
    } else if characters > longest {
        format!("may have at most {longest} characters; it has {characters}")
    } else {
        return Ok(value);
    };
    Err(refuse_as(
        FailureCategory::Template,
        "invalid-button-value",
        &format!("The field {field} {what}."),
        "Check the flow's variable that fills this button.",
    ))
}

/// What a form starts with, for the button in `field`.
fn flow_action(field: &str, start: &FlowStart) -> Result<String, CommandError> {
    let json = ObjectWriter::new().text(
        "flow_token",
        given(start.token.as_deref()).unwrap_or(UNUSED_TOKEN),
    );
    let Some(data) = given(start.data.as_deref()) else {
        return Ok(json.finish());
    };
    let data = data_object(&format!("{field}.value.flow.data"), data)?;
    Ok(json.json("flow_action_data", data).finish())
}
