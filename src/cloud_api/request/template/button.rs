//! What a template's buttons need.

use super::object::{ButtonAction, Component, Parameter};
use crate::bindings::uip::whatsapp::templates::{
    FlowStart, TemplateButton, TemplateButtonValue, TemplateProducts,
};
use crate::cloud_api::request::field::{item, member};
use crate::cloud_api::request::interactive::flow::{UNUSED_TOKEN, data_object};
use crate::cloud_api::request::products::ProductSection;
use crate::cloud_api::request::refusal::{Refusal, refuse_as};
use uip_kit::FailureCategory;
use uip_kit::field::given;

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
pub fn buttons(path: &str, buttons: &[TemplateButton]) -> Result<Vec<Component>, Refusal> {
    let mut components = Vec::new();
    let list = [path, "buttons"].concat();
    for (place, button) in buttons.iter().enumerate() {
        let field = item(&list, place);
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
fn component(field: &str, button: &TemplateButton) -> Result<Component, Refusal> {
    let bounded =
        |case, value, longest| bounded(&member(&member(field, "value"), case), value, longest);
    let (sub_type, parameter) = match &button.value {
        TemplateButtonValue::QuickReplyPayload(payload) => (
            "quick_reply",
            Some(Parameter::Payload {
                payload: bounded("quick-reply-payload", payload, UNBOUNDED)?,
            }),
        ),
        TemplateButtonValue::UrlSuffix(suffix) => (
            "url",
            Some(text(bounded("url-suffix", suffix, LONGEST_URL_SUFFIX)?)),
        ),
        // WhatsApp takes the code as if it were the end of a link.
        TemplateButtonValue::OneTimePassword(code) => (
            "url",
            Some(text(bounded(
                "one-time-password",
                code,
                LONGEST_ONE_TIME_PASSWORD,
            )?)),
        ),
        TemplateButtonValue::CouponCode(code) => (
            "copy_code",
            Some(Parameter::CouponCode {
                coupon_code: bounded("coupon-code", code, LONGEST_COUPON_CODE)?,
            }),
        ),
        TemplateButtonValue::Flow(start) => (
            "flow",
            Some(Parameter::Action {
                action: flow_action(field, start)?,
            }),
        ),
        // Without a parameter WhatsApp shows the catalogue's first product.
        TemplateButtonValue::CatalogThumbnail(product) => (
            "catalog",
            given(Some(product)).map(|product| Parameter::Action {
                action: ButtonAction::Catalog {
                    thumbnail_product_retailer_id: product.to_owned(),
                },
            }),
        ),
        TemplateButtonValue::Products(products) => (
            "mpm",
            Some(Parameter::Action {
                action: products_action(&member(field, "value.products"), products)?,
            }),
        ),
    };
    Ok(Component::Button {
        sub_type,
        index: button.index.to_string(),
        parameters: parameter.map(|parameter| [parameter]),
    })
}

fn text(text: String) -> Parameter {
    Parameter::Text {
        parameter_name: None,
        text,
    }
}

fn bounded(field: &str, value: &str, longest: usize) -> Result<String, Refusal> {
    let characters = value.chars().count();
    let what = if value.trim().is_empty() {
        "is empty; WhatsApp does not accept an empty value".to_owned()
    } else if characters > longest {
        format!("may have at most {longest} characters; it has {characters}")
    } else {
        return Ok(value.to_owned());
    };
    Err(refuse_as(
        FailureCategory::Template,
        "invalid-button-value",
        &format!("The field {field} {what}."),
        "Check the flow's variable that fills this button.",
    ))
}

/// What a form starts with, for the button in `field`.
fn flow_action(field: &str, start: &FlowStart) -> Result<ButtonAction, Refusal> {
    let data = given(start.data.as_deref())
        .map(|data| data_object(&member(field, "value.flow.data"), data));
    Ok(ButtonAction::Flow {
        flow_token: given(start.token.as_deref())
            .unwrap_or(UNUSED_TOKEN)
            .to_owned(),
        flow_action_data: data.transpose()?,
    })
}

/// The products of the button whose value is in `field`.
fn products_action(field: &str, products: &TemplateProducts) -> Result<ButtonAction, Refusal> {
    let thumbnail = bounded(&member(field, "thumbnail"), &products.thumbnail, UNBOUNDED)?;
    Ok(ButtonAction::Products {
        thumbnail_product_retailer_id: thumbnail,
        sections: ProductSection::parse_all(&member(field, "sections"), &products.sections)?,
    })
}
