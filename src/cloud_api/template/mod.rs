//! A template message: which template, and what fills its places.

mod button;
mod card;
mod components;
mod header;
mod name;
mod parameter;

pub use components::{Components, MOST_BODY_PARAMETERS, TemplateValues};
pub use name::{LanguageCode, TemplateName};

use crate::json::ObjectWriter;
use crate::prelude::*;

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
