//! The array `components` of a template message.

use super::button::buttons;
use super::card;
use super::header;
use super::object::{Component, Parameter};
use super::offer::OfferEnd;
use super::parameter::check_names;
use super::path::Path;
use super::raw::check_components;
use crate::bindings::uip::whatsapp::templates::{
    TemplateButton, TemplateButtonValue, TemplateCard, TemplateHeader, TemplateParameter,
};
use crate::cloud_api::request::field::{check_count, item};
use crate::cloud_api::request::refusal::{Refusal, refuse_as};
use serde::Serialize;
use uip_kit::failure::quoted;
use uip_kit::field::given;
use uip_kit::field::json as json_field;
use uip_kit::json::Raw;
use uip_kit::json::{OwnedRaw, to_string};
use uip_kit::{CommandError, FailureCategory};

/// A variable takes five characters at least, and no body has more than 1024.
pub const MOST_BODY_PARAMETERS: usize = 1024;

/// What fills a template's places: a JSON array of objects.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Components {
    array: Array,
    #[serde(skip)]
    one_time_password: bool,
    #[serde(skip)]
    offer_end: Option<OfferEnd>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Array {
    Typed(Vec<Component>),
    /// The field `components`, byte for byte.
    Raw(OwnedRaw),
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
    /// The field `components`, which replaces all others.
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
    pub fn parse(values: TemplateValues) -> Result<Self, Refusal> {
        let one_time_password = values.has_one_time_password();
        let (array, offer_end) = array(values).map_err(of_template)?;
        Ok(Self {
            array,
            one_time_password,
            offer_end,
        })
    }

    /// Whether there is nothing to fill.
    pub fn is_empty(&self) -> bool {
        match &self.array {
            Array::Typed(components) => components.is_empty(),
            Array::Raw(json) => json.get() == "[]",
        }
    }

    /// As they are sent.
    pub fn json(&self) -> String {
        to_string(self)
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

/// Whatever is wrong with a place or a count here is the template's.
fn of_template(mut refusal: Refusal) -> Refusal {
    if let Some(failure) = refusal.failure_mut()
        && failure.category == FailureCategory::Request
    {
        failure.category = FailureCategory::Template;
    }
    refusal
}

/// The array for the fields of a request, and when the offer ends.
fn array(values: TemplateValues) -> Result<(Array, Option<OfferEnd>), Refusal> {
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
        all.push(Component::LimitedTimeOffer {
            parameters: vec![end.parameter()],
        });
    }
    all.extend(buttons("", &values.buttons.unwrap_or_default())?);
    all.extend(card::carousel(values.cards.unwrap_or_default())?);
    Ok((Array::Typed(all), offer_end))
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
) -> Result<Vec<Component>, Refusal> {
    let header = header
        .map(|header| header::parameter(&[path, "header"].concat(), header))
        .transpose()?;
    let body = body.unwrap_or_default();
    let field = [path, "bodyParameters"].concat();
    check_count(&field, body.len(), 0, MOST_BODY_PARAMETERS)?;
    let mut parameters = Vec::new();
    for (index, parameter) in body.into_iter().enumerate() {
        parameters.push(Parameter::parse(&item(&field, index), parameter)?);
    }
    check_names(path, header.as_ref(), &parameters)?;
    let mut components = Vec::new();
    if let Some(header) = header {
        components.push(Component::Header {
            parameters: vec![header],
        });
    }
    if !parameters.is_empty() {
        components.push(Component::Body { parameters });
    }
    Ok(components)
}

/// Only the outer form is checked, and what WhatsApp is known to refuse: the
/// array is there for what this file does not know.
fn raw(json: &str) -> Result<(Array, Option<OfferEnd>), Refusal> {
    let document = json_field::parse("components", json, invalid)?;
    let array = document.root();
    if array
        .items()
        .is_some_and(|mut items| items.all(Raw::is_object))
    {
        let offer_end = check_components(array, Path::new(true))?;
        let json = OwnedRaw::from(array);
        return Ok((Array::Raw(json), offer_end));
    }
    Err(invalid(&format!(
        "The field components must be a JSON array of objects; it is {}.",
        quoted(json)
    ))
    .into())
}

const ADVICE: &str = "Use only the typed fields, or give all components as one JSON array in the \
                      form that WhatsApp documents.";

fn invalid(error: &str) -> CommandError {
    uip_kit::field::refuse_as(
        FailureCategory::Template,
        "invalid-components",
        error,
        ADVICE,
    )
}
