//! What a template is for, and how long WhatsApp tries to deliver it.

use super::mistake::wrong;
use crate::bindings::uip::whatsapp::templates::TemplateCategory;
use crate::cloud_api::request::refusal::Refusal;
use std::ops::RangeInclusive;

/// As WhatsApp writes it.
pub fn word(category: TemplateCategory) -> &'static str {
    match category {
        TemplateCategory::Marketing => "MARKETING",
        TemplateCategory::Utility => "UTILITY",
        TemplateCategory::Authentication => "AUTHENTICATION",
    }
}

/// In seconds; the widest range where the category is not known.
fn range(category: Option<TemplateCategory>) -> RangeInclusive<u32> {
    match category {
        Some(TemplateCategory::Marketing) => 43_200..=2_592_000,
        Some(TemplateCategory::Utility) => 30..=43_200,
        Some(TemplateCategory::Authentication) => 30..=900,
        None => 30..=2_592_000,
    }
}

/// Checks the field `ttlSeconds`.
///
/// # Errors
/// A permanent failure when WhatsApp does not accept it for the category.
pub fn ttl(
    seconds: Option<u32>,
    category: Option<TemplateCategory>,
) -> Result<Option<u32>, Refusal> {
    let range = range(category);
    match seconds {
        Some(seconds) if !range.contains(&seconds) => Err(wrong(
            "ttlSeconds",
            &format!(
                "must be from {} to {} for this category; it is {seconds}",
                range.start(),
                range.end()
            ),
            "Leave ttlSeconds out for WhatsApp's own time.",
        )),
        _ => Ok(seconds),
    }
}
