//! The approved templates of the business account.

use serde_json::Value;

use super::definition::Template;
use super::{generated, listing};

/// The templates that come with the sandbox.
const STANDARD: &str = include_str!("../../../templates.json");

/// So many templates that Direct Send made are kept.
const MOST_GENERATED: usize = 1000;

/// A set of template definitions.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    templates: Vec<Template>,
    deleted: Vec<Deleted>,
}

/// The name of an approved template is blocked for so many seconds after it was deleted: 30 days.
const BLOCKED: u64 = 30 * 24 * 60 * 60;

/// A name that cannot be used in a language for some time.
#[derive(Debug, Clone)]
struct Deleted {
    name: String,
    language: String,
    /// Seconds since 1970.
    at: u64,
}

/// Why definitions cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The text is not JSON.
    #[error("the template definitions are not JSON: {0}")]
    Json(String),
    /// The JSON is neither an array nor an object with `data`.
    #[error("template definitions are an array, or an object with an array named data")]
    NotAList,
    /// A definition lacks something or has it wrong.
    #[error("template {place} ({name}): {problem}")]
    Definition {
        /// Index in the list, from 0.
        place: usize,
        /// The template's name, if it has one.
        name: String,
        /// What is wrong.
        problem: String,
    },
}

impl Catalogue {
    /// The templates that come with the sandbox; `crates/sandbox/templates.json` lists them.
    pub fn standard() -> Self {
        // A test proves that the file is good.
        Self::parse(STANDARD).unwrap_or_default()
    }

    /// Reads definitions: an array of them, or what `GET /{business account}/message_templates` answers.
    ///
    /// # Errors
    /// [`TemplateError`] names the first definition that cannot be used.
    pub fn parse(json: &str) -> Result<Self, TemplateError> {
        let mut value: Value =
            serde_json::from_str(json).map_err(|error| TemplateError::Json(error.to_string()))?;
        if let Some(data) = value.get_mut("data") {
            value = data.take();
        }
        let Value::Array(definitions) = value else {
            return Err(TemplateError::NotAList);
        };
        let templates = definitions
            .into_iter()
            .enumerate()
            .map(|(place, definition)| {
                let name = definition["name"].as_str().unwrap_or("no name").to_owned();
                Template::read(definition, place).map_err(|problem| TemplateError::Definition {
                    place,
                    name,
                    problem,
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            templates,
            deleted: Vec::new(),
        })
    }

    pub(crate) fn find(&self, name: &str, language: &str) -> Option<&Template> {
        self.templates
            .iter()
            .find(|template| template.name == name && template.language == language)
    }

    /// Whether a template with this name exists that Direct Send has not made.
    pub(crate) fn is_taken_from_direct_send(&self, name: &str) -> bool {
        self.templates
            .iter()
            .any(|template| template.name == name && !template.is_generated())
    }

    /// Returns the id of the template that Direct Send attributes `message` to. A named template takes
    /// every message with its name; any other only messages that say the same. If there is none, it is
    /// made with this id.
    pub(crate) fn generate(&mut self, message: &generated::Message<'_>, id: String) -> String {
        let known = self.templates.iter().find(|template| {
            template.is_generated()
                && match message.name {
                    Some(name) => template.name == name,
                    None => message.is_said_by(&template.listing),
                }
        });
        if let Some(known) = known {
            return known.id().to_owned();
        }
        let generated = self.templates.iter().filter(|one| one.is_generated());
        if generated.count() >= MOST_GENERATED
            && let Some(oldest) = self.templates.iter().position(Template::is_generated)
        {
            self.templates.remove(oldest);
        }
        // The message has been checked, so that its definition has a body.
        if let Ok(template) = Template::read(message.definition(&id), self.templates.len()) {
            self.templates.push(template);
        }
        id
    }

    /// Adds a template that has an id.
    pub(crate) fn add(&mut self, definition: Value) -> Result<(), String> {
        let template = Template::read(listing::normalised(definition), self.templates.len())?;
        self.templates.push(template);
        Ok(())
    }

    /// Replaces the template with this id as it is: nothing is checked but that it can be sent, and nothing reviewed.
    /// Whether there is one.
    pub(crate) fn replace(&mut self, id: &str, definition: Value) -> Result<bool, String> {
        let place = self.templates.len();
        let Some(template) = self.by_id_mut(id) else {
            return Ok(false);
        };
        let mut edited = Template::read(listing::normalised(definition), place)?;
        edited.listing["id"] = Value::String(id.to_owned());
        edited.edits.clone_from(&template.edits);
        *template = edited;
        Ok(true)
    }

    /// Replaces the definition of the template with this id, which waits for a review then.
    pub(crate) fn edit(&mut self, id: &str, definition: Value, now: u64) -> Result<(), String> {
        let mut edited = Template::read(listing::normalised(definition), self.templates.len())?;
        edited.set_status("PENDING");
        if let Some(template) = self.by_id_mut(id) {
            edited.edits.clone_from(&template.edits);
            edited.edits.push(now);
            *template = edited;
        }
        Ok(())
    }

    /// Removes the templates with these ids.
    pub(crate) fn remove(&mut self, ids: &[String], now: u64) {
        let (gone, kept) = std::mem::take(&mut self.templates)
            .into_iter()
            .partition(|template: &Template| ids.iter().any(|id| template.id() == id));
        self.templates = kept;
        for template in gone {
            if template.status == "APPROVED" {
                self.deleted.push(Deleted {
                    name: template.name,
                    language: template.language,
                    at: now,
                });
            }
        }
    }

    /// Whether a template with this name was deleted in this language so lately that the name is blocked.
    pub(crate) fn is_blocked(&self, name: &str, language: &str, now: u64) -> bool {
        self.deleted.iter().any(|deleted| {
            deleted.name == name
                && deleted.language == language
                && now.saturating_sub(deleted.at) < BLOCKED
        })
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.id() == id)
    }

    pub(crate) fn by_id_mut(&mut self, id: &str) -> Option<&mut Template> {
        self.templates
            .iter_mut()
            .find(|template| template.id() == id)
    }

    pub(crate) fn all(&self) -> &[Template] {
        &self.templates
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_templates_are_all_good() {
        let catalogue = Catalogue::parse(STANDARD).unwrap();
        assert!(catalogue.find("hello_world", "en_US").is_some());
        assert!(catalogue.all().len() >= 10);
    }

    #[test]
    fn a_bad_definition_is_named() {
        let error =
            Catalogue::parse(r#"[{"name":"x","language":"en","components":[]}]"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            "template 0 (x): there is no BODY component"
        );
    }

    #[test]
    fn a_listing_of_graphs_is_accepted_as_it_is() {
        let listing = r#"{"data":[{"name":"x","language":"en","category":"UTILITY",
            "components":[{"type":"BODY","text":"Hi"}]}],"paging":{}}"#;
        assert_eq!(Catalogue::parse(listing).unwrap().all().len(), 1);
    }
}
