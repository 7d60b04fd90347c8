//! A birthday.

use crate::cloud_api::request::refusal::{Refusal, refuse};
use serde::Serialize;
use uip_kit::failure::quoted;

/// A day as WhatsApp writes it: `1999-01-23`.
#[derive(Debug, Serialize)]
pub struct Birthday(String);

impl Birthday {
    /// Parses the field `field`. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when no calendar has this day.
    pub fn parse(field: &str, value: &str) -> Result<Self, Refusal> {
        let day = value.trim();
        if is_day(day).is_some() {
            return Ok(Self(day.to_owned()));
        }
        Err(refuse(
            "invalid-birthday",
            &format!(
                "The field {field} must be a date in the form YYYY-MM-DD; it is {}.",
                quoted(value)
            ),
            "Write the date as in 1999-01-23.",
        ))
    }
}

/// `YYYY-MM-DD`, the month and its days as in the Gregorian calendar.
fn is_day(text: &str) -> Option<()> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let number = |text: &str, digits: usize| {
        let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<u16>().ok()).flatten()
    };
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return None,
    };
    (1..=days).contains(&day).then_some(())
}
