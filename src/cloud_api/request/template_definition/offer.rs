//! A limited-time offer.

use super::mistake::{conflict, plain};
use super::object::{Component, Offer};
use crate::bindings::uip::whatsapp::templates::{TemplateCategory, TemplateOfferDefinition};
use crate::cloud_api::request::refusal::Refusal;

const LONGEST_TEXT: usize = 16;

/// Parses the field `offer`, next to a header of the format `header`.
///
/// # Errors
/// A permanent failure when its text is wrong, or the category, the header or
/// the footer does not fit an offer.
pub fn parse(
    offer: TemplateOfferDefinition,
    category: Option<TemplateCategory>,
    header: Option<&str>,
    has_footer: bool,
) -> Result<Component, Refusal> {
    if category.is_some_and(|category| category != TemplateCategory::Marketing) {
        return Err(conflict(
            "offer",
            "can only be given for the category marketing",
            "Choose this category, or leave the offer out.",
        ));
    }
    if has_footer {
        return Err(conflict(
            "footer",
            "cannot be given together with offer",
            "Put its text into the body, or leave the offer out.",
        ));
    }
    if header.is_some_and(|format| !matches!(format, "IMAGE" | "VIDEO")) {
        return Err(conflict(
            "header",
            "must be a picture or a video if offer is given",
            "Give a picture or a video, or leave the header out.",
        ));
    }
    Ok(Component::LimitedTimeOffer {
        limited_time_offer: Offer {
            text: plain("offer.text", Some(offer.text), LONGEST_TEXT)?,
            has_expiration: offer.has_expiration,
        },
    })
}
