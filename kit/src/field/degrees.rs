//! Degrees of latitude and longitude, as text.

use super::refusal::refuse;
use crate::CommandError;

/// Parses the field `field`, whose name begins with `path` (`header.location.`):
/// a number of degrees from `-limit` to `limit`. It is written with a decimal
/// point, without an exponent.
///
/// # Errors
/// A permanent failure when it is no place on the globe.
pub fn degrees(path: &str, field: &str, value: f64, limit: u8) -> Result<String, CommandError> {
    if value.abs() <= f64::from(limit) {
        return Ok(decimal(value));
    }
    Err(refuse(
        "invalid-location",
        &format!(
            "The field {path}{field} must be from -{limit} to {limit}; it is {}.",
            shown(value)
        ),
        "Give the location in degrees, with a decimal point.",
    ))
}

/// A number that is no place, as far as a sentence needs it.
#[allow(clippy::cast_possible_truncation)]
fn shown(value: f64) -> String {
    match value.abs() {
        magnitude if magnitude < 1e4 => decimal(value),
        magnitude if magnitude < 1e18 => (value as i64).to_string(),
        magnitude if magnitude.is_nan() => "not a number".to_owned(),
        _ => "too large to be shown".to_owned(),
    }
}

/// The fewest decimals that read back as the same number, at most 15: an
/// atom's width on the map. The library's formatter for any number at all
/// would add 12 KB to the component.
#[allow(clippy::cast_precision_loss, clippy::float_cmp)]
fn decimal(degrees: f64) -> String {
    let magnitude = degrees.abs();
    let mut unit = 1.0;
    let mut decimals = 0;
    while decimals < 15 && rounded(magnitude * unit) as f64 / unit != magnitude {
        unit *= 10.0;
        decimals += 1;
    }
    let sign = if degrees < 0.0 { "-" } else { "" };
    let digits = format!("{:0>1$}", rounded(magnitude * unit), decimals + 1);
    match digits.split_at_checked(digits.len() - decimals) {
        Some((whole, fraction)) if !fraction.is_empty() => format!("{sign}{whole}.{fraction}"),
        _ => format!("{sign}{digits}"),
    }
}

/// To the nearest whole number: less than 10^4 × 10^15, which 64 bits hold.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]
fn rounded(scaled: f64) -> u64 {
    let whole = scaled as u64;
    whole + u64::from(scaled - whole as f64 >= 0.5)
}

#[cfg(test)]
#[allow(clippy::cast_precision_loss, clippy::float_cmp)]
mod tests {
    use proptest::prelude::*;

    use super::{decimal, shown};

    #[test]
    fn a_number_that_is_no_place_is_shown_as_far_as_it_can_be() {
        for (value, text) in [
            (90.000_001, "90.000001"),
            (-4_546.42, "-4546.42"),
            (9_999.999_999_999_998, "9999.999999999998"),
            (45_464_200.0, "45464200"),
            (-1e17, "-100000000000000000"),
            (1e18, "too large to be shown"),
            (f64::NEG_INFINITY, "too large to be shown"),
            (f64::NAN, "not a number"),
        ] {
            assert_eq!(shown(value), text);
        }
    }

    #[test]
    fn degrees_are_written_with_the_decimals_they_need() {
        for (degrees, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (44.0, "44"),
            (-180.0, "-180"),
            (0.5, "0.5"),
            (-0.05, "-0.05"),
            (37.442_162_518_686_83, "37.44216251868683"),
            (-122.161_535_820_493_94, "-122.16153582049394"),
            (37.483_307, "37.483307"),
            (1e-20, "0.000000000000000"),
        ] {
            assert_eq!(decimal(degrees), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_to_within_an_atoms_width(degrees in -180.0..180.0_f64) {
            prop_assert!((decimal(degrees).parse::<f64>().unwrap() - degrees).abs() < 1e-13);
        }

        #[test]
        fn what_a_person_writes_is_written_again(micro in -180_000_000..180_000_000_i64) {
            let degrees = micro as f64 / 1e6;
            prop_assert_eq!(decimal(degrees).parse::<f64>().unwrap(), degrees);
            prop_assert!(decimal(degrees).len() <= "-180.000000".len());
        }
    }
}
