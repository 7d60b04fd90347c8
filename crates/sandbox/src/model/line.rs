//! The business's numbers, and who carries the messages of each.

use serde::Serialize;

/// Who carries the messages of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// Meta's Cloud API.
    CloudApi,
    /// Twilio.
    Twilio,
}

/// A number of the business's that customers write to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) carrier: Carrier,
    /// In digits.
    pub(crate) number: String,
}

impl Line {
    pub(crate) fn new(carrier: Carrier, number: &str) -> Self {
        Self {
            carrier,
            number: number.to_owned(),
        }
    }
}

/// A number is none of the business's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{number} is not a number of the business; those are {known}")]
pub struct NotOurNumber {
    pub(crate) number: String,
    pub(crate) known: String,
}
