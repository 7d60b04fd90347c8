//! Who receives a message.
//!
//! WhatsApp puts the business's own country code before a number that has no
//! `+`, and so delivers to a stranger: every number leaves with `+` and its
//! country code, or does not leave.

use super::numbering::{LeadingZero, plan};
use super::refusal::refuse_as;
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::configuration::CountryCode;
use crate::failure::quoted;
use crate::prelude::*;
use crate::search::find;

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
    /// Parses the field `phoneNumber`.
    ///
    /// Spaces, dots, dashes, brackets and the invisible marks that come along
    /// when a number is copied are taken out, and `00` at the beginning
    /// becomes `+`. Digits alone get `+`; or, when there is a default country
    /// code, `+` and that code. Digits alone are also what an event carries
    /// (`from`, `wa_id`), with the country code already in them. To send such
    /// a number to nobody else, with a default country code:
    ///
    /// - digits that begin with that code and are too long for a national
    ///   number get `+` only;
    /// - where both readings are possible the number is refused;
    /// - so are digits too long for a national number of that country: they
    ///   are a number of another country, or mistyped;
    /// - a 0 at the beginning is left out where it is a trunk prefix
    ///   (`0612345678` in France), stays where it is part of the number
    ///   (`0612345678` in Italy), and is refused elsewhere.
    ///
    /// # Errors
    /// A permanent failure when it is neither a phone number nor a user id,
    /// or could be two different numbers.
    pub fn parse(
        value: &str,
        default_country_code: Option<&CountryCode>,
    ) -> Result<Self, CommandError> {
        let mut written = value.to_owned();
        written.retain(|c| !is_blank(c));
        if let Some(user_id) = user_id(&written, value) {
            return user_id.map(Self::UserId);
        }
        phone_number(&written, value, default_country_code).map(Self::PhoneNumber)
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
            "must be a user id as WhatsApp writes it, two upper-case letters, a dot and 1 to 128 \
             letters and digits",
            "Pass user_id or from_user_id from an event unchanged.",
        ))
    })
}

fn phone_number(
    written: &str,
    value: &str,
    default_country_code: Option<&CountryCode>,
) -> Result<PhoneNumber, CommandError> {
    if find(written, "(0)").is_some() {
        return Err(invalid_number(
            value,
            "holds (0), which is dialled in some cases and left out in others",
        ));
    }
    let mut compact = written.to_owned();
    compact.retain(|c| !is_separator(c));
    if compact.is_empty() {
        return Err(invalid_number(value, "is empty"));
    }
    let international = compact
        .strip_prefix('+')
        .or_else(|| compact.strip_prefix("00"));
    let digits = international.unwrap_or(&compact);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        if digits.starts_with("Y2FwaV9ncm91c") {
            return Err(invalid(
                "group-not-supported",
                value,
                "must be a phone number or a user id, and not a group",
                "Send to each person; groups are not supported.",
            ));
        }
        return Err(invalid_number(value, "holds something that is no digit"));
    }
    let with_country_code = match (international, default_country_code) {
        (None, Some(code)) => national(digits, code.as_str(), value)?,
        _ => digits.to_owned(),
    };
    if with_country_code.starts_with('0') {
        return Err(invalid_number(
            value,
            "begins with 0 where its country code should be",
        ));
    }
    if !(7..=15).contains(&with_country_code.len()) {
        return Err(invalid_number(
            value,
            "has not 7 to 15 digits with its country code",
        ));
    }
    Ok(PhoneNumber(format!("+{with_country_code}")))
}

/// The digits with the country code, for digits written without `+` and `00`
/// when there is a default country code.
fn national(digits: &str, code: &str, value: &str) -> Result<String, CommandError> {
    let plan = plan(code);
    if let Some(without_zero) = digits.strip_prefix('0') {
        let number = match plan.map(|plan| plan.leading_zero) {
            Some(LeadingZero::Trunk) if !without_zero.starts_with('0') => without_zero,
            Some(LeadingZero::Belongs) => return Ok(format!("{code}{digits}")),
            _ => {
                return Err(ambiguous(
                    value,
                    code,
                    "begins with 0, which is not how numbers of this country are written",
                ));
            }
        };
        if plan.is_some_and(|plan| number.len() > plan.longest) {
            return Err(too_long(value, code));
        }
        return Ok(format!("{code}{number}"));
    }
    // With the country code already in it, this many digits are left.
    let rest = digits.strip_prefix(code).map(str::len);
    match (plan, rest) {
        (None, None) => Ok(format!("{code}{digits}")),
        (None, Some(_)) => Err(both_readings(value, code)),
        (Some(plan), _) => {
            let is_national = digits.len() <= plan.longest;
            let is_international =
                rest.is_some_and(|rest| (plan.shortest_mobile..=plan.longest).contains(&rest));
            match (is_national, is_international) {
                (true, false) => Ok(format!("{code}{digits}")),
                (false, true) => Ok(digits.to_owned()),
                (true, true) => Err(both_readings(value, code)),
                (false, false) => Err(too_long(value, code)),
            }
        }
    }
}

fn both_readings(value: &str, code: &str) -> CommandError {
    ambiguous(value, code, "may or may not have its country code already")
}

fn too_long(value: &str, code: &str) -> CommandError {
    ambiguous(value, code, "is too long for a number of this country")
}

/// Several people could be meant.
fn ambiguous(value: &str, code: &str, why: &str) -> CommandError {
    refuse_as(
        FailureCategory::Recipient,
        "ambiguous-phone-number",
        &format!(
            "The field phoneNumber {why} (the property defaultCountryCode is {code}); it is {}.",
            quoted(value)
        ),
        "Write the number with + and its country code; before a number from an event put just +.",
    )
}

fn invalid_number(value: &str, why: &str) -> CommandError {
    refuse_as(
        FailureCategory::Recipient,
        "invalid-phone-number",
        &format!("The field phoneNumber {why}; it is {}.", quoted(value)),
        "Write the number with + and its country code, such as +39 333 123 4567.",
    )
}

fn invalid(code: &str, value: &str, must: &str, advice: &str) -> CommandError {
    refuse_as(
        FailureCategory::Recipient,
        code,
        &format!("The field phoneNumber {must}; it is {}.", quoted(value)),
        advice,
    )
}

/// White space, and the invisible marks for writing direction, joining and
/// line breaking that come along when a number is copied from a page.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
        )
}

/// Dots, dashes and brackets.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        '.' | '-' | '(' | ')' | '[' | ']' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF08}'
                | '\u{FF09}'
                | '\u{FF0D}'
    )
}
