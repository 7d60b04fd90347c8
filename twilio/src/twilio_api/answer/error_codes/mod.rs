//! What Twilio's error numbers mean, after Twilio's error dictionary and the public
//! connectors that list codes.
//!
//! The same numbers come in answers, where nothing was sent, and in statuses, where
//! WhatsApp or Twilio refused a message that had been accepted. What stands here is
//! the meaning of an answer; a status only takes the title.

mod table;
mod titles;

pub use titles::title;

use table::ROWS;
use uip_kit::FailureCategory;

/// What an error means for the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was sent; trying again cannot help.
    Permanent,
    /// Nothing was sent; trying again is safe.
    Temporary,
}

/// What an error number means.
#[derive(Debug, Clone, Copy)]
pub struct Meaning {
    /// For the request.
    pub outcome: Outcome,
    /// For the flow; `other` where the HTTP status says it better.
    pub category: FailureCategory,
    /// How long to wait when the answer does not say it.
    pub wait_seconds: Option<u32>,
    /// For the designer.
    pub advice: &'static str,
}

/// The meaning of an error number.
pub fn look_up(code: u32) -> Meaning {
    let row = ROWS.iter().find(|(spans, _)| {
        spans
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&code))
    });
    row.map_or(UNKNOWN, |(_, meaning)| *meaning)
}

const UNKNOWN: Meaning = Meaning {
    outcome: Outcome::Permanent,
    category: FailureCategory::Other,
    wait_seconds: None,
    advice: "Look the number up at https://www.twilio.com/docs/api/errors and correct what it names.",
};
