//! The texts of a definition: their variables, and a sample for each.

use super::mistake::wrong;
use super::object::{Body, Component, Example, Header, NamedSample};
use crate::bindings::uip::whatsapp::templates::{TemplateSample, TemplateText};
use crate::cloud_api::request::field::{item, member};
use crate::cloud_api::request::refusal::Refusal;
use crate::cloud_api::request::template::is_lower_snake;
use uip_kit::failure::quoted;
use uip_kit::field::{check_text, given};

pub const LONGEST_BODY: usize = 1024;
const LONGEST_HEADER: usize = 60;

/// Whether a template's variables have names: all of its texts are alike.
#[derive(Debug, Default, Clone, Copy)]
pub struct Naming(Option<bool>);

impl Naming {
    /// Whether they are named.
    pub fn is_named(self) -> bool {
        self.0 == Some(true)
    }

    /// Adds the text in `field`, which has variables of this kind.
    fn add(&mut self, field: &str, is_named: bool) -> Result<(), Refusal> {
        if *self.0.get_or_insert(is_named) == is_named {
            return Ok(());
        }
        Err(wrong(
            field,
            "mixes numbered and named variables with another text",
            "Number all variables of a template, or name all of them.",
        ))
    }
}

/// The samples of a text.
enum Samples {
    Numbered(Vec<String>),
    Named(Vec<NamedSample>),
}

/// Parses the text in `field`, of the template or of a card.
///
/// # Errors
/// A permanent failure when it is blank, too long, begins or ends with a
/// variable, or a variable or a sample is wrong.
pub fn body(
    field: &str,
    body: TemplateText,
    most: usize,
    naming: &mut Naming,
) -> Result<Component, Refusal> {
    let text_field = member(field, "text");
    let text = body.text;
    check_text(&text_field, &text, most)?;
    if text.contains("\n\n\n") || text.contains("     ") {
        return Err(wrong(
            &text_field,
            "has more than two line breaks or more than four spaces in a row",
            "Shorten the gaps in the text.",
        ));
    }
    let trimmed = text.trim();
    if trimmed.starts_with("{{") || trimmed.ends_with("}}") {
        return Err(wrong(
            &text_field,
            "begins or ends with a variable",
            "Put a word before the first variable and after the last one: a full stop is enough \
             at the end.",
        ));
    }
    let field = member(field, "samples");
    let samples = samples(&text_field, &text, &field, body.samples, naming)?;
    Ok(Component::Body(Body {
        example: samples.map(|samples| match samples {
            Samples::Numbered(texts) => Example::BodyText { body_text: [texts] },
            Samples::Named(named) => Example::NamedBodyText {
                body_text_named_params: named,
            },
        }),
        text: Some(text),
        add_security_recommendation: None,
    }))
}

/// Parses the header text in `field` and its sample.
///
/// # Errors
/// A permanent failure when it is blank, too long, has more than one variable
/// or characters that format a text, or the sample does not fit.
pub fn header(
    field: &str,
    text: Option<String>,
    sample: Option<TemplateSample>,
    naming: &mut Naming,
) -> Result<Header, Refusal> {
    let text_field = member(field, "text");
    let text = text.unwrap_or_default();
    check_text(&text_field, &text, LONGEST_HEADER)?;
    // A variable's name may have underscores.
    let mut outside = text.split("{{").map(|part| part.rsplit("}}").next());
    if outside.any(|part| part.is_some_and(|it| it.contains(['\n', '*', '_', '~', '`']))) {
        return Err(wrong(
            &text_field,
            "has a line break or one of the characters * _ ~ `, which format a text",
            "Write the header as plain text on one line.",
        ));
    }
    if text.matches("{{").count() > 1 {
        return Err(wrong(
            &text_field,
            "has more than one variable",
            "Put the other variables into the body.",
        ));
    }
    let field = member(field, "sample");
    let list = sample.map(|sample| vec![sample]);
    let samples = samples(&text_field, &text, &field, list, naming)?;
    Ok(Header {
        format: "TEXT",
        text: Some(text),
        example: samples.map(|samples| match samples {
            Samples::Numbered(texts) => Example::HeaderText { header_text: texts },
            Samples::Named(named) => Example::NamedHeaderText {
                header_text_named_params: named,
            },
        }),
    })
}

