//! Numbers that are given as text, and texts that are given as a number.
//!
//! Template languages of workflow engines yield one where the other is due.
//! Either is taken where it can mean only one thing, and never where a digit
//! may have been lost or added on the way.

use serde_json::{Number, Value};

use super::IntKind;
use crate::manifest::Limits;

/// The greatest number whose neighbors all differ in floating point: 2^53 - 1.
/// Most JSON parsers hold numbers as floating point, so a greater one may have
/// changed before it came here.
const GREATEST_EXACT: u64 = 9_007_199_254_740_991;

/// The digits of a number that is given where a text is due: those of a whole
/// number, not negative, of at most 2^53 - 1, which is written without a
/// fraction and without an exponent. Other numbers have more than one form as
/// text: `393331234567.0`, `4.4e11`.
pub(crate) fn digits(number: &Number) -> Option<String> {
    let number = number.as_u64().filter(|it| *it <= GREATEST_EXACT)?;
    Some(number.to_string())
}

/// The whole number that JSON stands for: a number without a fraction, or a
/// text of its digits.
pub(super) fn whole(json: &Value) -> Option<i128> {
    match json {
        Value::Number(number) => number
            .as_i64()
            .map(i128::from)
            .or_else(|| number.as_u64().map(i128::from))
            .or_else(|| number.as_f64().and_then(without_fraction)),
        Value::String(text) if is_plain(text) && !text.contains('.') => text.parse().ok(),
        _ => None,
    }
}

/// The number that JSON stands for: a number, a text of its digits, or a word
/// for what is not finite.
pub(super) fn float(json: &Value) -> Option<f64> {
    match json {
        Value::String(word) if word == "NaN" => Some(f64::NAN),
        Value::String(word) if word == "Infinity" => Some(f64::INFINITY),
        Value::String(word) if word == "-Infinity" => Some(f64::NEG_INFINITY),
        Value::String(text) if is_plain(text) => {
            text.parse().ok().filter(|it: &f64| it.is_finite())
        }
        other => other.as_f64(),
    }
}

/// Whether a text is a number as JSON writes it, without an exponent, and not
/// `-0`.
fn is_plain(text: &str) -> bool {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match magnitude.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (magnitude, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let is_zero = magnitude.bytes().all(|it| matches!(it, b'0' | b'.'));
    is_digits(whole)
        && fraction.is_none_or(is_digits)
        && (whole == "0" || !whole.starts_with('0'))
        && !(is_zero && text.starts_with('-'))
}

/// JSON has one kind of number: `3.0` is an integer too, as far as floating
/// point can tell.
#[expect(
    clippy::cast_possible_truncation,
    reason = "it is whole, and small enough"
)]
fn without_fraction(number: f64) -> Option<i128> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i128)
}

/// What was expected of an integer: the limits that the manifest states, or
/// what the type alone says of the value that was given.
pub(super) fn expected_whole(
    kind: IntKind,
    given: Option<i128>,
    limits: Option<&Limits>,
) -> String {
    let (least, greatest) = kind.bounds();
    let stated = limits.and_then(between);
    match given {
        _ if stated.is_some() => format!("a whole number{}", stated.unwrap_or_default()),
        Some(given) if given > greatest => format!("a whole number of at most {greatest}"),
        _ if least == 0 => "a whole number, not negative".to_owned(),
        Some(given) if given < least => format!("a whole number of at least {least}"),
        _ => "a whole number".to_owned(),
    }
}

/// What was expected of a number.
pub(super) fn expected_float(limits: Option<&Limits>) -> String {
    let stated = limits.and_then(between).unwrap_or_default();
    format!("a number{stated}")
}

fn between(limits: &Limits) -> Option<String> {
    match (&limits.minimum_value, &limits.maximum_value) {
        (Some(least), Some(greatest)) => Some(format!(" from {least} to {greatest}")),
        (Some(least), None) if least.as_u64() == Some(0) => Some(", not negative".to_owned()),
        (Some(least), None) => Some(format!(" of at least {least}")),
        (None, Some(greatest)) => Some(format!(" of at most {greatest}")),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn as_text(json: &str) -> Option<String> {
        let number: Number = serde_json::from_str(json).unwrap();
        digits(&number)
    }

    #[test]
    fn a_whole_number_stands_for_its_digits() {
        for number in ["0", "7", "123456", "441234567890", "9007199254740991"] {
            assert_eq!(as_text(number).as_deref(), Some(number));
        }
    }

    #[test]
    fn a_number_with_another_form_stands_for_no_text() {
        for number in [
            "-1",
            "-0",
            "0.5",
            "393331234567.0",
            "4.4e11",
            "44e10",
            "1E2",
            "9007199254740992",
            "18446744073709551615",
            "18446744073709551616",
            "123456789012345678901234567890",
        ] {
            assert_eq!(as_text(number), None, "{number}");
        }
    }

    #[test]
    fn digits_stand_for_a_whole_number() {
        for (text, number) in [
            ("0", 0),
            ("10", 10),
            ("-3", -3),
            ("18446744073709551615", i128::from(u64::MAX)),
        ] {
            assert_eq!(whole(&json!(text)), Some(number), "{text}");
        }
        for text in [
            "", " ", " 1", "1 ", "+1", "-0", "01", "00", "1.0", "1e2", "0x1", "1_000", "1,000",
            "١", "true", "NaN", "-", "--1",
        ] {
            assert_eq!(whole(&json!(text)), None, "{text:?}");
        }
        for other in [json!(true), json!(null), json!([1]), json!({})] {
            assert_eq!(whole(&other), None, "{other}");
        }
    }

    #[test]
    fn a_decimal_number_stands_for_itself() {
        for (text, number) in [
            ("45.4642", 45.4642),
            ("-9.19", -9.19),
            ("0.5", 0.5),
            ("7", 7.0),
            ("-0.5", -0.5),
        ] {
            assert_eq!(float(&json!(text)), Some(number), "{text}");
        }
        for text in [
            ".5",
            "5.",
            "1e2",
            "+1",
            "45,4642",
            "-0",
            "-0.0",
            "007",
            "inf",
            "1.2.3",
            " 1",
            &"9".repeat(400),
        ] {
            assert_eq!(float(&json!(text)), None, "{text:?}");
        }
        assert_eq!(float(&json!(true)), None);
    }

    proptest! {
        #[test]
        fn what_is_taken_for_a_text_is_the_number_as_it_was_written(number in any::<u64>()) {
            if let Some(text) = as_text(&number.to_string()) {
                prop_assert_eq!(text, number.to_string());
            }
        }

        #[test]
        fn what_is_taken_for_a_number_is_written_as_the_text(text in "-?[0-9]{1,22}") {
            if let Some(number) = whole(&json!(text)) {
                prop_assert_eq!(number.to_string(), text);
            }
        }
    }
}
