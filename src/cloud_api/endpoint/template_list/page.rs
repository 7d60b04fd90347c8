//! A page of the list.

use crate::bindings::uip::whatsapp::templates::TemplateDefinition;
use crate::cloud_api::answer::pagination::Next;
use uip_kit::json::{Object, Raw};

/// Some templates, and where the next page begins.
#[derive(Debug)]
pub struct Page {
    /// The templates.
    pub templates: Vec<TemplateDefinition>,
    /// What stands behind it.
    pub next: Next,
}

impl Page {
    /// Reads an answer; the array `data` is a must.
    pub fn read(answer: &Object<'_>) -> Option<Self> {
        let items = answer.get("data")?.items()?;
        Some(Self {
            templates: items.filter_map(definition).collect(),
            next: Next::read(answer),
        })
    }
}

/// What has no id or no name is no template.
fn definition(raw: Raw<'_>) -> Option<TemplateDefinition> {
    let template = raw.object()?;
    Some(TemplateDefinition {
        id: template.text_or_number("id").filter(|id| !id.is_empty())?,
        name: template.text("name").filter(|name| !name.is_empty())?,
        language: template.text("language").unwrap_or_default(),
        status: template.text("status"),
        category: template.text("category"),
        parameter_format: template.text("parameter_format"),
        rejected_reason: template.text("rejected_reason"),
        quality_score: template
            .object("quality_score")
            .and_then(|quality| quality.text("score")),
        definition: raw.get().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Next, Page};
    use uip_kit::json::Document;

    fn page(json: &str) -> Option<Page> {
        Page::read(&Document::parse(json).unwrap().object().unwrap())
    }

    #[test]
    fn a_template_keeps_its_definition_byte_for_byte() {
        let definition = r#"{"id":"7","name":"a","language":"it","status":"PAUSED", "x":1.50,"rejected_reason":"NONE","quality_score":{"score":"RED"}}"#;
        let page = page(&format!(r#"{{"data":[{definition}]}}"#)).unwrap();
        let template = page.templates.first().unwrap();
        assert_eq!(template.definition, definition);
        assert_eq!(
            (template.name.as_str(), template.language.as_str()),
            ("a", "it")
        );
        assert_eq!(template.status.as_deref(), Some("PAUSED"));
        assert_eq!(template.rejected_reason.as_deref(), Some("NONE"));
        assert_eq!(template.quality_score.as_deref(), Some("RED"));
        assert_eq!(page.next, Next::Nothing);
    }

    #[test]
    fn there_is_a_next_page_only_where_whatsapp_says_so() {
        let cursors = r#""cursors":{"before":"a","after":"b"}"#;
        let next = |paging: &str| {
            page(&format!(r#"{{"data":[],"paging":{paging}}}"#))
                .unwrap()
                .next
        };
        assert_eq!(next(&format!("{{{cursors}}}")), Next::Nothing);
        let null = format!(r#"{{{cursors},"next":null}}"#);
        assert_eq!(next(&null), Next::Nothing);
        let address = r#""next":"https://graph.facebook.com/x""#;
        let whole = next(&format!("{{{cursors},{address}}}"));
        assert_eq!(whole, Next::After("b".to_owned()));
        assert_eq!(next(&format!("{{{address}}}")), Next::Unknown);
        assert!(page("{}").is_none());
    }

    #[test]
    fn what_is_no_template_is_left_out() {
        let data = r#"[{},7,{"id":"1"},{"name":"a"},{"id":"","name":"a"},{"id":2,"name":"a"}]"#;
        let page = page(&format!(r#"{{"data":{data}}}"#)).unwrap();
        let ids: Vec<_> = page.templates.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["2"]);
    }
}
