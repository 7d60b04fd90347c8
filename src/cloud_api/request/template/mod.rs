//! A template message: which template, and what fills its places.

mod button;
mod card;
mod components;
mod given;
mod header;
mod id;
mod name;
mod object;
mod offer;
mod parameter;
mod path;
mod raw;

pub use components::{Components, MOST_BODY_PARAMETERS, TemplateValues};
pub use given::{Given, GivenButton, GivenParameter};
pub use id::TemplateId;
pub use name::{LanguageCode, TemplateName, is_lower_snake};
pub use offer::OfferEnd;
pub use path::Path;
pub use raw::check_components;

use serde::Serialize;

/// The object `template` of a message.
#[derive(Debug, Serialize)]
pub struct Template {
    /// Which template.
    pub name: TemplateName,
    /// In which language.
    pub language: LanguageCode,
    /// What fills its places.
    #[serde(skip_serializing_if = "Components::is_empty")]
    pub components: Components,
}
