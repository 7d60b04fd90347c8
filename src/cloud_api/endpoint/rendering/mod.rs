//! What the customer reads of a template: its definition, with the values in
//! the places that are kept for them.

mod button;
mod choice;
mod definition;
mod fill;
#[cfg(test)]
mod tests;

pub use choice::{check_language, choose};
pub use definition::{Header, Part, read as read_definition};

use button::buttons;
use choice::is_approved;
use fill::{Place, fill, variables};

use crate::bindings::uip::whatsapp::templates::{
    RenderedCard, RenderedMedia, TemplateDefinition, TemplateRendered,
};
use crate::cloud_api::request::template::{Components, Given, GivenParameter, Path};
use uip_kit::failure::{one_line, quoted};
use uip_kit::field::refuse_as;
use uip_kit::http::is_web_address;
use uip_kit::json::Document;
use uip_kit::{CommandError, FailureCategory};

/// Fills a template's places. `is_raw` says that the values came in the field
/// `components`.
///
/// # Errors
/// A permanent failure that names the field whose values do not fit the
/// definition (their count, their names, the kind of header, a button), or
/// when the template is one that WhatsApp would not send.
pub fn render(
    template: &TemplateDefinition,
    components: &Components,
    is_raw: bool,
) -> Result<TemplateRendered, CommandError> {
    check_status(template)?;
    let definition = Document::parse(&template.definition).ok();
    let object = definition.as_ref().and_then(Document::object);
    let Some((whole, cards)) = object.as_ref().and_then(definition::read) else {
        return Err(refuse_as(
            FailureCategory::Template,
            "template-not-readable",
            &format!(
                "WhatsApp lists the template {} without its components.",
                template.name
            ),
            "Check the template in WhatsApp Manager; listTemplates shows what WhatsApp lists.",
        ));
    };
    let components = components.json();
    let components = Document::parse(&components).ok();
    let given = components
        .as_ref()
        .map(|components| Given::read(components.root()))
        .unwrap_or_default();
    let path = Path::new(is_raw);
    check_form(path, &given)?;
    check_cards(path, &cards, given.cards.len())?;
    let mut rendered_cards = Vec::new();
    for (index, given) in given.cards.iter().enumerate() {
        // Product cards beyond the defined ones are like the last.
        if let Some(card) = cards.get(index).or(cards.last()) {
            let path = path.card(index);
            check_form(path, given)?;
            rendered_cards.push(part(path, card, given)?);
        }
    }
    let RenderedCard {
        text,
        header_media,
        buttons,
    } = part(path, &whole, &given)?;
    Ok(TemplateRendered {
        language: template.language.clone(),
        text,
        header_media,
        buttons,
        cards: rendered_cards,
    })
}

/// WhatsApp sends approved templates only.
fn check_status(template: &TemplateDefinition) -> Result<(), CommandError> {
    if is_approved(template) {
        return Ok(());
    }
    Err(refuse_as(
        FailureCategory::Template,
        "template-not-approved",
        &format!(
            "The template {} in {} is {}, but WhatsApp sends only approved templates.",
            template.name,
            template.language,
            one_line(template.status.as_deref().unwrap_or_default(), 40)
        ),
        "Wait until it is APPROVED, change it in WhatsApp Manager, which shows the reason, or use \
         another template.",
    ))
}

const PRODUCT_CARDS: std::ops::RangeInclusive<usize> = 2..=10;

/// A template with product cards is defined with two and sent with up to ten;
/// one with pictures or videos is sent as it is defined.
fn check_cards(path: Path, cards: &[Part], given: usize) -> Result<(), CommandError> {
    let is_product =
        |card: &Part| matches!(&card.header, Some(Header::Media(kind)) if kind == "product");
    let (fits, takes) = if !cards.is_empty() && cards.iter().all(is_product) {
        (PRODUCT_CARDS.contains(&given), "accepts 2 to 10".to_owned())
    } else {
        (given == cards.len(), format!("has {}", cards.len()))
    };
    if fits {
        return Ok(());
    }
    Err(mismatch(&format!(
        "The field {} gives values for {given} cards, but the template's carousel {takes}.",
        path.field("cards")
    )))
}

