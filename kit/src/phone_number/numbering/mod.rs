//! What the numbers of each country calling code look like, as far as it
//! decides who receives a message.
//!
//! The plans are generated from the metadata of libphonenumber. They are looser than the validity check of that library: a
//! plan knows which lengths go with the first three digits, so that a range
//! that opens later is possible already.

mod lengths;
mod plans;

use std::str::FromStr;

use lengths::LENGTHS;
use plans::{PLANS, PREFIXES};

/// Old numbers that the id of an account may keep (`wa_id`, `from`) although
/// the plan has none of them today: calling code, first digits, length.
///
/// Mexico left out the 1 before mobile numbers in 2019; Côte d'Ivoire (2021)
/// and Benin (2024) put two digits before the eight that they had.
const OLD_FORMS: [(u16, &str, usize); 3] = [(52, "1", 11), (225, "", 8), (229, "", 8)];

/// Most digits of a number without trunk prefix, where the metadata has more:
/// it counts extensions behind a German switchboard as part of the number, and
/// with them every number from an event could be a German one. Germany assigns
/// at most 11 digits (ITU-T E.164.2).
const MOST_DIGITS: [(u16, usize); 1] = [(49, 11)];

/// The numbers of one country calling code, in all its countries.
#[derive(Debug, PartialEq, Eq)]
pub struct Plan {
    /// The country calling code.
    pub code: u16,
    /// What is dialled before a national number inside the country only, such
    /// as 0 in France: where it is in [`PREFIXES`].
    trunk_prefixes: u8,
    /// What is dialled before a country code, such as 00 in France: where it is
    /// in [`PREFIXES`].
    exit_codes: u8,
    /// Lengths of a mobile number: bit *n* for *n* digits.
    mobile_lengths: u16,
    /// Where the entries of this plan are in [`LENGTHS`], and how many they are.
    lengths: (u16, u8),
}

impl Plan {
    /// The plan of a calling code; `None` when no country has this code.
    pub fn of(code: &str) -> Option<&'static Self> {
        if !code.starts_with(|digit: char| matches!(digit, '1'..='9')) {
            return None;
        }
        let code = u16::from_str(code).ok()?;
        let index = PLANS.binary_search_by_key(&code, |plan| plan.code).ok()?;
        PLANS.get(index)
    }

    /// The plan that digits with their country code belong to, and the
    /// national number. No code is the beginning of another one.
    pub fn split(digits: &str) -> Option<(&'static Self, &str)> {
        (1..=3).find_map(|length| {
            let (code, national) = digits.split_at_checked(length)?;
            Some((Self::of(code)?, national))
        })
    }

    /// Whether a number of this plan may have these digits, without country
    /// code and trunk prefix.
    pub fn is_possible(&self, national: &str) -> bool {
        let Some(first) = national.get(..3).and_then(|it| u16::from_str(it).ok()) else {
            return false;
        };
        let start = usize::from(self.lengths.0);
        let end = start + usize::from(self.lengths.1);
        let entries = LENGTHS.get(start..end).unwrap_or_default();
        let entry = entries.iter().rfind(|(from, _)| *from <= first);
        entry.is_some_and(|(_, lengths)| has(*lengths, national.len()))
    }

    /// As [`Self::is_possible`], for digits that the country code came before:
    /// also in a form that an account's id may keep.
    pub fn is_possible_after_code(&self, national: &str) -> bool {
        self.is_possible(national)
            || OLD_FORMS.iter().any(|(code, first, length)| {
                *code == self.code && national.starts_with(first) && national.len() == *length
            })
    }

    /// Whether so many digits may be a national number without trunk prefix.
    pub fn may_lack_trunk_prefix(&self, digits: &str) -> bool {
        MOST_DIGITS
            .iter()
            .all(|(code, most)| *code != self.code || digits.len() <= *most)
    }

    /// Whether a mobile number of this plan has so many digits.
    pub fn is_length_of_a_mobile(&self, digits: usize) -> bool {
        has(self.mobile_lengths, digits)
    }

    /// What follows a trunk prefix that the digits begin with, once for each
    /// such prefix.
    pub fn after_trunk_prefix<'a>(&self, digits: &'a str) -> impl Iterator<Item = &'a str> {
        prefixes(self.trunk_prefixes).filter_map(|prefix| digits.strip_prefix(prefix))
    }

    /// The mobile numbers that digits without trunk prefix stand for where the
    /// country writes them otherwise than they are dialled from abroad. Only
    /// Argentina does: `11 15 2345 6789` is `9 11 2345 6789` after the country
    /// code. Its area codes have 2 to 4 digits, and with the rest always 10.
    pub fn rewritten_mobiles(&self, digits: &str) -> impl Iterator<Item = String> {
        let is_rewritten = self.code == 54 && digits.len() == 12;
        let lengths = if is_rewritten { 2..5 } else { 0..0 };
        lengths.filter_map(move |length| {
            let (area, rest) = digits.split_at_checked(length)?;
            let number = format!("{area}{}", rest.strip_prefix("15")?);
            self.is_possible(&number).then(|| format!("9{number}"))
        })
    }

    /// Whether the digits are a mobile number as it was dialled from abroad until 2019:
    /// Mexico's began with 1. Accounts' ids still have it, so people write it.
    pub fn is_older_mobile(&self, digits: &str) -> bool {
        self.code == 52 && digits.len() == 11 && digits.starts_with('1')
    }

    /// What follows an exit code that the digits begin with, once for each
    /// such code.
    pub fn after_exit_code<'a>(&self, digits: &'a str) -> impl Iterator<Item = &'a str> {
        prefixes(self.exit_codes).filter_map(|code| without(code, digits))
    }
}

/// The digits after an exit code; `None` when they do not begin with it.
fn without<'a>(code: &str, digits: &'a str) -> Option<&'a str> {
    let (first, rest) = digits.split_at_checked(code.len())?;
    let is_equal = code
        .bytes()
        .zip(first.bytes())
        .all(|(code, digit)| code == b'?' || code == digit);
    is_equal.then_some(rest)
}

fn prefixes(index: u8) -> impl Iterator<Item = &'static str> {
    let prefixes = PREFIXES.get(usize::from(index)).copied();
    prefixes.unwrap_or_default().split_ascii_whitespace()
}

fn has(lengths: u16, length: usize) -> bool {
    length < 16 && lengths & (1 << length) != 0
}

/// Every calling code, for tests.
#[cfg(test)]
pub fn codes() -> impl Iterator<Item = u16> {
    PLANS.iter().map(|plan| plan.code)
}
