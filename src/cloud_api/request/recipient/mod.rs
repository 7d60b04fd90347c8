//! Who receives a message.
//!
//! WhatsApp puts the business's own country code before a number that has no
//! `+`, and so delivers to a stranger. A number is always sent in E.164 form;
//! one that can be read in two ways is rejected.

mod readings;
mod written;

use self::readings::{TrunkPrefix, after_plus, international, readings};
use self::written::{Written, is_mark};
use super::numbering::Plan;
use super::refusal::refuse_as;
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::configuration::CountryCode;
use crate::failure::quoted;

/// Who receives a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// Goes into `to`.
    PhoneNumber(PhoneNumber),
    /// Goes into `recipient`: in `to` it would be accepted and never arrive.
    UserId(UserId),
}

/// A phone number with its country code: `+` and 7 to 15 digits, the first
/// of them not 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

/// A business-scoped user id: a country's two letters, a dot, perhaps `ENT.`,
/// and 1 to 128 letters and digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserId(String);

impl PhoneNumber {
    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl UserId {
    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Recipient {
    /// Parses the field `phoneNumber`: a user id, or a phone number in one of
    /// these forms.
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
    /// A permanent failure when it is neither a phone number nor a user id
    /// (`invalid-phone-number`), or could be two different numbers
    /// (`ambiguous-phone-number`).
    pub fn parse(
        value: &str,
        default_country_code: Option<&CountryCode>,
    ) -> Result<Self, CommandError> {
        let mut compact = value.to_owned();
        compact.retain(|c| !c.is_whitespace() && !is_mark(c));
        if let Some(user_id) = user_id(&compact, value) {
            return user_id.map(Self::UserId);
        }
        if compact.starts_with("Y2FwaV9ncm91c") {
            return Err(invalid(
                "group-not-supported",
                value,
                "must be a phone number or a user id, and not a group",
                "Send to each person; groups are not supported.",
            ));
        }
        phone_number(value, default_country_code.map(CountryCode::plan)).map(Self::PhoneNumber)
    }
}

/// `None` when this does not look like a user id at all.
fn user_id(written: &str, value: &str) -> Option<Result<UserId, CommandError>> {
    let (country, rest) = written.split_once('.')?;
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let id = rest.strip_prefix("ENT.").unwrap_or(rest);
    let is_valid = country.bytes().all(|byte| byte.is_ascii_uppercase())
        && (1..=128).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    Some(if is_valid {
        Ok(UserId(written.to_owned()))
    } else {
        Err(invalid(
            "invalid-user-id",
            value,
            "must be a user id in WhatsApp's form: two upper-case letters, a dot, and 1 to 128 \
             letters and digits",
            "Pass user_id or from_user_id from an event unchanged.",
        ))
    })
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
    invalid(
        "invalid-phone-number",
        value,
        why,
        "Write the number with + and its country code, such as +39 333 123 4567.",
    )
}

fn invalid(code: &str, value: &str, why: &str, advice: &str) -> CommandError {
    refuse_as(
        FailureCategory::Recipient,
        code,
        &format!("The field phoneNumber {why}; it is {}.", quoted(value)),
        advice,
    )
}
