//! How long an answer may take.

use crate::{CommandError, Failure, FailureCategory};

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
        Err(Failure::new(
            "invalid-request-timeout",
            FailureCategory::Configuration,
            format!(
                "The property requestTimeoutSeconds must be from 1 to 300; it is {seconds}. \
                 Nothing was sent."
            ),
            "Set requestTimeoutSeconds to a number of seconds from 1 to 300, or leave it out for 30.",
        )
        .permanent())
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
