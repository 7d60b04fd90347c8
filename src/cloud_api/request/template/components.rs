//! The array `components` of a template message.

use super::button::buttons;
use super::card;
use super::header::HeaderParameter;
use super::offer::OfferEnd;
use super::parameter::{BodyParameter, check_names};
use super::path::Path;
use super::raw::check_components;
use crate::bindings::uip::whatsapp::template_parameters::{
    TemplateButton, TemplateButtonValue, TemplateCard, TemplateHeader, TemplateParameter,
};
use uip_kit::failure::quoted;
use uip_kit::field::check_count;
use uip_kit::field::json as json_field;
use uip_kit::field::{given, refuse_as};
use uip_kit::json::Raw;
use uip_kit::json::{ObjectWriter, array};
use uip_kit::{CommandError, FailureCategory};

/// A variable takes five characters at least, and no body has more than 1024.
pub const MOST_BODY_PARAMETERS: usize = 1024;

/// What fills a template's places: a JSON array of objects.
#[derive(Debug)]
pub struct Components {
    json: String,
    one_time_password: bool,
    offer_end: Option<OfferEnd>,
}

/// What a request says about a template's places.
#[derive(Debug, Default)]
pub struct TemplateValues {
    /// The field `header`.
    pub header: Option<TemplateHeader>,
    /// The field `bodyParameters`.
    pub body_parameters: Option<Vec<TemplateParameter>>,
    /// The field `buttons`.
    pub buttons: Option<Vec<TemplateButton>>,
    /// The field `cards`.
    pub cards: Option<Vec<TemplateCard>>,
    /// The field `offerExpirationTimeMs`.
    pub offer_expiration_time_ms: Option<u64>,
    /// The field `components`, which stands in the place of all others.
    pub components: Option<String>,
}

impl TemplateValues {
    fn has_typed_fields(&self) -> bool {
        self.header.is_some()
            || self.offer_expiration_time_ms.is_some()
            || self
                .body_parameters
                .as_ref()
                .is_some_and(|it| !it.is_empty())
            || self.buttons.as_ref().is_some_and(|it| !it.is_empty())
            || self.cards.as_ref().is_some_and(|it| !it.is_empty())
    }

    fn has_one_time_password(&self) -> bool {
        let mut buttons = self.buttons.iter().flatten();
        buttons.any(|button| matches!(button.value, TemplateButtonValue::OneTimePassword(_)))
    }
}

impl Components {
    /// Parses the fields of a request.
    ///
    /// # Errors
    /// A permanent failure that names the field, also when `components`
    /// stands beside one of the others.
    pub fn parse(values: TemplateValues) -> Result<Self, CommandError> {
        let one_time_password = values.has_one_time_password();
        match json(values) {
            Ok((json, offer_end)) => Ok(Self {
                json,
                one_time_password,
                offer_end,
            }),
            // Whatever is wrong with a place or a count here is the template's.
            Err(CommandError::PermanentFailure(mut failure)) => {
                if failure.category == FailureCategory::Request {
                    failure.category = FailureCategory::Template;
                }
                Err(failure.permanent())
            }
            Err(other) => Err(other),
        }
    }

    /// As they are sent; `None` when there is nothing to fill.
    pub fn json(&self) -> Option<&str> {
        Some(self.json.as_str()).filter(|&json| json != "[]")
    }

    /// When the offer ends.
    pub fn offer_end(&self) -> Option<&OfferEnd> {
        self.offer_end.as_ref()
    }

    /// Whether a button gets a one-time password.
    pub fn has_one_time_password(&self) -> bool {
        self.one_time_password
    }
}

/// The array for the fields of a request, and when the offer ends.
fn json(values: TemplateValues) -> Result<(String, Option<OfferEnd>), CommandError> {
    if let Some(json) = given(values.components.as_deref()) {
        if values.has_typed_fields() {
            return Err(refuse_as(
                FailureCategory::Template,
                "conflicting-fields",
                "The field components replaces bodyParameters, header, buttons, cards and \
                 offerExpirationTimeMs, and cannot be given together with them.",
                ADVICE,
            ));
        }
        return raw(json);
    }
    let mut all = head("", values.header, values.body_parameters)?;
    let offer_end = values
        .offer_expiration_time_ms
        .map(|time| OfferEnd::parse("offerExpirationTimeMs", time))
        .transpose()?;
    if let Some(end) = &offer_end {
        all.push(component("limited_time_offer", &[end.json()]));
    }
    all.extend(buttons("", &values.buttons.unwrap_or_default())?);
    all.extend(card::carousel(values.cards.unwrap_or_default())?);
    Ok((array(&all), offer_end))
}

/// The components `header` and `body`, of the template or of the card whose
/// fields' names begin with `path`.
///
/// # Errors
/// A permanent failure that names the field.
pub fn head(
    path: &str,
    header: Option<TemplateHeader>,
    body: Option<Vec<TemplateParameter>>,
) -> Result<Vec<String>, CommandError> {
    let header = header
        .map(|header| HeaderParameter::parse(&format!("{path}header"), header))
        .transpose()?;
    let body = body.unwrap_or_default();
    let field = format!("{path}bodyParameters");
    check_count(&field, body.len(), 0, MOST_BODY_PARAMETERS)?;
    let mut parameters = Vec::new();
    for (index, parameter) in body.into_iter().enumerate() {
        parameters.push(BodyParameter::parse(
            &format!("{field}[{index}]"),
            parameter,
        )?);
    }
    check_names(
        path,
        header.as_ref().and_then(HeaderParameter::text),
        &parameters,
    )?;
    let mut components = Vec::new();
    if let Some(header) = header {
        components.push(component("header", &[header.json()]));
    }
    if !parameters.is_empty() {
        let parameters: Vec<_> = parameters.iter().map(BodyParameter::json).collect();
        components.push(component("body", &parameters));
    }
    Ok(components)
}

fn component(kind: &str, parameters: &[String]) -> String {
    ObjectWriter::new()
        .text("type", kind)
        .json("parameters", &array(parameters))
        .finish()
}

/// Only the outer form is checked, and what WhatsApp is known to refuse: the
/// array is there for what this file does not know.
fn raw(json: &str) -> Result<(String, Option<OfferEnd>), CommandError> {
    let document = json_field::parse("components", json, invalid)?;
    let array = document.root();
    if array
        .items()
        .is_some_and(|mut items| items.all(Raw::is_object))
    {
        let offer_end = check_components(array, Path::new(true))?;
        return Ok((document.text().to_owned(), offer_end));
    }
    Err(invalid(&format!(
        "The field components must be a JSON array of objects; it is {}.",
        quoted(json)
    )))
}

const ADVICE: &str = "Use only the typed fields, or give all components as one JSON array in the \
                      form that WhatsApp documents.";

fn invalid(error: &str) -> CommandError {
    refuse_as(
        FailureCategory::Template,
        "invalid-components",
        error,
        ADVICE,
    )
}
