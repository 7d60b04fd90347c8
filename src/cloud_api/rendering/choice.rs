//! Which of a template's languages the customer would read.

use crate::bindings::uip::whatsapp::template_definitions::TemplateDefinition;
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::cloud_api::refusal::refuse_as;
use crate::cloud_api::template::{LanguageCode, TemplateName};
use crate::prelude::*;

/// The template in the language asked for, or else in its base language (`en`
/// for `en_GB`), or else in the first kind of English.
///
/// # Errors
/// A permanent failure when there is none of them.
pub fn choose(
    templates: Vec<TemplateDefinition>,
    name: &TemplateName,
    language: &LanguageCode,
) -> Result<TemplateDefinition, CommandError> {
    let wanted = language.as_str();
    let base = wanted.split('_').next().unwrap_or(wanted);
    let rank = |template: &TemplateDefinition| match template.language.as_str() {
        code if code == wanted => Some(0),
        code if code == base => Some(1),
        code if code == "en" || code.starts_with("en_") => Some(2),
        _ => None,
    };
    let mut best = None;
    let mut others = String::new();
    for template in templates {
        if template.name != name.as_str() {
            continue;
        }
        match rank(&template) {
            Some(rank) if best.as_ref().is_none_or(|(best, _)| rank < *best) => {
                best = Some((rank, template));
            }
            Some(_) => {}
            None => others.extend([" ", &template.language]),
        }
    }
    if let Some((_, template)) = best {
        return Ok(template);
    }
    let error = if others.is_empty() {
        format!(
            "There is no template with the templateName {}.",
            name.as_str()
        )
    } else {
        format!(
            "The template {} is neither in the languageCode {wanted} nor in English, but in:{others}.",
            name.as_str()
        )
    };
    Err(refuse_as(
        FailureCategory::Template,
        "template-not-found",
        &error,
        "Check templateName and languageCode: listTemplates shows what there is.",
    ))
}
