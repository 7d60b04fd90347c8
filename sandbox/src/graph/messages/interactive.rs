//! `interactive`: reply buttons, lists, links, flows and the rest.

use serde_json::Value;

use super::{Looks, media};
use crate::graph::GraphError;
use crate::graph::fields::Fields;

const LONGEST_HEADER: usize = 60;
const LONGEST_FOOTER: usize = 60;
const LONGEST_BODY: usize = 1024;
const LONGEST_LIST_BODY: usize = 4096;
const LONGEST_LABEL: usize = 20;

/// Types that are taken as they are, beyond the common parts.
const OTHERS: [&str; 10] = [
    "address_message",
    "call_permission_request",
    "carousel",
    "catalog_message",
    "location_request_message",
    "order_details",
    "order_status",
    "product",
    "product_list",
    "voice_call",
];

pub(super) fn check(interactive: &Fields<'_>) -> Result<Looks, GraphError> {
    let kind = interactive.text("type")?;
    let longest = if kind == "list" {
        LONGEST_LIST_BODY
    } else {
        LONGEST_BODY
    };
    // A single product is shown without a body of its own.
    let body = match interactive.optional_object("body")? {
        Some(body) => body.text_within("text", longest)?,
        None if kind == "product" => "",
        None => return Err(interactive.missing("body")),
    };
    let footer = match interactive.optional_object("footer")? {
        Some(footer) => Some(footer.text_within("text", LONGEST_FOOTER)?.to_owned()),
        None => None,
    };
    let header = header(interactive)?;
    let buttons = match kind {
        "button" => reply_buttons(&interactive.object("action")?)?,
        "list" => rows(&interactive.object("action")?)?,
        "cta_url" => {
            let parameters = interactive.object("action")?.object("parameters")?;
            parameters.text("url")?;
            vec![
                parameters
                    .text_within("display_text", LONGEST_LABEL)?
                    .to_owned(),
            ]
        }
        "flow" => {
            let parameters = interactive.object("action")?.object("parameters")?;
            if parameters.get("flow_id").is_none() && parameters.get("flow_name").is_none() {
                return Err(parameters.missing("flow_id"));
            }
            vec![parameters.text_within("flow_cta", 30)?.to_owned()]
        }
        other if OTHERS.contains(&other) || other == "request_contact_info" => {
            interactive.object("action")?;
            Vec::new()
        }
        other => {
            return Err(GraphError::parameter(format!(
                "Param interactive['type'] must be one of {{BUTTON, CTA_URL, FLOW, LIST, {}}} - got \"{other}\".",
                OTHERS.join(", ").to_uppercase()
            )));
        }
    };
    Ok(Looks {
        header,
        body: body.to_owned(),
        footer,
        buttons,
    })
}

fn header(interactive: &Fields<'_>) -> Result<Option<String>, GraphError> {
    let Some(header) = interactive.optional_object("header")? else {
        return Ok(None);
    };
    match header.text("type")? {
        "text" => Ok(Some(header.text_within("text", LONGEST_HEADER)?.to_owned())),
        kind @ ("image" | "video" | "document") => {
            media::check_source(&header.object(kind)?)?;
            Ok(Some(kind.to_owned()))
        }
        other => Err(GraphError::parameter(format!(
            "Param interactive['header']['type'] must be one of {{DOCUMENT, IMAGE, TEXT, VIDEO}} - got \"{other}\"."
        ))),
    }
}

fn reply_buttons(action: &Fields<'_>) -> Result<Vec<String>, GraphError> {
    let mut labels = Vec::new();
    for (place, button) in action.list("buttons", 1..=3)?.iter().enumerate() {
        let reply = action.item("buttons", place, button)?.object("reply")?;
        reply.text_within("id", 256)?;
        labels.push(reply.text_within("title", LONGEST_LABEL)?.to_owned());
    }
    Ok(labels)
}

fn rows(action: &Fields<'_>) -> Result<Vec<String>, GraphError> {
    action.text_within("button", LONGEST_LABEL)?;
    let sections = action.list("sections", 1..=10)?;
    let mut titles = Vec::new();
    for (place, section) in sections.iter().enumerate() {
        let section = action.item("sections", place, section)?;
        section.optional_text_within("title", 24)?;
        if sections.len() > 1 {
            section.text("title")?;
        }
        titles.extend(section_rows(&section)?);
    }
    if titles.len() > 10 {
        return Err(GraphError::invalid(
            "A list can have at most 10 rows in total.",
        ));
    }
    Ok(titles)
}

fn section_rows(section: &Fields<'_>) -> Result<Vec<String>, GraphError> {
    let rows: &[Value] = section.list("rows", 1..=10)?;
    rows.iter()
        .enumerate()
        .map(|(place, row)| {
            let row = section.item("rows", place, row)?;
            row.text_within("id", 200)?;
            row.optional_text_within("description", 72)?;
            Ok(row.text_within("title", 24)?.to_owned())
        })
        .collect()
}
