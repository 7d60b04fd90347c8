//! The older form of the string, which names neither language nor fields:
//! `&[fallback text](namespace, template_name, Ada, Friday)`.

use super::{Parts, at, check, parameter};
use crate::cloud_api::request::refusal::Refusal;
use crate::cloud_api::request::template::{
    LanguageCode, MOST_BODY_PARAMETERS, Template, TemplateName, TemplateValues,
};
use uip_kit::whatsapp::shorthand::{Entry, Mistake};

const BEGINNING: &str = "&[";
const MIDDLE: &str = "](";
const END: char = ')';

/// Whether a string is meant to have this form.
pub fn is_older(text: &str) -> bool {
    text.trim_start().starts_with(BEGINNING)
}

/// Reads the string. The fallback text ends at the first `](`, and the values
/// are separated by commas, which nothing escapes; white space around them has
/// no meaning.
///
/// # Errors
/// A permanent failure that names the character where the string goes wrong.
pub fn template(text: &str, language: LanguageCode) -> Result<Template, Refusal> {
    let end = text.trim_end().len();
    let whole = text.get(..end).unwrap_or_default();
    let Some(list) = whole.find(MIDDLE).map(|at| at + MIDDLE.len()) else {
        return Err(mistake(whole, "]( after the fallback text"));
    };
    let Some(values) = whole.get(list..).and_then(|rest| rest.strip_suffix(END)) else {
        return Err(mistake(whole, ") at the end"));
    };
    let mut parts = Parts {
        language: Some(language),
        ..Parts::default()
    };
    let mut begin = list;
    for (place, value) in values.split(',').enumerate() {
        let spaces = value.len() - value.trim_start().len();
        let entry = Entry {
            name: match place {
                0 => "namespace",
                1 => "template_name",
                _ => "value",
            },
            value: value.trim(),
            before: text.get(..begin + spaces).unwrap_or_default(),
        };
        begin += value.len() + 1;
        match place {
            0 if entry.value.is_empty() => {
                return Err(mistake(entry.before, "the namespace after ]("));
            }
            0 => {}
            1 => parts.name = Some(at(&entry, TemplateName::parse(entry.value))?),
            _ if parts.body.len() == MOST_BODY_PARAMETERS => {
                let most = format!("at most {MOST_BODY_PARAMETERS} values");
                return Err(mistake(entry.before, &most));
            }
            _ => {
                let value = parameter(entry.value);
                check(
                    &entry,
                    TemplateValues {
                        body_parameters: Some(vec![value.clone()]),
                        ..TemplateValues::default()
                    },
                )?;
                parts.body.push(value);
            }
        }
    }
    if parts.name.is_none() {
        return Err(mistake(
            text.get(..end.saturating_sub(1)).unwrap_or_default(),
            "a comma and the template's name after the namespace",
        ));
    }
    parts.finish(0)
}

fn mistake(before: &str, expected: &str) -> Refusal {
    let mistake = Mistake::new(before.chars().count() + 1, expected);
    let mut refusal = Refusal::from(mistake.refusal());
    if let Some(failure) = refusal.failure_mut() {
        "Write the template as &[fallback text](namespace, template_name, value), with one value \
         for each variable, or in the newer form, which begins with &((."
            .clone_into(&mut failure.advice);
    }
    refusal
}
