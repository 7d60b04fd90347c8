//! Texts and lists with a limit that the service sets.

use super::refusal::{given, refuse};
use crate::CommandError;
use serde::Serialize;

/// A text of 1 to `MOST` characters (Unicode scalar values), not only white
/// space. It is sent as it is, line breaks and outer spaces included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limited<const MOST: usize>(String);

impl<const MOST: usize> Limited<MOST> {
    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the field `field`.
    ///
    /// # Errors
    /// A permanent failure when it is blank or too long.
    pub fn parse(field: &str, value: String) -> Result<Self, CommandError> {
        check_text(field, &value, MOST)?;
        Ok(Self(value))
    }

    /// Parses an optional field; a blank one counts as not given.
    ///
    /// # Errors
    /// A permanent failure when it is too long.
    pub fn parse_optional(
        field: &str,
        value: Option<String>,
    ) -> Result<Option<Self>, CommandError> {
        value
            .filter(|value| !value.trim().is_empty())
            .map(|value| Self::parse(field, value))
            .transpose()
    }
}

/// Whether the text of `field` has 1 to `most` characters that are not all
/// white space.
///
/// # Errors
/// A permanent failure when it has not.
pub fn check_text(field: &str, value: &str, most: usize) -> Result<(), CommandError> {
    if value.trim().is_empty() {
        return Err(refuse(
            "empty-text",
            &format!(
                "The field {field} must have 1 to {most} characters; it is empty or only \
                 whitespace."
            ),
            "Check the flow's variable that fills this field.",
        ));
    }
    let characters = value.chars().count();
    if characters > most {
        return Err(refuse(
            "text-too-long",
            &format!("The field {field} may have at most {most} characters; it has {characters}."),
            "Shorten this text.",
        ));
    }
    Ok(())
}

/// Whether the list of `field` has `least` to `most` entries.
///
/// # Errors
/// A permanent failure when it has not.
pub fn check_count(
    field: &str,
    count: usize,
    least: usize,
    most: usize,
) -> Result<(), CommandError> {
    if (least..=most).contains(&count) {
        return Ok(());
    }
    let advice = match least.checked_sub(count) {
        Some(missing @ 1..) => {
            format!("Add at least {missing} more: check the flow's variable that fills this field.")
        }
        _ => "Leave some out, or send them in several messages.".to_owned(),
    };
    Err(refuse(
        "invalid-count",
        &format!("The field {field} must have {least} to {most} entries; it has {count}."),
        &advice,
    ))
}

/// Whether no two fields have the same text. Each is a field and its text;
/// for the few entries of one message.
///
/// # Errors
/// A permanent failure that names the first two which have.
pub fn check_unique(fields: &[(String, String)]) -> Result<(), CommandError> {
    for (place, (field, text)) in fields.iter().enumerate() {
        let earlier = fields.iter().take(place);
        if let Some((earlier, _)) = earlier.into_iter().find(|earlier| earlier.1 == *text) {
            return Err(refuse(
                "duplicate-entry",
                &format!(
                    "The fields {earlier} and {field} must differ; both are {}.",
                    crate::failure::quoted(text)
                ),
                "Give each entry a different text: the customer's answer contains it.",
            ));
        }
    }
    Ok(())
}

/// A text that the service asks for and sets no limit to.
///
/// # Errors
/// A permanent failure when it is blank.
pub fn required<'a>(field: &str, value: &'a str) -> Result<&'a str, CommandError> {
    given(Some(value)).ok_or_else(|| {
        refuse(
            "empty-text",
            &format!("The field {field} must not be empty."),
            "Check the flow's variable that fills this field, or leave the entry out.",
        )
    })
}
