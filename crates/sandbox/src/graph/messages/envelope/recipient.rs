//! Who a message is for.

use serde_json::Value;

use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::customers::Customers;
use crate::model::ids::is_user_id;
use crate::model::settings::{NumberRule, Settings};

/// The recipient as the request names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::graph::messages) enum Recipient {
    /// `to`, with a phone number written in some way.
    Phone { input: String },
    /// `recipient`, with a business-scoped user id.
    UserId { input: String },
    /// `to`, with a business-scoped user id: Graph answers 200 and drops the message.
    Misplaced { input: String },
    /// `to`, with a group's id.
    Group { input: String },
}

impl Recipient {
    /// Reads `to` and `recipient`. If both are there, `to` wins.
    pub(super) fn read(fields: &Fields<'_>) -> Result<Self, GraphError> {
        let kind = fields
            .optional_text("recipient_type")?
            .unwrap_or("individual");
        let to = match fields.get("to") {
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => fields.optional_text("to")?.map(str::to_owned),
        };
        let to = to.filter(|to| !to.is_empty());
        match (kind.to_lowercase().as_str(), to) {
            ("group", Some(input)) => Ok(Self::Group { input }),
            ("individual", Some(input)) if is_user_id(&input) => Ok(Self::Misplaced { input }),
            ("individual", Some(input)) => Ok(Self::Phone { input }),
            ("individual", None) => match fields.optional_text("recipient")? {
                Some(input) if is_user_id(input) => Ok(Self::UserId {
                    input: input.to_owned(),
                }),
                Some(_) => Err(GraphError::invalid(
                    "The recipient is not a valid business-scoped user ID.",
                )),
                None => Err(fields.missing("to")),
            },
            ("group", None) => Err(fields.missing("to")),
            (other, _) => Err(GraphError::parameter(format!(
                "Param recipient_type must be one of {{GROUP, INDIVIDUAL}} - got \"{other}\"."
            ))),
        }
    }

    pub(super) fn is_user_id(&self) -> bool {
        matches!(self, Self::UserId { .. } | Self::Misplaced { .. })
    }

    pub(in crate::graph::messages) fn input(&self) -> &str {
        match self {
            Self::Phone { input }
            | Self::UserId { input }
            | Self::Misplaced { input }
            | Self::Group { input } => input,
        }
    }

    /// The number or id that the message really goes to.
    pub(in crate::graph::messages) fn resolve(
        &self,
        settings: &Settings,
        known: &Customers,
    ) -> Result<String, GraphError> {
        match self {
            Self::Phone { input } => phone(input, settings, known),
            other => Ok(other.input().to_owned()),
        }
    }
}

/// The digits of a phone number, with the business's country code in front if `+` is missing.
fn phone(input: &str, settings: &Settings, known: &Customers) -> Result<String, GraphError> {
    let mut digits = String::new();
    for character in input.trim().chars().filter(|character| *character != '+') {
        match character {
            '0'..='9' => digits.push(character),
            ' ' | '-' | '(' | ')' => {}
            _ => {
                return Err(GraphError::invalid(format!(
                    "The recipient phone number {input} is not valid."
                )));
            }
        }
    }
    let written_whole = input.trim_start().starts_with('+')
        || settings.number_rule == NumberRule::Lenient
            && (digits.starts_with(&settings.country_code) || known.find(&digits).is_some());
    if !written_whole {
        digits.insert_str(0, &settings.country_code);
    }
    // E.164 allows 15 digits; a country code put in front of those is let through, to be seen as a stranger.
    if (5..=17).contains(&digits.len()) {
        Ok(digits)
    } else {
        Err(GraphError::invalid(format!(
            "The recipient phone number {input} is not valid."
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::settings::Keep;

    fn resolve(to: &str, settings: &Settings) -> Result<String, GraphError> {
        Recipient::Phone {
            input: to.to_owned(),
        }
        .resolve(settings, &Customers::new(true, true, Keep::default()))
    }

    #[test]
    fn a_plus_keeps_the_number_as_written() {
        let settings = Settings::default();
        assert_eq!(
            resolve("+39 333 123-4567", &settings).unwrap(),
            "393331234567"
        );
        assert_eq!(
            resolve("+1 (650) 555-1234", &settings).unwrap(),
            "16505551234"
        );
    }

    #[test]
    fn without_plus_the_businesss_country_comes_in_front() {
        let settings = Settings::default();
        assert_eq!(resolve("393331234567", &settings).unwrap(), "1393331234567");
        assert_eq!(resolve("16505551234", &settings).unwrap(), "116505551234");
    }

    #[test]
    fn the_lenient_rule_leaves_the_own_country_alone() {
        let settings = Settings {
            number_rule: NumberRule::Lenient,
            ..Settings::default()
        };
        assert_eq!(resolve("16505551234", &settings).unwrap(), "16505551234");
        assert_eq!(resolve("393331234567", &settings).unwrap(), "1393331234567");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for to in [
            "+12",
            "+1650555x",
            "tel:+16505551234",
            "+123456789012345678",
        ] {
            assert_eq!(
                resolve(to, &Settings::default()).unwrap_err().code(),
                100,
                "{to}"
            );
        }
    }
}
