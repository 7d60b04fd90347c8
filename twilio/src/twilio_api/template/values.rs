//! The values of a request for a template's variables.

use super::definition::refuse;
use super::places::Place;
use crate::bindings::uip::whatsapp_twilio::templates::{
    TemplateButton, TemplateButtonValue, TemplateHeader, TemplateParameter,
};
use uip_kit::failure::quoted;
use uip_kit::field::{check_count, check_text, given, json as json_field};
use uip_kit::http::is_web_address;
use uip_kit::refusal::Refusal;
use uip_kit::whatsapp::template_value;

/// The fields of a request that have values.
#[derive(Debug, Default)]
pub struct TemplateValues {
    /// `header`
    pub header: Option<TemplateHeader>,
    /// `bodyParameters`
    pub body_parameters: Option<Vec<TemplateParameter>>,
    /// `buttons`
    pub buttons: Option<Vec<TemplateButton>>,
    /// `variables`
    pub variables: Option<String>,
}

/// The values, each one that Twilio takes for a variable.
#[derive(Debug, Default)]
pub struct Values {
    pub(super) given: Vec<Given>,
}

/// A value.
#[derive(Debug)]
pub(super) struct Given {
    pub target: Target,
    /// The field it came in.
    pub field: String,
    pub value: String,
}

/// The variable that a value is for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The next one in the template's texts.
    Next,
    /// The one with this name.
    Named(String),
    /// The one at this place.
    Place(Place),
}

/// The most variables that Twilio takes, and the longest value and name.
const MOST: usize = 100;
const LONGEST: usize = 1600;
const LONGEST_NAME: usize = 16;

impl Values {
    /// Parses the values.
    ///
    /// # Errors
    /// A permanent failure when there are too many, when one is blank, too long or has
    /// a line break, or when `variables` comes with other fields.
    pub fn parse(values: TemplateValues) -> Result<Self, Refusal> {
        let TemplateValues {
            header,
            body_parameters,
            buttons,
            variables,
        } = values;
        let body = body_parameters.unwrap_or_default();
        let buttons = buttons.unwrap_or_default();
        let mut parsed = Self::default();
        if let Some(variables) = given(variables.as_deref()) {
            if header.is_some() || !body.is_empty() || !buttons.is_empty() {
                return Err(refuse(
                    "conflicting-fields",
                    "The field variables cannot be given together with bodyParameters, header or \
                     buttons.",
                    "Give all variables in variables, or leave it out.",
                ));
            }
            parsed.variables(variables)?;
            return Ok(parsed);
        }
        check_count("bodyParameters", body.len(), 0, MOST)?;
        let named = body.iter().filter(|it| given(it.name.as_deref()).is_some());
        let named = named.count();
        if named != 0 && named != body.len() {
            return Err(refuse(
                "mixed-template-parameters",
                "The field bodyParameters mixes values with a name and values without.",
                "Give every parameter its name, or none of them.",
            ));
        }
        for (place, parameter) in body.into_iter().enumerate() {
            parsed.parameter(&format!("bodyParameters[{place}]"), parameter, Target::Next)?;
        }
        match header {
            Some(TemplateHeader::Text(text)) => {
                parsed.parameter("header.text", text, Target::Place(Place::Header))?;
            }
            Some(TemplateHeader::Image(file)) => parsed.file("header.image.link", file.link)?,
            Some(TemplateHeader::Video(file)) => parsed.file("header.video.link", file.link)?,
            Some(TemplateHeader::Document(document)) => {
                parsed.file("header.document.source.link", document.source.link)?;
            }
            None => {}
        }
        check_count("buttons", buttons.len(), 0, 10)?;
        for (place, button) in buttons.into_iter().enumerate() {
            parsed.button(&format!("buttons[{place}]"), button)?;
        }
        Ok(parsed)
    }

    fn variables(&mut self, text: &str) -> Result<(), Refusal> {
        let document = json_field::parse("variables", text, |error| invalid(error).into())?;
        let object = document
            .object()
            .ok_or_else(|| invalid("The field variables must be a JSON object of texts."))?;
        check_count("variables", object.members().count(), 0, MOST)?;
        for member in object.members() {
            let name = member.name.text().unwrap_or_default().into_owned();
            let field = format!("variables.{name}");
            let value = member.value.text().ok_or_else(|| {
                invalid(&format!(
                    "The value of {} in the field variables must be a text.",
                    quoted(&name)
                ))
            })?;
            self.add(&field, value.into_owned(), Target::Named(name))?;
        }
        Ok(())
    }

    fn parameter(
        &mut self,
        field: &str,
        parameter: TemplateParameter,
        target: Target,
    ) -> Result<(), Refusal> {
        let target = match given(parameter.name.as_deref()) {
            Some(name) if name.chars().count() > LONGEST_NAME => {
                return Err(refuse(
                    "invalid-template-parameter-name",
                    &format!(
                        "The field {field}.name may have at most {LONGEST_NAME} characters; it is {}.",
                        quoted(name)
                    ),
                    "Use the variable's name or number from the template, without braces.",
                ));
            }
            Some(name) => Target::Named(name.trim().to_owned()),
            None => target,
        };
        self.add(&format!("{field}.text"), parameter.text, target)
    }

    fn file(&mut self, field: &str, link: String) -> Result<(), Refusal> {
        if !is_web_address(&link) {
            return Err(refuse(
                "invalid-media-link",
                &format!(
                    "The field {field} must be a URL that begins with http:// or https:// and a \
                     host and contains no spaces; it is {}.",
                    quoted(&link)
                ),
                "Use a public https URL that returns the file itself, without a login.",
            ));
        }
        self.add(field, link, Target::Place(Place::File))
    }

    fn button(&mut self, field: &str, button: TemplateButton) -> Result<(), Refusal> {
        let index = usize::from(button.index);
        if index > 9 {
            return Err(refuse(
                "invalid-button-index",
                &format!("The field {field}.index must be from 0 to 9; it is {index}."),
                "Count the template's buttons from 0.",
            ));
        }
        let (name, value, most, place) = match button.value {
            TemplateButtonValue::QuickReplyPayload(payload) => (
                "quick-reply-payload",
                payload,
                LONGEST,
                Place::Payload(index),
            ),
            TemplateButtonValue::UrlSuffix(suffix) => {
                ("url-suffix", suffix, LONGEST, Place::Url(index))
            }
            TemplateButtonValue::OneTimePassword(password) => {
                ("one-time-password", password, 15, Place::Code(index))
            }
            TemplateButtonValue::CouponCode(code) => ("coupon-code", code, 20, Place::Code(index)),
        };
        let field = format!("{field}.value.{name}");
        check_text(&field, &value, most)?;
        self.add(&field, value, Target::Place(place))
    }

    fn add(&mut self, field: &str, value: String, target: Target) -> Result<(), Refusal> {
        template_value::check(field, &value)?;
        check_text(field, &value, LONGEST)?;
        self.given.push(Given {
            target,
            field: field.to_owned(),
            value,
        });
        Ok(())
    }
}

fn invalid(error: &str) -> Refusal {
    refuse(
        "invalid-variables",
        error,
        "Give a JSON object whose keys are the variables and whose values are texts.",
    )
}
