//! The values of the variables in a template's texts.

use super::name::is_lower_snake;
use crate::bindings::exports::uip::whatsapp::commands::TemplateParameter;
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::cloud_api::refusal::{given, refuse_as};
use crate::failure::quoted;
use crate::json::ObjectWriter;

/// A parameter of the type `text`.
#[derive(Debug)]
pub struct TextParameter {
    name: Option<String>,
    text: String,
}

impl TextParameter {
    /// Parses one parameter of the field `field`.
    ///
    /// # Errors
    /// A permanent failure when the text is empty or the name cannot be a
    /// variable's.
    pub fn parse(field: &str, parameter: TemplateParameter) -> Result<Self, CommandError> {
        if parameter.text.is_empty() {
            return Err(refuse_as(
                FailureCategory::Template,
                "empty-template-parameter",
                &format!("The field {field}.text is empty; WhatsApp takes no empty value."),
                "Check the flow's variable that fills this parameter, or put a word such as - there.",
            ));
        }
        let name = given(parameter.name.as_deref());
        if let Some(name) = name
            && !is_lower_snake(name)
        {
            return Err(refuse_as(
                FailureCategory::Template,
                "invalid-template-parameter-name",
                &format!(
                    "The field {field}.name must be lower-case letters, digits and underscores; \
                     it is {}.",
                    quoted(name)
                ),
                "Use the variable's name as the template has it, without braces; leave it out \
                 when the template's variables are numbered.",
            ));
        }
        Ok(Self {
            name: name.map(str::to_owned),
            text: parameter.text,
        })
    }

    /// The variable's name, when it has one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// As it is sent.
    pub fn json(&self) -> String {
        ObjectWriter::new()
            .text("type", "text")
            .optional_text("parameter_name", self.name())
            .text("text", &self.text)
            .finish()
    }
}

/// A template's variables are all named or all numbered, and a text has each
/// name once.
///
/// # Errors
/// A permanent failure when named and numbered values are mixed, or a name
/// stands twice in `body`.
pub fn check_names(
    header: Option<&TextParameter>,
    body: &[TextParameter],
) -> Result<(), CommandError> {
    let all = || header.into_iter().chain(body);
    let named = all().filter(|parameter| parameter.name().is_some()).count();
    if named != 0 && named != all().count() {
        return Err(refuse_as(
            FailureCategory::Template,
            "mixed-template-parameters",
            &format!(
                "The fields bodyParameters and header mix values with a name ({named}) and values \
                 without ({}); a template's variables are all named or all numbered.",
                all().count() - named
            ),
            "Give every parameter its name, or none of them.",
        ));
    }
    for (index, parameter) in body.iter().enumerate() {
        let is_repeated = parameter.name().is_some_and(|name| {
            body.iter()
                .take(index)
                .any(|earlier| earlier.name() == Some(name))
        });
        if is_repeated {
            return Err(refuse_as(
                FailureCategory::Template,
                "duplicate-template-parameter",
                &format!(
                    "The field bodyParameters has the name {} twice.",
                    quoted(parameter.name().unwrap_or_default())
                ),
                "Give each variable of the template one value.",
            ));
        }
    }
    Ok(())
}
