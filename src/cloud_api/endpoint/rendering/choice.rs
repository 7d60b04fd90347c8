//! Which of a template's languages the customer would read.

use crate::bindings::uip::whatsapp::templates::{TemplateDefinition, TemplateRendered};
use crate::cloud_api::endpoint::template_list::Listed;
use crate::cloud_api::request::template::{LanguageCode, Template, TemplateName};
use uip_kit::field::refuse_as;
use uip_kit::{CommandError, Failure, FailureCategory};

/// The template in the language asked for, or else in its base language (`en`
/// for `en_GB`), or else in the language `fallback`, or else in the first kind
/// of English. Only the language asked for is taken in any state: of the others
/// those that can be sent go first.
///
/// # Errors
/// A permanent failure when there is none of them; a temporary one when the
/// language asked for may stand where the time did not suffice to read.
pub fn choose(
    listed: Listed,
    name: &TemplateName,
    language: &LanguageCode,
    fallback: Option<&LanguageCode>,
) -> Result<TemplateDefinition, CommandError> {
    let wanted = language.as_str();
    let base = wanted.split('_').next().unwrap_or(wanted);
    let rank = |template: &TemplateDefinition| {
        let rank = match template.language.as_str() {
            code if code == wanted => return Some(0),
            code if code == base => 1,
            code if fallback.is_some_and(|fallback| code == fallback.as_str()) => 2,
            code if code == "en" || code.starts_with("en_") => 3,
            _ => return None,
        };
        Some(if is_approved(template) {
            rank
        } else {
            rank + 3
        })
    };
    let count = listed.templates.len();
    let mut best = None;
    let mut others = String::new();
    for template in listed.templates {
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
    match best {
        Some((0, template)) => return Ok(template),
        _ if listed.is_late => return Err(late(count)),
        Some((_, template)) => return Ok(template),
        None => {}
    }
    let name = name.as_str();
    let error = if !others.is_empty() {
        format!(
            "The template {name} exists neither in the languageCode {wanted} nor in English, only \
             in:{others}."
        )
    } else if listed.has_more {
        format!(
            "The templateName {name} is not among the first {count} templates whose names contain \
             it."
        )
    } else {
        format!("No template has the templateName {name}.")
    };
    Err(refuse_as(
        FailureCategory::Template,
        "template-not-found",
        &error,
        "Check templateName and languageCode: listTemplates shows all templates.",
    ))
}

/// Whether WhatsApp sends it, as far as it says.
pub fn is_approved(template: &TemplateDefinition) -> bool {
    template
        .status
        .as_deref()
        .is_none_or(|status| status.eq_ignore_ascii_case("APPROVED"))
}

/// Checks that a template was found in its own language: WhatsApp sends no
/// other.
///
/// # Errors
/// A permanent failure when it was found in another.
pub fn check_language(
    template: &Template,
    rendered: &TemplateRendered,
) -> Result<(), CommandError> {
    let wanted = template.language.as_str();
    if rendered.language == wanted {
        return Ok(());
    }
    Err(refuse_as(
        FailureCategory::Template,
        "template-not-found",
        &format!(
            "The template {} does not exist in the languageCode {wanted}, only in {}.",
            template.name.as_str(),
            rendered.language
        ),
        "Send with the languageCode of an approved template: listTemplates shows all templates.",
    ))
}

fn late(count: usize) -> CommandError {
    Failure::new(
        "templates-not-read-in-time",
        FailureCategory::Network,
        format!(
            "WhatsApp lists the templates too slowly: {count} arrived within four times the \
             property requestTimeoutSeconds, and the requested one was not among them. Nothing \
             was sent."
        ),
        "Try again. If the problem persists, raise requestTimeoutSeconds.",
    )
    .temporary()
}
