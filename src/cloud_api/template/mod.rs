//! A template message: which template, and what fills its places.

mod button;
mod components;
mod header;
mod media;
mod name;
mod parameter;

pub use components::Components;
pub use name::{LanguageCode, TemplateName};

use serde::{Serialize, Serializer, ser::SerializeMap};

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

impl Serialize for Template {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Language<'a> {
            code: &'a LanguageCode,
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry(
            "language",
            &Language {
                code: &self.language,
            },
        )?;
        if !self.components.is_empty() {
            map.serialize_entry("components", &self.components)?;
        }
        map.end()
    }
}
