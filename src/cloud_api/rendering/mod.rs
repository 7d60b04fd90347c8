//! What the customer reads of a template: its definition, with the values in
//! the places that are kept for them.

mod button;
mod choice;
mod definition;
mod fill;
mod given;
#[cfg(test)]
mod tests;

pub use choice::choose;

use button::buttons;
use definition::{Header, Part};
use fill::{fill, variables};
use given::{Given, Parameter};

use super::refusal::refuse_as;
use super::template::Components;
use crate::bindings::uip::whatsapp::template_definitions::{
    RenderedCard, RenderedMedia, TemplateDefinition, TemplateRendered,
};
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::json::{Object, Raw};

/// Fills a template's places.
///
/// # Errors
/// A permanent failure that names the field whose values do not fit the
/// definition: their count, their names, the kind of header, a button.
pub fn render(
    template: &TemplateDefinition,
    components: &Components,
) -> Result<TemplateRendered, CommandError> {
    let (whole, cards) = Object::parse(&template.definition)
        .map(|object| definition::read(&object))
        .unwrap_or_default();
    let given = components
        .json()
        .and_then(|json| Raw::parse(json).ok())
        .map(Given::read)
        .unwrap_or_default();
    if cards.len() != given.cards.len() {
        return Err(mismatch(&format!(
            "The field cards has values for {} cards, and the template's carousel has {}.",
            given.cards.len(),
            cards.len()
        )));
    }
    let mut rendered_cards = Vec::new();
    for (index, (card, given)) in cards.iter().zip(&given.cards).enumerate() {
        rendered_cards.push(part(&format!("cards[{index}]."), card, given)?);
    }
    let RenderedCard {
        text,
        header_media,
        buttons,
    } = part("", &whole, &given)?;
    Ok(TemplateRendered {
        language: template.language.clone(),
        text,
        header_media,
        buttons,
        cards: rendered_cards,
    })
}

fn part(of: &str, part: &Part, given: &Given<'_>) -> Result<RenderedCard, CommandError> {
    let field = |name: &str| format!("{of}{name}");
    let (header_text, header_media) = header(&field("header"), part.header.as_ref(), given)?;
    let body = fill(&field("bodyParameters"), &part.body, &given.body)?;
    let mut text = String::new();
    let paragraphs = [
        header_text.as_deref(),
        part.offer.as_deref(),
        Some(body.as_str()),
        part.footer.as_deref(),
    ];
    for paragraph in paragraphs.into_iter().flatten() {
        if !text.is_empty() && !paragraph.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(paragraph);
    }
    Ok(RenderedCard {
        text,
        header_media,
        buttons: buttons(&field("buttons"), &part.buttons, &given.buttons)?,
    })
}

fn header(
    field: &str,
    header: Option<&Header>,
    given: &Given<'_>,
) -> Result<(Option<String>, Option<RenderedMedia>), CommandError> {
    let parameter = given.header.first();
    let kind = parameter.map_or("nothing", |parameter| parameter.kind.as_str());
    match (header, parameter) {
        (None, None) => Ok((None, None)),
        (None, Some(_)) => Err(mismatch(&format!(
            "The field {field} gives {kind}, and the template has no header."
        ))),
        (Some(Header::Text(text)), _) => {
            let is_media = parameter.is_some_and(|parameter| parameter.value().is_none());
            if is_media {
                return Err(mismatch(&format!(
                    "The field {field} gives {kind}, and the template's header is a text with {} \
                     variables.",
                    variables(text).len()
                )));
            }
            Ok((Some(fill(field, text, &given.header)?), None))
        }
        (Some(Header::Media(expected)), Some(parameter)) if parameter.kind == *expected => {
            Ok((None, Some(media(parameter))))
        }
        (Some(Header::Media(expected)), _) => Err(mismatch(&format!(
            "The field {field} gives {kind}, and the template's header needs {expected}."
        ))),
    }
}

fn media(parameter: &Parameter<'_>) -> RenderedMedia {
    RenderedMedia {
        media_type: parameter.kind.clone(),
        link: parameter.file("link"),
        media_id: parameter.file("id"),
        parameter: parameter.raw.get().to_owned(),
    }
}

/// The parameters do not fit the definition: WhatsApp would refuse them.
fn mismatch(error: &str) -> CommandError {
    refuse_as(
        FailureCategory::Template,
        "template-mismatch",
        error,
        "Compare the parameters with the template's definition, which listTemplates shows.",
    )
}
