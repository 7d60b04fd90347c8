use proptest::prelude::*;

use super::refused;
use crate::cloud_api::Recipient;
use crate::configuration::CountryCode;

fn parse(value: &str, code: Option<&str>) -> Result<String, String> {
    let code = code.map(|code| CountryCode::parse(code).unwrap());
    match Recipient::parse(value, code.as_ref()) {
        Ok(Recipient::PhoneNumber(number)) => Ok(number.as_str().to_owned()),
        Ok(Recipient::UserId(id)) => Ok(id.as_str().to_owned()),
        Err(error) => Err(refused(Err::<(), _>(error)).code),
    }
}

#[test]
fn numbers_with_their_country_code_leave_with_a_plus_and_digits() {
    for written in [
        "+393331234567",
        "00393331234567",
        "393331234567",
        "+39 333 123.45-67",
        "(+39) [333] 123 4567",
        "+39\u{a0}333\u{2009}123\u{2011}4567",
        "\u{202a}+39\u{200e} 333 1234567\u{202c}",
        "\u{feff}+39 333\u{2060}1234567\n",
        "+39\u{2013}333\u{2212}1234567",
    ] {
        assert_eq!(
            parse(written, None).as_deref(),
            Ok("+393331234567"),
            "{written:?}"
        );
        if !written.starts_with("39") {
            assert_eq!(parse(written, Some("44")).as_deref(), Ok("+393331234567"));
        }
    }
}

#[test]
fn national_numbers_get_the_default_country_code() {
    for (written, code, sent) in [
        ("333 123 4567", "39", "+393331234567"),
        ("3105551234", "1", "+13105551234"),
        ("612345678", "+33", "+33612345678"),
        ("21 2345678", "39", "+39212345678"),
        ("1234567", "999", "+9991234567"),
    ] {
        assert_eq!(
            parse(written, Some(code)).as_deref(),
            Ok(sent),
            "{written} {code}"
        );
    }
}

#[test]
fn a_number_from_an_event_is_not_given_its_country_code_twice() {
    for (written, code, sent) in [
        ("393331234567", "39", "+393331234567"),
        ("39333123456", "39", "+39333123456"),
        ("13105551234", "1", "+13105551234"),
        ("4512345678", "45", "+4512345678"),
        ("5215512345678", "52", "+5215512345678"),
        ("4915112345678", "49", "+4915112345678"),
        ("6591234567", "65", "+6591234567"),
    ] {
        assert_eq!(
            parse(written, Some(code)).as_deref(),
            Ok(sent),
            "{written} {code}"
        );
    }
}

#[test]
fn a_national_number_that_begins_like_its_country_code_stays_national() {
    for (written, code, sent) in [
        ("3931234567", "39", "+393931234567"),
        ("45123456", "45", "+4545123456"),
        ("3312345678", "39", "+393312345678"),
    ] {
        assert_eq!(
            parse(written, Some(code)).as_deref(),
            Ok(sent),
            "{written} {code}"
        );
    }
}

#[test]
fn what_could_be_two_numbers_is_refused() {
    for (written, code) in [
        ("628123456789", "62"),  // 10 national digits, or 12
        ("9991234567", "999"),   // a country without a known plan
        ("447911123456", "39"),  // a British number from an event, in Italy
        ("4915112345678", "39"), // a German one
        ("89161234567", "7"),    // Russia's trunk prefix 8
        ("33312345678901", "39"),
    ] {
        assert_eq!(
            parse(written, Some(code)),
            Err("ambiguous-phone-number".to_owned()),
            "{written} {code}"
        );
    }
}

#[test]
fn a_leading_zero_is_treated_as_the_country_does() {
    assert_eq!(
        parse("0612345678", Some("33")).as_deref(),
        Ok("+33612345678")
    );
    assert_eq!(
        parse("0151 12345678", Some("49")).as_deref(),
        Ok("+4915112345678")
    );
    assert_eq!(
        parse("04921 12345", Some("49")).as_deref(),
        Ok("+49492112345")
    );
    assert_eq!(
        parse("0612345678", Some("39")).as_deref(),
        Ok("+390612345678")
    );
    assert_eq!(
        parse("0101234567", Some("225")).as_deref(),
        Ok("+2250101234567")
    );
    for code in ["34", "1", "7", "999"] {
        assert_eq!(
            parse("0612345678", Some(code)),
            Err("ambiguous-phone-number".to_owned())
        );
    }
    assert_eq!(
        parse("06123456789012", Some("33")),
        Err("ambiguous-phone-number".to_owned())
    );
    assert_eq!(
        parse("0612345678", None),
        Err("invalid-phone-number".to_owned())
    );
}

