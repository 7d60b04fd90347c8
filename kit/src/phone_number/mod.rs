//! Phone numbers.
//!
//! A service that puts its own country code before a number without `+` delivers to
//! a stranger. A number is always sent in E.164 form; one that can be read in two
//! ways is rejected.

mod country_code;
mod numbering;
mod readings;
#[cfg(test)]
mod tests;
mod written;

pub use self::country_code::CountryCode;
use self::numbering::Plan;
use self::readings::{TrunkPrefix, after_plus, international, readings};
use self::written::{Written, is_mark};
use crate::failure::quoted;
use crate::field::refuse_as;
use crate::{CommandError, FailureCategory};
use serde::Serialize;

/// A phone number with its country code: `+` and 7 to 15 digits, the first
/// of them not 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// In E.164 form: `+393331234567`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the field `phoneNumber`: a phone number in one of these forms.
    ///
    /// - `+`, the country code and the number.
    /// - Digits alone, country code first, as an event has them (`from`,
    ///   `wa_id`).
    /// - With a default country code, also the number as it is dialled in that
    ///   country: with or without its trunk prefix (`06 12 34 56 78` in
    ///   France), or after its exit code (`00`, in Nigeria `009`).
    /// - Without one, also `00`, the country code and the number.
    ///
    /// The digits may be in groups, with spaces, hyphens, dots or brackets
    /// between them; without `+`, `00` and default country code they may not,
    /// because such a number is a national one. No other character is accepted;
    /// full-width characters count as the ASCII ones.
    ///
    /// Digits without `+` are compared with the numbering plan of every country
    /// code. They are refused where no plan has such a number, and where more
    /// than one reading is possible. With `+` only what comes after the code is
    /// looked at: a trunk prefix (`+44 07911 …`) is refused.
    ///
    /// # Errors
    /// A permanent failure when it is not a phone number
    /// (`invalid-phone-number`), or could be two different numbers
    /// (`ambiguous-phone-number`).
    pub fn parse(
        value: &str,
        default_country_code: Option<&CountryCode>,
    ) -> Result<Self, CommandError> {
        phone_number(value, default_country_code.map(|code| code.plan()))
    }
}

/// The text without white space and the invisible marks that come along when a
/// number or an id is copied.
pub fn without_spaces_and_marks(value: &str) -> String {
    let mut compact = value.to_owned();
    compact.retain(|c| !c.is_whitespace() && !is_mark(c));
    compact
}

fn phone_number(value: &str, default: Option<&Plan>) -> Result<PhoneNumber, CommandError> {
    let written = Written::parse(value).map_err(|why| invalid_number(value, why))?;
    let digits = written.digits.as_str();
    let number = match default {
        _ if written.has_plus => with_plus(digits, value)?,
        Some(plan) => only_reading(readings(&written, plan), plan, value)?,
        None => without_default(&written, value)?,
    };
    if !(7..=15).contains(&number.len().saturating_sub(1)) {
        return Err(invalid_number(
            value,
            "does not have 7 to 15 digits including its country code",
        ));
    }
    Ok(PhoneNumber(number))
}

fn with_plus(digits: &str, value: &str) -> Result<String, CommandError> {
    if digits.starts_with('0') {
        return Err(begins_with_zero(value));
    }
    after_plus(digits).map_err(|TrunkPrefix { without }| {
        refuse_as(
            FailureCategory::Recipient,
            "invalid-phone-number",
            &format!(
                "The field phoneNumber has a trunk prefix after its country code, which is only \
                 dialled within the country; it is {}.",
                quoted(value)
            ),
            &without.map_or_else(
                || "Write the number with + and its country code, without the prefix.".to_owned(),
                |without| format!("Leave the prefix out: {without}."),
            ),
        )
    })
}

fn only_reading(
    mut readings: Vec<String>,
    default: &Plan,
    value: &str,
) -> Result<String, CommandError> {
    if readings.len() > 1 {
        let either = readings.join(" or ");
        return Err(refuse_as(
            FailureCategory::Recipient,
            "ambiguous-phone-number",
            &format!(
                "The field phoneNumber can be read as {either} (the property defaultCountryCode \
                 is {}); it is {}.",
                default.code,
                quoted(value)
            ),
            &format!("Write the intended number with +: {either}."),
        ));
    }
    readings.pop().ok_or_else(|| {
        invalid_number(
            value,
            &format!(
                "is neither a number with the country code {} (the property defaultCountryCode) \
                 nor one that begins with another country code",
                default.code
            ),
        )
    })
}

/// A number without `+` when there is no default country.
fn without_default(written: &Written, value: &str) -> Result<String, CommandError> {
    let digits = written.digits.as_str();
    let has_exit_code = digits.starts_with("00");
    match international(written) {
        Some(number) if has_exit_code || !written.is_grouped() => Ok(number),
        Some(_) => Err(refuse_as(
            FailureCategory::Recipient,
            "ambiguous-phone-number",
            &format!(
                "The field phoneNumber is written as a national number, but the property \
                 defaultCountryCode is not set; it is {}.",
                quoted(value)
            ),
            "Write the number with + and its country code, or set defaultCountryCode.",
        )),
        None if digits.starts_with('0') && !has_exit_code => Err(begins_with_zero(value)),
        None => Err(invalid_number(
            value,
            "does not begin with a country code: no country uses such a number",
        )),
    }
}

fn begins_with_zero(value: &str) -> CommandError {
    invalid_number(value, "begins with 0 where its country code should be")
}

fn invalid_number(value: &str, why: &str) -> CommandError {
    refuse_as(
        FailureCategory::Recipient,
        "invalid-phone-number",
        &format!("The field phoneNumber {why}; it is {}.", quoted(value)),
        "Write the number with + and its country code, such as +39 333 123 4567.",
    )
}
