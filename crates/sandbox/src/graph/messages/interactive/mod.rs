//! `interactive`: reply buttons, lists, links, flows and the rest.

mod buttons;
mod carousel;
mod catalogue;
mod flow;
mod link;
mod list;
mod others;

pub(super) use catalogue::check_sections;
pub(super) use flow::NO_TOKEN;

use super::{Looks, media};
use crate::graph::fields::Fields;
use crate::model::GraphError;

const LONGEST_HEADER: usize = 60;
const LONGEST_FOOTER: usize = 60;
const LONGEST_BODY: usize = 1024;
const LONGEST_LIST_BODY: usize = 4096;
/// A button, the button that opens a list, the label of a link.
const LONGEST_LABEL: usize = 20;

/// The types that Graph names when it is given another one.
const TYPES: &str = "ADDRESS_MESSAGE, BUTTON, CALL_PERMISSION_REQUEST, CAROUSEL, CATALOG_MESSAGE, CTA_URL, \
                     FLOW, LIST, LOCATION_REQUEST_MESSAGE, ORDER_DETAILS, ORDER_STATUS, PRODUCT, \
                     PRODUCT_LIST, REQUEST_CONTACT_INFO, VOICE_CALL";

/// `direct_send` allows what Direct Send carries and an ordinary message does not: links among the buttons.
pub(super) fn check(interactive: &Fields<'_>, direct_send: bool) -> Result<Looks, GraphError> {
    let kind = interactive.text("type")?;
    let longest = if kind == "list" {
        LONGEST_LIST_BODY
    } else {
        LONGEST_BODY
    };
    // A single product is shown without a body of its own.
    let body = match interactive.optional_object("body")? {
        Some(body) => within(&body, "text", "Body text", longest)?,
        None if kind == "product" => "",
        None => return Err(interactive.missing("body")),
    };
    if kind == "carousel" && interactive.get("footer").is_some() {
        return Err(
            GraphError::new(131_009).details("A message of type carousel cannot have a footer.")
        );
    }
    let footer = match interactive.optional_object("footer")? {
        Some(footer) => Some(within(&footer, "text", "Footer text", LONGEST_FOOTER)?.to_owned()),
        None => None,
    };
    let looks = Looks {
        header: header(interactive, kind)?,
        footer,
        ..Looks::of(body)
    };
    let action = interactive.object("action")?;
    let choices = match kind {
        "button" if direct_send => buttons::check_mixed(&action)?,
        "button" => buttons::check(&action)?,
        "list" => list::check(&action)?,
        "cta_url" => link::check(&action)?,
        "flow" => flow::check(&action)?,
        "product" => catalogue::product(&action)?,
        "product_list" => catalogue::product_list(&action)?,
        "catalog_message" => catalogue::whole(&action)?,
        "carousel" => {
            return Ok(Looks {
                cards: carousel::check(&action)?,
                ..looks
            });
        }
        other => others::check(other, &action)?.ok_or_else(|| {
            GraphError::parameter(format!(
                "Param interactive['type'] must be one of {{{TYPES}}} - got \"{other}\"."
            ))
        })?,
    };
    Ok(Looks { choices, ..looks })
}

/// A header is text or media; a list of rows or products takes text only, and one product, a carousel and
/// the catalogue take none.
fn header(interactive: &Fields<'_>, kind: &str) -> Result<Option<String>, GraphError> {
    let Some(header) = interactive.optional_object("header")? else {
        return if kind == "product_list" {
            Err(interactive.missing("header"))
        } else {
            Ok(None)
        };
    };
    if matches!(kind, "product" | "carousel" | "catalog_message") {
        return Err(GraphError::new(131_009)
            .details(format!("A message of type {kind} cannot have a header.")));
    }
    match header.text("type")? {
        "text" => Ok(Some(
            within(&header, "text", "Header text", LONGEST_HEADER)?.to_owned(),
        )),
        media @ ("image" | "video" | "document") if !matches!(kind, "list" | "product_list") => {
            Ok(Some(media::source(&header.object(media)?)?))
        }
        other => {
            let types = if matches!(kind, "list" | "product_list") {
                "TEXT"
            } else {
                "DOCUMENT, IMAGE, TEXT, VIDEO"
            };
            Err(GraphError::parameter(format!(
                "Param interactive['header']['type'] must be one of {{{types}}} - got \"{other}\"."
            )))
        }
    }
}

/// Text that must be there, of at most `most` Unicode characters.
fn within<'a>(
    fields: &Fields<'a>,
    key: &str,
    what: &str,
    most: usize,
) -> Result<&'a str, GraphError> {
    let text = fields.text(key)?;
    check_length(text, what, most)?;
    Ok(text)
}

fn optional_within<'a>(
    fields: &Fields<'a>,
    key: &str,
    what: &str,
    most: usize,
) -> Result<Option<&'a str>, GraphError> {
    let text = fields.optional_text(key)?;
    if let Some(text) = text {
        check_length(text, what, most)?;
    }
    Ok(text)
}

fn check_length(text: &str, what: &str, most: usize) -> Result<(), GraphError> {
    if text.chars().count() > most {
        return Err(GraphError::new(131_009).details(format!(
            "{what} length invalid. Min length: 1, Max length: {most}"
        )));
    }
    Ok(())
}

/// A list that must be there, of at most `most` items.
fn up_to<'a>(
    fields: &Fields<'a>,
    key: &str,
    what: &str,
    count: std::ops::RangeInclusive<usize>,
) -> Result<&'a [serde_json::Value], GraphError> {
    let items = fields.optional_list(key)?;
    if items.is_empty() {
        return Err(fields.missing(key));
    }
    if !count.contains(&items.len()) {
        return Err(GraphError::new(131_009).details(format!(
            "Invalid {what} count. Min allowed: {}, Max allowed: {}",
            count.start(),
            count.end()
        )));
    }
    Ok(items)
}

/// `name` of an action must be `wanted`.
fn named(action: &Fields<'_>, wanted: &str) -> Result<(), GraphError> {
    let name = action.text("name")?;
    if name == wanted {
        Ok(())
    } else {
        Err(GraphError::parameter(format!(
            "Param {} must be one of {{{wanted}}} - got \"{name}\".",
            action.path_of("name")
        )))
    }
}

/// Two things that must differ are the same.
fn twice(what: &str, value: &str) -> GraphError {
    GraphError::new(131_009).details(format!("Duplicated {what}: {value}"))
}
