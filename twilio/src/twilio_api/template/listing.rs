//! The account's templates, as `list-templates` tells them.

use super::PATH;
use super::definition::refuse;
use super::reference::parse_language;
use crate::bindings::uip::whatsapp_twilio::templates::{ListTemplatesRequest, TemplateDefinition};
use uip_kit::failure::quoted;
use uip_kit::field::given;
use uip_kit::json::Object;
use uip_kit::refusal::Refusal;

/// Which templates to list.
#[derive(Debug)]
pub struct Filter {
    name: Option<String>,
    status: Option<String>,
    language: Option<String>,
    /// How many at most.
    pub limit: usize,
}

impl Filter {
    /// Parses the request. What is blank counts as not given.
    ///
    /// # Errors
    /// A permanent failure when the language is no code, or the limit is not from 1 to
    /// 1000.
    pub fn parse(request: &ListTemplatesRequest) -> Result<Self, Refusal> {
        let lower = |text: &Option<String>| {
            given(text.as_deref()).map(|text| text.trim().to_ascii_lowercase())
        };
        let limit = request.limit.unwrap_or(100);
        if !(1..=1000).contains(&limit) {
            return Err(refuse(
                "invalid-limit",
                &format!(
                    "The field limit must be from 1 to 1000; it is {}.",
                    quoted(&limit.to_string())
                ),
                "Give a number from 1 to 1000, or leave limit out for 100.",
            ));
        }
        Ok(Self {
            name: lower(&request.name),
            status: lower(&request.status),
            language: given(request.language.as_deref())
                .map(parse_language)
                .transpose()?,
            limit: limit as usize,
        })
    }

    /// Where the first page is.
    pub fn path(&self) -> String {
        path(self.language.as_deref())
    }

    /// Whether a template is one to list.
    pub fn takes(&self, template: &TemplateDefinition) -> bool {
        let is = |wanted: &Option<String>, found: &dyn Fn(&str) -> bool| {
            wanted.as_deref().is_none_or(found)
        };
        let status = template.status.as_deref().unwrap_or_default();
        is(&self.name, &|name| {
            template.name.to_ascii_lowercase().contains(name)
        }) && is(&self.status, &|wanted| status.eq_ignore_ascii_case(wanted))
            && is(&self.language, &|language| template.language == language)
    }
}

/// Where the first page of the templates in a language is.
pub fn path(language: Option<&str>) -> String {
    let language = language.map(|language| format!("&Language={language}"));
    format!("{PATH}?PageSize=100{}", language.unwrap_or_default())
}

/// A template from an answer, whose JSON is this; `None` without an id and a language.
pub fn listed(content: &Object<'_>, json: &str) -> Option<TemplateDefinition> {
    let approval = content.object("approval_requests");
    let of = |name: &str| {
        let text = approval.as_ref().and_then(|approval| approval.text(name));
        text.filter(|text| !text.is_empty())
    };
    let variables = content.object("variables");
    let variables = variables.iter().flat_map(Object::members);
    let names: Vec<_> = variables.filter_map(|member| member.name.text()).collect();
    let is_numbered = names.iter().all(|name| name.parse::<u32>().is_ok());
    let format = match (names.is_empty(), is_numbered) {
        (true, _) => None,
        (_, true) => Some("POSITIONAL"),
        (_, false) => Some("NAMED"),
    };
    Some(TemplateDefinition {
        id: content.text("sid")?,
        name: of("name").or_else(|| content.text("friendly_name"))?,
        language: content.text("language")?,
        status: of("status").map(|status| status.to_ascii_uppercase()),
        category: of("category"),
        parameter_format: format.map(str::to_owned),
        rejected_reason: of("rejection_reason"),
        definition: json.to_owned(),
    })
}
