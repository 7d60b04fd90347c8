//! Header, body and footer: their texts, variables and samples.

use super::super::refusal::{self, check_length, numbered, plain};
use super::{Basics, Category, samples, upper};
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::media::uploads::Uploads;
use crate::model::templates::variables;

const LONGEST_HEADER: usize = 60;
const LONGEST_BODY: usize = 1024;
const LONGEST_FOOTER: usize = 60;

/// A text without its variables, whose names may have underscores.
fn own_words(text: &str) -> String {
    let mut parts = text.split("{{");
    let first = parts.next().unwrap_or_default();
    let behind = parts.map(|part| part.split_once("}}").map_or(part, |(_, behind)| behind));
    std::iter::once(first).chain(behind).collect()
}

/// A header is a text with at most one variable, a sample of an uploaded file, a location or a product.
pub(super) fn header(
    header: &Fields<'_>,
    basics: Basics,
    uploads: &Uploads,
) -> Result<(), GraphError> {
    match upper(header, "format")?.as_str() {
        "TEXT" => {
            let text = header.text("text")?;
            check_length("The header", text, LONGEST_HEADER)?;
            if own_words(text).contains(['\n', '*', '_', '~', '`']) {
                return Err(numbered(
                    refusal::HEADER_FORMAT,
                    "Message Header Format Is Incorrect",
                    "The message header can't have any new lines or formatting characters.",
                ));
            }
            let found = variables(text);
            if found.len() > 1 {
                return Err(numbered(
                    refusal::HEADER_FORMAT,
                    "Message Header Format Is Incorrect",
                    "The message header can have one variable only.",
                ));
            }
            check_names(&found, basics, refusal::HEADER_FORMAT)?;
            check_samples(header, "header_text", &found, basics)
        }
        format @ ("IMAGE" | "VIDEO" | "GIF" | "DOCUMENT") => sample(header, format, uploads),
        "LOCATION" | "PRODUCT" => Ok(()),
        other => Err(GraphError::parameter(format!(
            "Param {} must be one of {{DOCUMENT, GIF, IMAGE, LOCATION, PRODUCT, TEXT, VIDEO}} - got \
             \"{other}\".",
            header.path_of("format")
        ))),
    }
}

/// The sample of a media header is a handle of a resumable upload of a fitting type.
fn sample(header: &Fields<'_>, format: &str, uploads: &Uploads) -> Result<(), GraphError> {
    let handles = samples(header, "header_handle");
    let handle = handles
        .first()
        .and_then(|handle| handle.as_str())
        .ok_or_else(|| {
            plain(
                "Missing sample parameter",
                format!(
                    "A header of the format {format} needs a sample in example['header_handle']."
                ),
            )
        })?;
    let file_type = uploads.file_type(handle).ok_or_else(|| {
        plain(
            "Invalid media handle",
            "The sample is not a handle that the resumable upload API has returned.",
        )
    })?;
    let fits = match format {
        "IMAGE" => file_type.starts_with("image/"),
        "VIDEO" | "GIF" => file_type == "video/mp4",
        _ => file_type == "application/pdf",
    };
    if fits {
        Ok(())
    } else {
        Err(plain(
            "Invalid media type",
            format!(
                "A sample of the type {file_type} does not fit a header of the format {format}."
            ),
        ))
    }
}

/// The body of a template.
pub(super) fn body(body: &Fields<'_>, basics: Basics) -> Result<(), GraphError> {
    body_within(body, basics, LONGEST_BODY)
}

/// A body of at most `most` characters, of a template or of a card.
pub(super) fn body_within(
    body: &Fields<'_>,
    basics: Basics,
    most: usize,
) -> Result<(), GraphError> {
    let text = body.text("text")?;
    check_length("The body", text, most)?;
    if text.contains("\n\n\n") || text.contains("     ") {
        return Err(numbered(
            refusal::BODY_FORMAT,
            "Message Body Format Is Incorrect",
            "The message body can't have more than two consecutive new lines or four consecutive spaces.",
        ));
    }
    let found = variables(text);
    check_names(&found, basics, refusal::BODY_FORMAT)?;
    let trimmed = text.trim();
    if trimmed.starts_with("{{") || trimmed.ends_with("}}") {
        return Err(numbered(
            refusal::DANGLING_VARIABLE,
            "Leading or Trailing Params Not Allowed",
            "Variables can't be at the start or the end of the template.",
        ));
    }
    if words(text) < found.len() {
        return Err(numbered(
            refusal::VARIABLE_RATIO,
            "Params Words Ratio Exceeds Limit",
            "This template has too many variables for its length.",
        ));
    }
    check_samples(body, "body_text", &found, basics)
}

/// Counts the words that are no variables. Meta does not say how many each variable needs; the sandbox wants one.
fn words(text: &str) -> usize {
    let is_word = |word: &&str| {
        !word.contains("{{") && !word.contains("}}") && word.chars().any(char::is_alphanumeric)
    };
    text.split_whitespace().filter(is_word).count()
}

/// Numbered variables count up from 1 without a gap; names are lowercase letters, digits and underscores.
fn check_names(found: &[&str], basics: Basics, subcode: i64) -> Result<(), GraphError> {
    let is_name = |name: &&str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
            && !name.bytes().all(|byte| byte.is_ascii_digit())
    };
    let good = if basics.named {
        found.iter().all(is_name)
    } else {
        (1..=found.len()).all(|number| found.contains(&number.to_string().as_str()))
    };
    if good {
        return Ok(());
    }
    Err(numbered(
        subcode,
        "Variable Format Is Incorrect",
        if basics.named {
            "Named variables have lowercase letters, digits and underscores: {{first_name}}."
        } else {
            "Numbered variables count up from {{1}} without a gap."
        },
    ))
}

/// Each variable needs a sample: in a list in their order, or with the variable's name.
fn check_samples(
    component: &Fields<'_>,
    key: &str,
    found: &[&str],
    basics: Basics,
) -> Result<(), GraphError> {
    let complete = if basics.named {
        let given = samples(component, &format!("{key}_named_params"));
        found.iter().all(|name| {
            given.iter().any(|sample| {
                sample["param_name"] == *name
                    && sample["example"]
                        .as_str()
                        .is_some_and(|text| !text.is_empty())
            })
        })
    } else {
        let given = samples(component, key);
        given.len() == found.len()
            && given
                .iter()
                .all(|sample| sample.as_str().is_some_and(|text| !text.is_empty()))
    };
    if complete || found.is_empty() {
        return Ok(());
    }
    Err(plain(
        "Missing sample parameter",
        format!(
            "Each variable needs a sample in example['{key}'], or in example['{key}_named_params'] if it has a name."
        ),
    ))
}

/// A footer has a short text without variables.
pub(super) fn footer(footer: &Fields<'_>) -> Result<(), GraphError> {
    let text = footer.text("text")?;
    check_length("The footer", text, LONGEST_FOOTER)?;
    if text.contains('\n') || !variables(text).is_empty() {
        return Err(numbered(
            refusal::FOOTER_FORMAT,
            "Message Footer Format Is Incorrect",
            "The message footer can't have any new lines or variables.",
        ));
    }
    Ok(())
}

/// Only marketing and utility templates reach this module.
pub(super) fn is_marketing(basics: Basics) -> bool {
    basics.category == Category::Marketing
}
