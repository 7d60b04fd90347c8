//! What is above a template's text.

use super::mistake::{conflict, wrong};
use super::object::{Example, Header};
use super::text::{self, Naming};
use crate::bindings::uip::whatsapp::templates::{TemplateHeaderDefinition, TemplateHeaderFormat};
use crate::cloud_api::request::field::member;
use crate::cloud_api::request::refusal::Refusal;
use uip_kit::field::given;

/// Parses the header in `field`.
///
/// # Errors
/// A permanent failure when a text is wrong, a file has no sample, or a field is
/// given that this kind of header does not have.
pub fn parse(
    field: &str,
    header: TemplateHeaderDefinition,
    naming: &mut Naming,
) -> Result<Header, Refusal> {
    let format = word(header.format);
    let handle = given(header.handle.as_deref());
    let is_text = header.format == TemplateHeaderFormat::Text;
    let is_file = matches!(
        header.format,
        TemplateHeaderFormat::Image | TemplateHeaderFormat::Video | TemplateHeaderFormat::Document
    );
    let superfluous = [
        ("text", !is_text && given(header.text.as_deref()).is_some()),
        ("sample", !is_text && header.sample.is_some()),
        ("handle", !is_file && handle.is_some()),
    ];
    if let Some((name, _)) = superfluous.iter().find(|(_, is_given)| *is_given) {
        return Err(conflict(
            &member(field, name),
            "does not fit the header's format",
            "Give text and sample for the format text, and handle for a picture, a video or a \
             document.",
        ));
    }
    if is_text {
        return text::header(field, header.text, header.sample, naming);
    }
    let example = match handle {
        Some(handle) => Some(Example::HeaderHandle {
            header_handle: [handle.to_owned()],
        }),
        None if is_file => {
            return Err(wrong(
                &member(field, "handle"),
                "is missing: WhatsApp's reviewers need a sample file",
                "Upload a sample with uploadTemplateSample, and give its handle.",
            ));
        }
        None => None,
    };
    Ok(Header {
        format,
        text: None,
        example,
    })
}

fn word(format: TemplateHeaderFormat) -> &'static str {
    match format {
        TemplateHeaderFormat::Text => "TEXT",
        TemplateHeaderFormat::Image => "IMAGE",
        TemplateHeaderFormat::Video => "VIDEO",
        TemplateHeaderFormat::Document => "DOCUMENT",
        TemplateHeaderFormat::Location => "LOCATION",
        TemplateHeaderFormat::Product => "PRODUCT",
    }
}
