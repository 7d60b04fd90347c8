//! What holds of every text.

use proptest::prelude::*;
use proptest::sample::select;

use super::parse;
use crate::phone_number::numbering;

/// A country calling code that is assigned, or none.
fn default() -> impl Strategy<Value = Option<String>> {
    let codes: Vec<u16> = numbering::codes().collect();
    proptest::option::of(select(codes).prop_map(|code| code.to_string()))
}

proptest! {
    #[test]
    fn whatever_is_accepted_is_in_e164_form(value in any::<String>(), code in default()) {
        check(&value, code.as_deref())?;
    }

    #[test]
    fn whatever_looks_like_a_number_is_refused_or_in_e164_form(
        value in "[+0 ().\u{a0}\u{202a}-]{0,4}[0-9 .()x０-９-]{0,20}",
        code in default(),
    ) {
        check(&value, code.as_deref())?;
    }

    #[test]
    fn with_a_plus_the_digits_are_those_that_were_written_or_it_is_refused(
        digits in "[1-9][0-9]{6,14}",
        gaps in proptest::collection::vec(select(vec!["", " ", "-", "\u{a0}", "\u{2011}"]), 14),
        code in default(),
    ) {
        let grouped = spread(&digits, &gaps);
        for prefix in ["+", " (+", "+ ", "＋"] {
            let closing = if prefix.contains('(') { ")" } else { "" };
            let (first, rest) = grouped.split_at(1);
            if let Ok(sent) = parse(&format!("{prefix}{first}{closing}{rest}"), code.as_deref()) {
                prop_assert_eq!(sent, format!("+{digits}"));
            }
        }
    }

    #[test]
    fn digits_without_a_country_are_sent_with_a_plus_or_not_at_all(digits in "[0-9]{1,20}") {
        if let Ok(sent) = parse(&digits, None) {
            prop_assert_eq!(sent, format!("+{}", digits.strip_prefix("00").unwrap_or(&digits)));
        }
    }

    #[test]
    fn grouped_digits_without_a_country_are_sent_after_00_only(
        digits in "[0-9]{7,16}",
        at in 1_usize..7,
        gap in select(vec![" ", "-", ".", ") "]),
    ) {
        let (first, rest) = digits.split_at(at);
        let open = if gap == ") " { "(" } else { "" };
        if parse(&format!("{open}{first}{gap}{rest}"), None).is_ok() {
            prop_assert!(digits.starts_with("00"));
        }
    }

    /// A default country never changes which number a text is: it only makes
    /// one more of it readable, or the text ambiguous.
    #[test]
    fn with_another_default_an_international_number_is_the_same_national_or_refused(
        digits in "[1-9][0-9]{6,14}",
        code in default(),
    ) {
        if let (Some(code), Ok(alone)) = (&code, parse(&digits, None))
            && let Ok(sent) = parse(&digits, Some(code)) {
            prop_assert_eq!(sent, alone);
        }
    }

    #[test]
    fn what_is_no_separator_makes_a_number_invalid(
        before in "[1-9][0-9]{5,11}",
        other in "[^0-9０-９\\p{Z}\\p{Cc}\\p{Cf}.\u{ff0e}()\\[\\]（）［］\\p{Pd}\u{2212}]",
        after in "[0-9]{1,4}",
        plus in select(vec!["", "+"]),
        code in default(),
    ) {
        let written = format!("{plus}{before}{other}{after}");
        prop_assert_eq!(
            parse(&written, code.as_deref()),
            Err("invalid-phone-number".to_owned()),
            "{}", written
        );
    }
}

/// The digits with a gap after each of them but the last.
fn spread(digits: &str, gaps: &[&str]) -> String {
    let mut spread = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 {
            spread.push_str(gaps[at - 1]);
        }
        spread.push(digit);
    }
    spread
}

fn check(value: &str, code: Option<&str>) -> Result<(), TestCaseError> {
    let Ok(sent) = parse(value, code) else {
        return Ok(());
    };
    let Some(digits) = sent.strip_prefix('+') else {
        // A user id.
        return Ok(());
    };
    prop_assert!((7..=15).contains(&digits.len()));
    prop_assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
    prop_assert!(!digits.starts_with('0'));
    // Nothing but a prefix was added or left out.
    let written: String = value
        .chars()
        .filter_map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
            c => c.is_ascii_digit().then_some(c),
        })
        .collect();
    let code = code.unwrap_or_default();
    let national = digits.strip_prefix(code).unwrap_or(digits);
    prop_assert!(
        written.ends_with(digits) || written.ends_with(national),
        "{} from {}",
        sent,
        value
    );
    Ok(())
}