/// In characters, with the values in their places.
const LONGEST_BODY: usize = 1024;

/// Whether the components are such as WhatsApp takes for any template.
fn check_form(path: Path, given: &Given<'_>) -> Result<(), CommandError> {
    if let Some((name, mistake)) = given.problem {
        return Err(mismatch(&format!(
            "The field {} {mistake}.",
            path.field(name)
        )));
    }
    if let Some(unknown) = &given.unknown {
        return Err(mismatch(&format!(
            "The field {} has a component of the type {}, which no template has.",
            path.field("type"),
            quoted(unknown)
        )));
    }
    Ok(())
}

fn part(path: Path, part: &Part, given: &Given<'_>) -> Result<RenderedCard, CommandError> {
    if part.offer_ends && given.offer_time.is_none() {
        return Err(mismatch(&format!(
            "The field {} is missing: each message must give the time at which the template's \
             offer ends.",
            path.field(path.offer())
        )));
    }
    let (header_text, header_media) = header(path, part.header.as_ref(), given)?;
    let body = fill(path, Place::Body, &part.body, &given.body)?;
    let characters = body.chars().count();
    if characters > LONGEST_BODY {
        return Err(mismatch(&format!(
            "The field {} makes the template's text {characters} characters long, but WhatsApp \
             accepts at most {LONGEST_BODY}.",
            path.field(path.body())
        )));
    }
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
        buttons: buttons(&path.field("buttons"), &part.buttons, &given.buttons)?,
    })
}

fn header(
    path: Path,
    header: Option<&Header>,
    given: &Given<'_>,
) -> Result<(Option<String>, Option<RenderedMedia>), CommandError> {
    let field = path.field("header");
    let parameter = given.header.first();
    let kind = parameter.map_or("nothing", |parameter| parameter.kind.as_str());
    match (header, parameter) {
        (None, None) => Ok((None, None)),
        (None, Some(_)) => Err(mismatch(&format!(
            "The field {field} gives {kind}, but the template has no header."
        ))),
        (Some(Header::Text(text)), _) => {
            let is_media = matches!(
                kind,
                "image" | "video" | "document" | "location" | "product" | "gif"
            );
            if is_media {
                return Err(mismatch(&format!(
                    "The field {field} gives {kind}, but the template's header is a text with {} \
                     variables.",
                    variables(text).len()
                )));
            }
            Ok((Some(fill(path, Place::Header, text, &given.header)?), None))
        }
        (Some(Header::Media(expected)), Some(parameter)) if parameter.kind == *expected => {
            let (is_whole, needs) = match kind {
                "location" => (
                    parameter.has_number("latitude") && parameter.has_number("longitude"),
                    "latitude and longitude as numbers",
                ),
                "product" => (parameter.has("product_retailer_id"), "product_retailer_id"),
                _ => (
                    if parameter.has("link") {
                        let link = parameter.member("link");
                        link.is_some_and(|it| is_web_address(&it)) && !parameter.has("id")
                    } else {
                        parameter.has("id")
                    },
                    "exactly one of id and link, the link with http:// or https://",
                ),
            };
            if !is_whole {
                return Err(mismatch(&format!(
                    "The field {field} gives {kind} without {needs}."
                )));
            }
            Ok((None, Some(media(parameter))))
        }
        (Some(Header::Media(expected)), _) => Err(mismatch(&format!(
            "The field {field} gives {kind}, but the template's header needs {expected}."
        ))),
    }
}

fn media(parameter: &GivenParameter<'_>) -> RenderedMedia {
    RenderedMedia {
        media_type: parameter.kind.clone(),
        link: parameter.member("link"),
        media_id: parameter.member("id"),
        parameter: parameter.raw.get().to_owned(),
    }
}

/// The parameters do not fit the definition: WhatsApp would refuse them.
fn mismatch(error: &str) -> CommandError {
    refuse_as(
        FailureCategory::Template,
        "template-mismatch",
        error,
        "Compare the parameters with the template's definition, which listTemplates shows. If its \
         variables are named, give each value its name (bodyParameters[].name).",
    )
}
