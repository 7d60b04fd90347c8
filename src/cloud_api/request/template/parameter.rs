//! The values of the variables in a template's texts.

use super::name::is_lower_snake;
use super::object::{Currency, DateTime, Parameter};
use crate::bindings::uip::whatsapp::templates::{CurrencyAmount, TemplateParameter};
use crate::cloud_api::request::field::member;
use crate::cloud_api::request::refusal::{Refusal, refuse_as};
use uip_kit::FailureCategory;
use uip_kit::failure::quoted;
use uip_kit::field::given;
use uip_kit::whatsapp::template_value;

impl Parameter {
    /// Parses one parameter of the field `field`: a text, an amount or a date.
    ///
    /// # Errors
    /// A permanent failure when the text is one that WhatsApp does not take for
    /// a variable, the name cannot be a variable's, the currency has not three
    /// letters, or the text is both an amount and a date.
    pub fn parse(field: &str, parameter: TemplateParameter) -> Result<Self, Refusal> {
        let text = parameter.text;
        template_value::check(&member(field, "text"), &text)?;
        let parameter_name = given(parameter.name.as_deref()).map(str::to_owned);
        if let Some(name) = &parameter_name
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
                "Use the variable's name from the template, without braces. If the template's \
                 variables are numbered, leave it out.",
            ));
        }
        Ok(match (&parameter.currency, parameter.date_time) {
            (None, None | Some(false)) => Self::Text {
                parameter_name,
                text,
            },
            (None, Some(true)) => Self::DateTime {
                parameter_name,
                date_time: DateTime {
                    fallback_value: text,
                },
            },
            (Some(amount), None | Some(false)) => Self::Currency {
                parameter_name,
                currency: currency(field, text, amount)?,
            },
            (Some(_), Some(true)) => {
                return Err(refuse_as(
                    FailureCategory::Template,
                    "conflicting-fields",
                    &format!(
                        "The fields {field}.currency and {field}.dateTime cannot be given \
                         together."
                    ),
                    "Give currency for an amount or dateTime for a date, or neither.",
                ));
            }
        })
    }

    /// The variable's name, if it has one.
    fn name(&self) -> Option<&str> {
        match self {
            Self::Text { parameter_name, .. }
            | Self::Currency { parameter_name, .. }
            | Self::DateTime { parameter_name, .. } => parameter_name.as_deref(),
            _ => None,
        }
    }

    /// Whether it is the value of a variable.
    fn is_variable(&self) -> bool {
        matches!(
            self,
            Self::Text { .. } | Self::Currency { .. } | Self::DateTime { .. }
        )
    }
}

/// The object `currency`: the text to fall back to, and the amount.
fn currency(field: &str, text: String, amount: &CurrencyAmount) -> Result<Currency, Refusal> {
    let code = amount.code.trim();
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(refuse_as(
            FailureCategory::Template,
            "invalid-currency",
            &format!(
                "The field {field}.currency.code must be three capital letters; it is {}.",
                quoted(&amount.code)
            ),
            "Use the currency's code in ISO 4217, such as EUR.",
        ));
    }
    Ok(Currency {
        fallback_value: text,
        code: code.to_owned(),
        amount_1000: amount.amount1000,
    })
}

/// A template's variables are all named or all numbered, and a text has each
/// name once. The fields' names begin with `path`.
///
/// # Errors
/// A permanent failure when named and numbered values are mixed, or a name
/// stands twice in `body`.
pub fn check_names(
    path: &str,
    header: Option<&Parameter>,
    body: &[Parameter],
) -> Result<(), Refusal> {
    let header = header.filter(|parameter| parameter.is_variable());
    let all = || header.into_iter().chain(body);
    let with_name = all().filter(|parameter| parameter.name().is_some()).count();
    if with_name != 0 && with_name != all().count() {
        let fields = match header {
            Some(_) => format!("fields {path}bodyParameters and {path}header mix"),
            None => format!("field {path}bodyParameters mixes"),
        };
        return Err(refuse_as(
            FailureCategory::Template,
            "mixed-template-parameters",
            &format!(
                "The {fields} values with a name ({with_name}) and values without ({}); a \
                 template's variables are all named or all numbered.",
                all().count() - with_name
            ),
            "Give every parameter its name (bodyParameters[].name, header.text.name), or none of them.",
        ));
    }
    // In the order of the names, each with its place.
    let mut names: Vec<(&str, usize)> = Vec::new();
    for (place, parameter) in body.iter().enumerate() {
        let Some(name) = parameter.name() else {
            continue;
        };
        match names.binary_search_by(|(earlier, _)| (*earlier).cmp(name)) {
            Err(between) => names.insert(between, (name, place)),
            Ok(found) => {
                let earlier = names.get(found).map_or(0, |(_, earlier)| *earlier);
                return Err(refuse_as(
                    FailureCategory::Template,
                    "duplicate-template-parameter",
                    &format!(
                        "The fields {path}bodyParameters[{earlier}].name and \
                         {path}bodyParameters[{place}].name must differ; both are {}.",
                        quoted(name)
                    ),
                    "Give each variable of the template one value.",
                ));
            }
        }
    }
    Ok(())
}
