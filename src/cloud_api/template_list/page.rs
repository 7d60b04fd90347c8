//! A page of the list.

use crate::bindings::uip::whatsapp::template_definitions::TemplateDefinition;
use crate::json::{Object, Raw};
use crate::prelude::*;

/// Some templates, and where the next page begins.
#[derive(Debug)]
pub struct Page {
    /// The templates.
    pub templates: Vec<TemplateDefinition>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
}

impl Page {
    /// Reads an answer; the array `data` is a must.
    pub fn read(answer: &Object<'_>) -> Option<Self> {
        let items = answer.get("data")?.items()?;
        let paging = answer.object("paging");
        let next = paging
            .filter(|paging| paging.get("next").is_some())
            .and_then(|paging| paging.object("cursors")?.text("after"));
        Some(Self {
            templates: items.into_iter().filter_map(definition).collect(),
            next,
        })
    }
}

fn definition(raw: Raw<'_>) -> Option<TemplateDefinition> {
    let template = raw.object()?;
    Some(TemplateDefinition {
        id: template.text_or_number("id").unwrap_or_default(),
        name: template.text("name").unwrap_or_default(),
        language: template.text("language").unwrap_or_default(),
        status: template.text("status"),
        category: template.text("category"),
        parameter_format: template.text("parameter_format"),
        definition: raw.get().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::Page;
    use crate::json::Object;

    fn page(json: &str) -> Option<Page> {
        Page::read(&Object::parse(json).unwrap())
    }

    #[test]
    fn a_template_keeps_its_definition_byte_for_byte() {
        let definition = r#"{"name":"a","language":"it","status":"PAUSED", "x":1.50}"#;
        let page = page(&format!(r#"{{"data":[{definition}]}}"#)).unwrap();
        let template = page.templates.first().unwrap();
        assert_eq!(template.definition, definition);
        assert_eq!(
            (template.name.as_str(), template.language.as_str()),
            ("a", "it")
        );
        assert_eq!(template.status.as_deref(), Some("PAUSED"));
        assert_eq!(page.next, None);
    }

    #[test]
    fn there_is_a_next_page_only_where_whatsapp_says_so() {
        let cursors = r#""cursors":{"before":"a","after":"b"}"#;
        let next = |paging: &str| {
            page(&format!(r#"{{"data":[],"paging":{paging}}}"#))
                .unwrap()
                .next
        };
        assert_eq!(next(&format!("{{{cursors}}}")), None);
        let with_next = format!(r#"{{{cursors},"next":"https://graph.facebook.com/x"}}"#);
        assert_eq!(next(&with_next).as_deref(), Some("b"));
        assert!(page("{}").is_none());
    }
}
