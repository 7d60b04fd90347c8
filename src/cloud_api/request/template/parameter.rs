//! The values of the variables in a template's texts.

use super::name::is_lower_snake;
use super::value_text::ValueText;
use crate::bindings::uip::whatsapp::template_parameters::{CurrencyAmount, TemplateParameter};
use uip_kit::failure::quoted;
use uip_kit::field::{given, refuse_as};
use uip_kit::json::{ObjectWriter, quote};
use uip_kit::{CommandError, FailureCategory};

/// A parameter of the type `text`, `currency` or `date_time`.
#[derive(Debug)]
pub struct BodyParameter {
    name: Option<String>,
    text: ValueText,
    kind: Kind,
}

/// What the text is.
#[derive(Debug)]
enum Kind {
    Text,
    /// The object `currency`.
    Currency(String),
    DateTime,
}

impl BodyParameter {
    /// Parses one parameter of the field `field`.
    ///
    /// # Errors
    /// A permanent failure when the text is no [`ValueText`], the name cannot
    /// be a variable's, the currency has not three letters, or the text is both
    /// an amount and a date.
    pub fn parse(field: &str, parameter: TemplateParameter) -> Result<Self, CommandError> {
        let text = ValueText::parse(&format!("{field}.text"), parameter.text)?;
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
                "Use the variable's name from the template, without braces. If the template's \
                 variables are numbered, leave it out.",
            ));
        }
        let kind = match (&parameter.currency, parameter.date_time) {
            (None, None | Some(false)) => Kind::Text,
            (None, Some(true)) => Kind::DateTime,
            (Some(amount), None | Some(false)) => {
                Kind::Currency(currency(field, text.as_str(), amount)?)
            }
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
        };
        Ok(Self {
            name: name.map(str::to_owned),
            text,
            kind,
        })
    }

    /// The variable's name, when it has one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// As it is sent.
    pub fn json(&self) -> String {
        let object;
        let (kind, value) = match &self.kind {
            Kind::Text => {
                object = quote(self.text.as_str());
                ("text", &object)
            }
            Kind::Currency(amount) => ("currency", amount),
            Kind::DateTime => {
                object = ObjectWriter::new()
                    .text("fallback_value", self.text.as_str())
                    .finish();
                ("date_time", &object)
            }
        };
        ObjectWriter::new()
            .text("type", kind)
            .optional_text("parameter_name", self.name())
            .json(kind, value)
            .finish()
    }
}

/// The object `currency`: the text to fall back to, and the amount.
fn currency(field: &str, text: &str, amount: &CurrencyAmount) -> Result<String, CommandError> {
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
    Ok(ObjectWriter::new()
        .text("fallback_value", text)
        .text("code", code)
        .json("amount_1000", &amount.amount1000.to_string())
        .finish())
}

/// A template's variables are all named or all numbered, and a text has each
/// name once. The fields' names begin with `path`.
///
/// # Errors
/// A permanent failure when named and numbered values are mixed, or a name
/// stands twice in `body`.
pub fn check_names(
    path: &str,
    header: Option<&BodyParameter>,
    body: &[BodyParameter],
) -> Result<(), CommandError> {
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
