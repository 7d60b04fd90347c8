//! What a template may consist of.
//!
//! Sources: Meta's pages "Template components" (2025-11-21), "Authentication templates", "Limited-time offer
//! templates", "Media card carousel templates" and "Time-to-live".

mod authentication;
mod buttons;
mod cards;
mod offer;
mod text;

use serde_json::Value;

use super::refusal::plain;
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::media::uploads::Uploads;

const COMPONENTS: [&str; 7] = [
    "BODY",
    "BUTTONS",
    "CALL_PERMISSION_REQUEST",
    "CAROUSEL",
    "FOOTER",
    "HEADER",
    "LIMITED_TIME_OFFER",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Category {
    Authentication,
    Marketing,
    Utility,
}

/// What the rules for components depend on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Basics {
    pub(super) category: Category,
    /// Whether variables have names instead of numbers.
    pub(super) named: bool,
}

impl Basics {
    /// Reads `category` and `parameter_format`, and checks `message_send_ttl_seconds`.
    pub(super) fn read(request: &Fields<'_>) -> Result<Self, GraphError> {
        let given = request.text("category")?;
        let category = match given.to_uppercase().as_str() {
            "AUTHENTICATION" => Category::Authentication,
            "MARKETING" => Category::Marketing,
            "UTILITY" => Category::Utility,
            _ => {
                return Err(GraphError::parameter(format!(
                    "Param category must be one of {{AUTHENTICATION, MARKETING, UTILITY}} - got \"{given}\"."
                )));
            }
        };
        let named = match request.optional_text("parameter_format")? {
            None => false,
            Some(format) => match format.to_uppercase().as_str() {
                "NAMED" => true,
                "POSITIONAL" => false,
                _ => {
                    return Err(GraphError::parameter(format!(
                        "Param parameter_format must be one of {{NAMED, POSITIONAL}} - got \"{format}\"."
                    )));
                }
            },
        };
        if let Some(ttl) = request.optional_integer("message_send_ttl_seconds")? {
            check_ttl(ttl, category)?;
        }
        Ok(Self { category, named })
    }
}

/// How long WhatsApp tries to deliver a message of the template; -1 is 30 days.
fn check_ttl(ttl: i64, category: Category) -> Result<(), GraphError> {
    let seconds = match category {
        Category::Authentication => 30..=900,
        Category::Utility => 30..=43_200,
        Category::Marketing => 43_200..=2_592_000,
    };
    if ttl == -1 || seconds.contains(&ttl) {
        return Ok(());
    }
    Err(plain(
        "Invalid time-to-live",
        format!(
            "message_send_ttl_seconds must be -1 or from {} to {} for this category.",
            seconds.start(),
            seconds.end()
        ),
    ))
}

/// The components by type, each at most once.
struct Components<'a> {
    found: Vec<(String, Fields<'a>)>,
}

impl<'a> Components<'a> {
    /// Reads `components` of `owner`; only those of the types `allowed` may be there.
    fn read(owner: &Fields<'a>, allowed: &[&str]) -> Result<Self, GraphError> {
        let mut found: Vec<(String, Fields<'a>)> = Vec::new();
        for (place, component) in owner.list("components", 1..=usize::MAX)?.iter().enumerate() {
            let component = owner.item("components", place, component)?;
            let given = component.text("type")?;
            let kind = given.to_uppercase();
            if !allowed.contains(&kind.as_str()) {
                return Err(GraphError::parameter(format!(
                    "Param {} must be one of {{{}}} - got \"{given}\".",
                    component.path_of("type"),
                    allowed.join(", ")
                )));
            }
            if found.iter().any(|(known, _)| *known == kind) {
                return Err(plain(
                    "Duplicate component",
                    format!("A template can have one {kind} component only."),
                ));
            }
            found.push((kind, component));
        }
        Ok(Self { found })
    }

    fn get(&self, kind: &str) -> Option<&Fields<'a>> {
        self.found
            .iter()
            .find(|(known, _)| known == kind)
            .map(|(_, component)| component)
    }
}

/// Checks every component of a template.
pub(super) fn components(
    request: &Fields<'_>,
    basics: Basics,
    uploads: &Uploads,
) -> Result<(), GraphError> {
    let components = Components::read(request, &COMPONENTS)?;
    if basics.category == Category::Authentication {
        return authentication::check(&components);
    }
    if let Some(header) = components.get("HEADER") {
        text::header(header, basics, uploads)?;
    }
    let body = components
        .get("BODY")
        .ok_or_else(|| plain("Missing body", "A template must have a BODY component."))?;
    text::body(body, basics)?;
    if let Some(footer) = components.get("FOOTER") {
        text::footer(footer)?;
    }
    if let Some(buttons) = components.get("BUTTONS") {
        buttons::check(buttons)?;
    }
    if let Some(carousel) = components.get("CAROUSEL") {
        cards::check(carousel, basics, uploads)?;
    }
    offer::check(&components, basics)
}

/// The text of a member that is a string, in upper case.
fn upper(fields: &Fields<'_>, key: &str) -> Result<String, GraphError> {
    Ok(fields.text(key)?.to_uppercase())
}

/// The samples in `example[key]`, be they strings or lists of strings.
fn samples<'a>(component: &Fields<'a>, key: &str) -> Vec<&'a Value> {
    samples_of(
        component
            .get("example")
            .and_then(|example| example.get(key)),
    )
}

/// A sample, or the samples in a list, or in a list of lists.
fn samples_of(example: Option<&Value>) -> Vec<&Value> {
    match example {
        Some(Value::Array(items)) => items
            .iter()
            .flat_map(|item| match item {
                Value::Array(inner) => inner.iter().collect(),
                other => vec![other],
            })
            .collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}
