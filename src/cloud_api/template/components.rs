//! The array `components` of a template message.

use super::button::buttons;
use super::header::HeaderParameter;
use super::parameter::{TextParameter, check_names};
use crate::bindings::exports::uip::whatsapp::commands::{
    TemplateButton, TemplateHeader, TemplateParameter,
};
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::cloud_api::refusal::{given, refuse_as};
use crate::failure::quoted;
use crate::json::Raw;
use crate::json::{ObjectWriter, array};

/// What fills a template's places: a JSON array of objects.
#[derive(Debug)]
pub struct Components(String);

impl Components {
    /// Parses the fields `header`, `bodyParameters` and `buttons`, or
    /// `components` in their place.
    ///
    /// # Errors
    /// A permanent failure that names the field, also when `components`
    /// stands beside one of the others.
    pub fn parse(
        header: Option<TemplateHeader>,
        body: Option<Vec<TemplateParameter>>,
        button_values: Option<&[TemplateButton]>,
        components: Option<&str>,
    ) -> Result<Self, CommandError> {
        let body = body.unwrap_or_default();
        let button_values = button_values.unwrap_or_default();
        if let Some(json) = given(components) {
            if header.is_some() || !body.is_empty() || !button_values.is_empty() {
                return Err(invalid(
                    "conflicting-fields",
                    "The field components stands instead of bodyParameters, header and buttons, \
                     and cannot be given together with them.",
                ));
            }
            return raw(json);
        }
        let header = header.map(HeaderParameter::parse).transpose()?;
        let mut parameters = Vec::new();
        for (index, parameter) in body.into_iter().enumerate() {
            let field = format!("bodyParameters[{index}]");
            parameters.push(TextParameter::parse(&field, parameter)?);
        }
        check_names(header.as_ref().and_then(HeaderParameter::text), &parameters)?;
        let mut all = Vec::new();
        if let Some(header) = header {
            all.push(component("header", &[header.json()]));
        }
        if !parameters.is_empty() {
            let parameters: Vec<_> = parameters.iter().map(TextParameter::json).collect();
            all.push(component("body", &parameters));
        }
        all.extend(buttons(button_values)?);
        Ok(Self(array(&all)))
    }

    /// As they are sent; `None` when there is nothing to fill.
    pub fn json(&self) -> Option<&str> {
        Some(self.0.as_str()).filter(|&json| json != "[]")
    }
}

fn component(kind: &str, parameters: &[String]) -> String {
    ObjectWriter::new()
        .text("type", kind)
        .json("parameters", &array(parameters))
        .finish()
}

/// Only the outer form is checked: the array is there for what this file does
/// not know.
fn raw(json: &str) -> Result<Components, CommandError> {
    if let Ok(array) = Raw::parse(json)
        && array
            .items()
            .is_some_and(|items| items.iter().all(|item| item.get().starts_with('{')))
    {
        return Ok(Components(array.get().to_owned()));
    }
    Err(invalid(
        "invalid-components",
        &format!(
            "The field components must be a JSON array of objects; it is {}.",
            quoted(json)
        ),
    ))
}

fn invalid(code: &str, error: &str) -> CommandError {
    refuse_as(
        FailureCategory::Template,
        code,
        error,
        "Use the typed fields alone; or give all components as one JSON array, as WhatsApp's \
         documentation shows it.",
    )
}
