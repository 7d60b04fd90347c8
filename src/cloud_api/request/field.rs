//! Fields of a request within others, by the names that errors give them.
//!
//! What is a call here would be a kilobyte more of the component as `format!` and
//! as a conversion of the error in each place.

use crate::cloud_api::request::refusal::Refusal;
use uip_kit::field::{self, Limited, given};

/// A member of the object in `field`: `header.image`.
#[inline(never)]
pub fn member(field: &str, name: &str) -> String {
    [field, ".", name].concat()
}

/// An item of the list in `field`: `buttons[0]`.
#[inline(never)]
pub fn item(field: &str, place: usize) -> String {
    format!("{field}[{place}]")
}

/// Parses the text `name` of the object in `field`.
///
/// # Errors
/// A permanent failure when it is blank or too long.
#[inline(never)]
pub fn limited<const MOST: usize>(
    field: &str,
    name: &str,
    value: String,
) -> Result<Limited<MOST>, Refusal> {
    Ok(Limited::parse(&member(field, name), value)?)
}

/// Parses the optional text `name` of the object in `field`; a blank one counts
/// as not given.
///
/// # Errors
/// A permanent failure when it is too long.
#[inline(never)]
pub fn limited_optional<const MOST: usize>(
    field: &str,
    name: &str,
    value: Option<String>,
) -> Result<Option<Limited<MOST>>, Refusal> {
    match value {
        Some(value) if given(Some(&value)).is_some() => limited(field, name, value).map(Some),
        _ => Ok(None),
    }
}

/// As [`field::required`].
#[inline(never)]
pub fn required<'a>(field: &str, value: &'a str) -> Result<&'a str, Refusal> {
    Ok(field::required(field, value)?)
}

/// As [`field::check_count`].
#[inline(never)]
pub fn check_count(field: &str, count: usize, least: usize, most: usize) -> Result<(), Refusal> {
    Ok(field::check_count(field, count, least, most)?)
}

/// As [`field::check_unique`].
#[inline(never)]
pub fn check_unique(fields: &[(String, String)]) -> Result<(), Refusal> {
    Ok(field::check_unique(fields)?)
}
