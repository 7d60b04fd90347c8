//! The country of national numbers.

use super::numbering::Plan;
use crate::failure::quoted;
use crate::{CommandError, Failure, FailureCategory};

/// A country calling code that is assigned, such as 39.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountryCode(&'static Plan);

impl CountryCode {
    /// Parses the property `defaultCountryCode`. A leading `+` and white
    /// space around it are ignored.
    ///
    /// # Errors
    /// A permanent failure when it is not a country calling code.
    pub fn parse(value: &str) -> Result<Self, CommandError> {
        let trimmed = value.trim();
        let digits = trimmed.strip_prefix('+').unwrap_or(trimmed);
        Plan::of(digits).map(Self).ok_or_else(|| {
            Failure::new(
                "invalid-default-country-code",
                FailureCategory::Configuration,
                format!(
                    "The property defaultCountryCode must be the calling code of a country; it is \
                     {}. Nothing was sent.",
                    quoted(value)
                ),
                "Set defaultCountryCode to digits such as 39, or leave it out and write every \
                 phone number with its country code.",
            )
            .permanent()
        })
    }

    /// What numbers of this code look like.
    pub(super) fn plan(self) -> &'static Plan {
        self.0
    }
}
