//! `LIMITED_TIME_OFFER`.

use super::super::refusal::{check_length, plain};
use super::{Basics, Components, text, upper};
use crate::model::GraphError;

const LONGEST_TEXT: usize = 16;
const LONGEST_BODY: usize = 600;

/// An offer is for marketing templates without a footer, with an image or a video for a header if with any.
pub(super) fn check(components: &Components<'_>, basics: Basics) -> Result<(), GraphError> {
    let Some(component) = components.get("LIMITED_TIME_OFFER") else {
        return Ok(());
    };
    let refused = |message: &str| Err(plain("Invalid limited-time offer", message));
    if !text::is_marketing(basics) {
        return refused("A limited-time offer needs the category MARKETING.");
    }
    let offer = component.object("limited_time_offer")?;
    check_length("The text of the offer", offer.text("text")?, LONGEST_TEXT)?;
    offer.optional_bool("has_expiration")?;
    if components.get("FOOTER").is_some() {
        return refused("A template with a limited-time offer cannot have a footer.");
    }
    if let Some(header) = components.get("HEADER")
        && !matches!(upper(header, "format")?.as_str(), "IMAGE" | "VIDEO")
    {
        return refused("The header of a limited-time offer is an image or a video.");
    }
    if let Some(body) = components.get("BODY") {
        check_length("The body", body.text("text")?, LONGEST_BODY)?;
    }
    Ok(())
}