/// The samples in `field` for the variables of the text in `text_field`; `None`
/// when it has none.
fn samples(
    text_field: &str,
    text: &str,
    field: &str,
    samples: Option<Vec<TemplateSample>>,
    naming: &mut Naming,
) -> Result<Option<Samples>, Refusal> {
    let variables = variables(text_field, text)?;
    let samples = samples.unwrap_or_default();
    if samples.len() != variables.len() {
        return Err(wrong(
            field,
            &format!(
                "must have one sample for each of the text's {} variables; it has {}",
                variables.len(),
                samples.len()
            ),
            "Give each variable one sample: WhatsApp's reviewers need it.",
        ));
    }
    if variables.is_empty() {
        return Ok(None);
    }
    let is_named = !variables.iter().all(|name| is_number(name));
    naming.add(text_field, is_named)?;
    check_kind(text_field, &variables, is_named)?;
    let mut numbered = Vec::new();
    let mut named: Vec<NamedSample> = Vec::new();
    for (place, sample) in samples.into_iter().enumerate() {
        let field = item(field, place);
        if sample.text.trim().is_empty() {
            return Err(wrong(
                &member(&field, "text"),
                "is empty",
                "Give a typical value of the variable.",
            ));
        }
        match given(sample.name.as_deref()).map(str::trim) {
            None if !is_named => numbered.push(sample.text),
            Some(name)
                if is_named
                    && variables.contains(&name)
                    && named.iter().all(|earlier| earlier.param_name != name) =>
            {
                named.push(NamedSample {
                    param_name: name.to_owned(),
                    example: sample.text,
                });
            }
            found => {
                let what = if is_named {
                    "must be the name of one of the text's variables, each once"
                } else {
                    "must be left out, because the text's variables are numbered"
                };
                return Err(wrong(
                    &member(&field, "name"),
                    &format!("{what}; it is {}", quoted(found.unwrap_or_default())),
                    "Name the samples if the text has variables such as {{first_name}}, and only \
                     then.",
                ));
            }
        }
    }
    Ok(Some(if is_named {
        Samples::Named(named)
    } else {
        Samples::Numbered(numbered)
    }))
}

/// The names between `{{` and `}}`, each once, in order of appearance.
///
/// # Errors
/// A permanent failure when the braces do not enclose a number or a name.
pub fn variables<'a>(field: &str, text: &'a str) -> Result<Vec<&'a str>, Refusal> {
    let mut names = Vec::new();
    let mut parts = text.split("{{");
    let before = parts.next().unwrap_or_default();
    let mut is_wrong = before.contains("}}");
    for part in parts {
        match part.split_once("}}") {
            Some((name, behind)) if is_lower_snake(name) && !behind.contains("}}") => {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            _ => is_wrong = true,
        }
    }
    if is_wrong {
        return Err(wrong(
            field,
            "has {{ or }} without a variable's number or name in lower-case letters, digits and \
             underscores",
            VARIABLES,
        ));
    }
    Ok(names)
}

/// Numbers count up from 1 without a gap, or all are names.
fn check_kind(field: &str, variables: &[&str], is_named: bool) -> Result<(), Refusal> {
    if is_named {
        if variables.iter().any(|name| is_number(name)) {
            return Err(wrong(
                field,
                "mixes numbered and named variables",
                VARIABLES,
            ));
        }
        return Ok(());
    }
    let missing = (1..=variables.len()).find(|number| {
        let number = number.to_string();
        !variables.contains(&number.as_str())
    });
    match missing {
        None => Ok(()),
        Some(number) => Err(wrong(
            field,
            &format!(
                "must number its variables from {{{{1}}}} without a gap; {{{{{number}}}}} is missing"
            ),
            VARIABLES,
        )),
    }
}

const VARIABLES: &str = "Write variables as {{1}}, {{2}} and so on, or all with names, such as \
                         {{first_name}}.";

fn is_number(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}
