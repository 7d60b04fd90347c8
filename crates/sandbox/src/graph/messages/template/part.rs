//! Header, body and buttons of a template or of a card.

use serde_json::Value;

use super::given::Given;
use super::{buttons, choices, mismatch, parameters, type_of};
use crate::graph::fields::Fields;
use crate::graph::messages::{Looks, media, plain};
use crate::model::GraphError;
use crate::model::templates::{Header, Part, Template};

pub(super) fn check(
    part: &Part,
    template: &Template,
    given: &Given<'_>,
) -> Result<Looks, GraphError> {
    let header = header(part.header.as_ref(), given.header, template.named)?;
    let body = parameters::fill(
        "body",
        part.body.as_deref().unwrap_or_default(),
        given.body,
        template.named,
    )?;
    buttons::check(part, template, &given.buttons)?;
    Ok(Looks {
        header,
        body,
        footer: part.footer.clone(),
        choices: choices::of(part, &given.buttons),
        cards: Vec::new(),
    })
}

/// What is shown above the body: the header's text, or where its media comes from.
fn header(
    defined: Option<&Header>,
    given: &[Value],
    named: bool,
) -> Result<Option<String>, GraphError> {
    match defined {
        Some(Header::Text(text)) => match type_of(given.first()).as_str() {
            "TEXT" | "UNKNOWN" | "CURRENCY" | "DATE_TIME" => {
                parameters::fill("header", text, given, named).map(Some)
            }
            other => Err(mismatch("header", "TEXT", other)),
        },
        Some(Header::Media(kind)) => {
            let received = type_of(given.first());
            if *kind != received {
                return Err(mismatch("header", kind, &received));
            }
            given.first().map(|parameter| source(kind, parameter)).transpose()
        }
        None if given.is_empty() => Ok(None),
        None => Err(GraphError::new(132_000).details(format!(
            "header: number of localizable_params ({}) does not match the expected number of params (0)",
            given.len()
        ))),
    }
}

/// Checks a media parameter and says where the media is.
fn source(kind: &str, parameter: &Value) -> Result<String, GraphError> {
    let key = kind.to_lowercase();
    let Value::Object(object) = parameter else {
        return Err(mismatch("header", kind, "UNKNOWN"));
    };
    let parameter = Fields::top(object);
    let content = parameter.optional_object(&key)?.ok_or_else(|| {
        GraphError::invalid(format!(
            "Parameter '{key}' is mandatory for component parameter type '{key}'"
        ))
    })?;
    match key.as_str() {
        "location" => Ok(plain::location(&content)?.body),
        "image" | "video" | "document" | "gif" => media::source(&content),
        "product" => Ok(content.text("product_retailer_id")?.to_owned()),
        _ => Ok(key),
    }
}
