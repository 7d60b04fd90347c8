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
use uip_kit::error_numbers::{self, Meaning};

/// The meaning of an error number. Its category is `other` where the HTTP status
/// says it better.
pub fn look_up(code: u32) -> Meaning {
    error_numbers::look_up(ROWS, code).unwrap_or(UNKNOWN)
}

const UNKNOWN: Meaning = Meaning::permanent(
    FailureCategory::Other,
    "Look the number up at https://www.twilio.com/docs/api/errors and correct what it names.",
);
