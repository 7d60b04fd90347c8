//! The array `components` of a template message.

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::button::Button;
use super::header::HeaderParameter;
use super::parameter::{TextParameter, check_names};
use crate::bindings::exports::uip::whatsapp::commands::{
    TemplateButton, TemplateHeader, TemplateParameter,
};
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::cloud_api::refusal::{given, refuse_as};
use crate::failure::excerpt;

/// What fills a template's places.
#[derive(Debug)]
pub enum Components {
    /// From the typed fields.
    Typed {
        /// The header's parameter.
        header: Option<Box<HeaderParameter>>,
        /// The body's parameters.
        body: Vec<TextParameter>,
        /// One component for each button.
        buttons: Vec<Button>,
    },
    /// Meta's array, as the flow gave it.
    Raw(Box<RawValue>),
}

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
        buttons: Option<Vec<TemplateButton>>,
        components: Option<&str>,
    ) -> Result<Self, CommandError> {
        let body = body.unwrap_or_default();
        let buttons = buttons.unwrap_or_default();
        if let Some(json) = given(components) {
            if header.is_some() || !body.is_empty() || !buttons.is_empty() {
                return Err(invalid(
                    "conflicting-fields",
                    "The field components stands instead of bodyParameters, header and buttons, \
                     and cannot be given together with them.",
                ));
            }
            return raw(json);
        }
        let header = header.map(HeaderParameter::parse).transpose()?;
        let body = body
            .into_iter()
            .enumerate()
            .map(|(index, parameter)| {
                TextParameter::parse(&format!("bodyParameters[{index}]"), parameter)
            })
            .collect::<Result<Vec<_>, _>>()?;
        check_names(header.as_ref().and_then(HeaderParameter::text), &body)?;
        Ok(Self::Typed {
            header: header.map(Box::new),
            body,
            buttons: Button::parse_all(buttons)?,
        })
    }

    /// Whether there is nothing to fill.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Typed {
                header,
                body,
                buttons,
            } => header.is_none() && body.is_empty() && buttons.is_empty(),
            Self::Raw(json) => json.get() == "[]",
        }
    }
}

/// Only the outer form is checked: the array is there for what this file does
/// not know.
fn raw(json: &str) -> Result<Components, CommandError> {
    let is_array_of_objects = serde_json::from_str::<Vec<&RawValue>>(json)
        .is_ok_and(|items| items.iter().all(|item| item.get().starts_with('{')));
    if is_array_of_objects && let Ok(raw) = serde_json::from_str::<Box<RawValue>>(json) {
        return Ok(Components::Raw(raw));
    }
    Err(invalid(
        "invalid-components",
        &format!(
            "The field components must be a JSON array of objects; it is {:?}.",
            excerpt(json)
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

impl Serialize for Components {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Component<'a, P> {
            r#type: &'static str,
            parameters: &'a [P],
        }
        match self {
            Self::Raw(json) => json.serialize(serializer),
            Self::Typed {
                header,
                body,
                buttons,
            } => {
                let mut components = serializer.serialize_seq(None)?;
                if let Some(parameter) = header {
                    components.serialize_element(&Component {
                        r#type: "header",
                        parameters: std::slice::from_ref(&**parameter),
                    })?;
                }
                if !body.is_empty() {
                    components.serialize_element(&Component {
                        r#type: "body",
                        parameters: body,
                    })?;
                }
                for button in buttons {
                    components.serialize_element(button)?;
                }
                components.end()
            }
        }
    }
}