#[test]
fn what_is_no_phone_number_is_refused() {
    for written in [
        "",
        " ",
        "+",
        "00",
        "000",
        "++393331234567",
        "+39+3331234567",
        "39+3331234567",
        "+0393331234567",
        "000393331234567",
        "+39333abc",
        "call me",
        "+123456",
        "+1234567890123456",
        "tel:+393331234567",
        "+39/333/1234567",
        "+٣٩٣٣٣١٢٣٤٥٦٧",
        "+44 (0) 20 7946 0958",
        "+39333123\u{0}4567",
        "\u{202e}\u{200b}",
        "a.b",
        "it",
    ] {
        assert_eq!(
            parse(written, None),
            Err("invalid-phone-number".to_owned()),
            "{written:?}"
        );
    }
}

#[test]
fn a_phone_number_has_7_to_15_digits() {
    assert!(parse("+1234567", None).is_ok());
    assert!(parse("+123456789012345", None).is_ok());
}

#[test]
fn a_user_id_is_not_a_phone_number() {
    for id in [
        "US.13491208655302741918".to_owned(),
        "IT.ENT.abcDEF123".to_owned(),
        format!("DE.{}", "a".repeat(128)),
    ] {
        for code in [None, Some("39")] {
            let code = code.map(|code| CountryCode::parse(code).unwrap());
            let parsed = Recipient::parse(&id, code.as_ref()).unwrap();
            assert!(matches!(parsed, Recipient::UserId(ref it) if it.as_str() == id));
        }
    }
    for bad in [
        "US.".to_owned(),
        "us.134912086553".to_owned(),
        "US.ENT.".to_owned(),
        "US.123/456".to_owned(),
        "US.ABC.123".to_owned(),
        format!("DE.{}", "a".repeat(129)),
    ] {
        assert_eq!(
            parse(&bad, None),
            Err("invalid-user-id".to_owned()),
            "{bad}"
        );
    }
}

#[test]
fn a_group_is_refused_as_a_group() {
    assert_eq!(
        parse("Y2FwaV9ncm91cDoxOTUwNTU1MDA3OToxMjAzNjM", None),
        Err("group-not-supported".to_owned())
    );
}

#[test]
fn a_refusal_shows_only_the_beginning_of_what_was_given() {
    let failure = refused(Recipient::parse(&"abc\r\n".repeat(100), None));
    assert!(failure.error.len() < 250, "{}", failure.error);
    assert!(failure.error.contains("phoneNumber"));
}

proptest! {
    #[test]
    fn whatever_is_accepted_has_the_form_that_whatsapp_takes(
        value in any::<String>(),
        code in proptest::option::of("[1-9][0-9]{0,2}"),
    ) {
        check(&value, code.as_deref())?;
    }

    #[test]
    fn whatever_looks_like_a_number_is_refused_or_well_formed(
        value in "[+0 ().\u{a0}\u{202a}-]{0,4}[0-9 .()-]{0,20}",
        code in proptest::option::of("[1-9][0-9]{0,2}"),
    ) {
        check(&value, code.as_deref())?;
    }

    #[test]
    fn with_a_plus_the_digits_are_those_that_were_written(
        digits in "[1-9][0-9]{6,14}",
        gaps in proptest::collection::vec(prop::sample::select(vec!["", " ", "-", ".", "\u{a0}", "\u{2011}"]), 15),
        code in proptest::option::of("[1-9][0-9]{0,2}"),
    ) {
        let spread: String = digits.chars().zip(gaps.iter().cycle()).fold(
            String::new(),
            |spread, (digit, gap)| format!("{spread}{digit}{gap}"),
        );
        for prefix in ["+", "00", " (+", "+ "] {
            let sent = parse(&format!("{prefix}{spread}"), code.as_deref());
            prop_assert_eq!(sent, Ok(format!("+{digits}")));
        }
    }
}

fn check(value: &str, code: Option<&str>) -> Result<(), TestCaseError> {
    let code = code.map(|code| CountryCode::parse(code).unwrap());
    if let Ok(Recipient::PhoneNumber(number)) = Recipient::parse(value, code.as_ref()) {
        let digits = number.as_str().strip_prefix('+').unwrap();
        prop_assert!((7..=15).contains(&digits.len()));
        prop_assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
        prop_assert!(!digits.starts_with('0'));
        let written: String = value.chars().filter(char::is_ascii_digit).collect();
        let kept = written.trim_start_matches('0');
        prop_assert!(digits.ends_with(kept), "{} from {}", digits, value);
    }
    Ok(())
}
