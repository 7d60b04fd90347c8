//! A template message: which template, and what fills its places.

mod button;
mod card;
mod components;
mod given;
mod header;
mod name;
mod offer;
mod parameter;
mod path;
mod raw;
mod value_text;

pub use components::{Components, MOST_BODY_PARAMETERS, TemplateValues};
pub use given::{Given, GivenButton, Parameter};
pub use name::{LanguageCode, TemplateName};
pub use offer::OfferEnd;
pub use path::Path;
pub use raw::check_components;

use uip_kit::json::ObjectWriter;

/// The object `template` of a message.
#[derive(Debug)]
pub struct Template {
    /// Which template.
    pub name: TemplateName,
    /// In which language.
    pub language: LanguageCode,
    /// What fills its places.
    pub components: Components,
}

impl Template {
    /// As it is sent.
    pub fn json(&self) -> String {
        let language = ObjectWriter::new()
            .text("code", self.language.as_str())
            .finish();
        let json = ObjectWriter::new()
            .text("name", self.name.as_str())
            .json("language", &language);
        match self.components.json() {
            Some(components) => json.json("components", components).finish(),
            None => json.finish(),
        }
    }
}
