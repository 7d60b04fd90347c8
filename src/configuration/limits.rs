//! The country of national numbers, and how long an answer may take.

use super::mistake;
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::cloud_api::numbering::Plan;
use crate::failure::quoted;

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
            mistake(
                "invalid-default-country-code",
                &format!(
                    "The property defaultCountryCode must be the calling code of a country; it is \
                     {}.",
                    quoted(value)
                ),
                "Set defaultCountryCode to digits such as 39, or leave it out and write every \
                 phone number with its country code.",
            )
        })
    }

    /// What numbers of this code look like.
    pub fn plan(&self) -> &'static Plan {
        self.0
    }
}

/// How long an answer may take: 1 to 300 seconds, 30 unless it is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestTimeout(u32);

impl RequestTimeout {
    /// Parses the property `requestTimeoutSeconds`.
    ///
    /// # Errors
    /// A permanent failure when it is not from 1 to 300.
    pub fn parse(seconds: u32) -> Result<Self, CommandError> {
        if (1..=300).contains(&seconds) {
            return Ok(Self(seconds));
        }
        Err(mistake(
            "invalid-request-timeout",
            &format!("The property requestTimeoutSeconds must be from 1 to 300; it is {seconds}."),
            "Set requestTimeoutSeconds to a number of seconds from 1 to 300, or leave it out for 30.",
        ))
    }

    /// In seconds.
    pub fn seconds(self) -> u32 {
        self.0
    }

    /// In nanoseconds.
    pub fn nanoseconds(self) -> u64 {
        u64::from(self.0) * 1_000_000_000
    }
}

impl Default for RequestTimeout {
    fn default() -> Self {
        Self(30)
    }
}
