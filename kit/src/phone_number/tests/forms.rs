//! What may be between the digits of a number, and what a number may not be.

use super::{failing, parse};
use crate::phone_number::numbering;

const INVALID: &str = "invalid-phone-number";
const AMBIGUOUS: &str = "ambiguous-phone-number";

fn sent(written: &str, code: Option<&str>) -> String {
    parse(written, code).unwrap_or_else(|code| format!("{code} for {written:?}"))
}

fn refusal(written: &str, code: Option<&str>) -> String {
    match parse(written, code) {
        Ok(number) => format!("{written:?} goes to {number}"),
        Err(code) => code,
    }
}

#[test]
fn a_number_with_a_plus_is_sent_without_its_separators() {
    for written in [
        "+393331234567",
        "+39 333 123.45-67",
        "(+39) [333] 123 4567",
        "+ (39) 333 1234567",
        "+39.3331234567",
        "+39\u{a0}333\u{2009}123\u{2011}4567",
        "\u{202a}+39\u{200e} 333 1234567\u{202c}",
        "\u{feff}+39 333\u{2060}1234567\n",
        "+39\u{2013}333\u{2212}1234567",
        "+39 - 333 - 1234567",
        "＋３９（３３３）１２３－４５６７",
    ] {
        for code in [None, Some("44"), Some("39")] {
            assert_eq!(sent(written, code), "+393331234567");
        }
    }
    assert!(parse("+1234567", None).is_ok());
    assert!(parse("+999123456789012", None).is_ok());
    assert_eq!(sent("+49 511 1234-0", None), "+4951112340");
}

#[test]
fn what_is_no_digit_and_no_separator_is_never_dropped() {
    for written in [
        "393331234567 ext. 5",
        "+39 333 1234567 ext. 5",
        "+393331234567x5",
        "+393331234567;ext=5",
        "+393331234567#5",
        "+393331234567,5",
        "+393331234567,,5",
        "+39333123456p7",
        "3.93331234567E+11",
        "3.93331234567e11",
        "393,331,234,567",
        "'+393331234567",
        "tel:+393331234567",
        "+39/333/1234567",
        "+39333123\u{0}4567",
        "+39 333 1234567\n+39 333 7654321",
        "+39\t3331234567",
        "+39333\u{2028}1234567",
        "\u{202e}+393331234567",
        "+39 333 \u{202e}1234567",
        "++393331234567",
        "+39+3331234567",
        "39+3331234567",
        "+39333abc",
        "call me",
        "a.b",
        "it",
    ] {
        assert_eq!(refusal(written, None), INVALID);
        assert_eq!(refusal(written, Some("39")), INVALID);
    }
}

#[test]
fn a_plus_is_refused_for_where_it_is() {
    const PLUS: &str = "has a + that is not before its first digit, or a second one";
    for (written, fault) in [
        ("+", "has no digit"),
        ("++393331234567", PLUS),
        ("39+3331234567", PLUS),
    ] {
        let error = failing(written, None).unwrap_err().error;
        assert!(error.contains(fault), "{written}: {error}");
    }
}

#[test]
fn digits_of_another_script_are_refused() {
    for written in [
        "+٣٩٣٣٣١٢٣٤٥٦٧",
        "+३९३३३१२३४५६७",
        "+39333123456７\u{0661}",
        "+393331²34567",
    ] {
        assert_eq!(refusal(written, None), INVALID);
    }
}

#[test]
fn a_number_that_a_spreadsheet_made_a_decimal_is_refused() {
    for written in [
        "393331234567.0",
        "393331234567.00",
        "393331234567.000",
        "393331234567.000000",
        "+16505551234.0",
        "4915112345678.0",
        "393331234567.5",
        "+393331234567.50",
        "+39 333 1234567.0",
        "393331234567．0",
        "393331234567.",
        "+39.333.123.456.7",
        "-393331234567",
        "+-393331234567",
        ".393331234567",
        "393331234567-",
    ] {
        assert_eq!(refusal(written, None), INVALID);
    }
    assert_eq!(refusal("491701234567.0", Some("49")), INVALID);
    assert_eq!(refusal("3331234567.0", Some("39")), INVALID);
    // A dot between groups is none.
    assert_eq!(sent("06.12.34.56.78", Some("33")), "+33612345678");
    assert_eq!(sent("333.1234567", Some("39")), "+393331234567");
}

#[test]
fn brackets_enclose_a_group_that_others_follow() {
    for written in [
        "+39 333 1234567 (5)",
        "+39 (333 1234567",
        "+39 333) 1234567",
        "+39 (333] 1234567",
        "+39 ((333)) 1234567",
        "+39 () 3331234567",
        "()+393331234567",
        "(+)393331234567",
    ] {
        assert_eq!(refusal(written, None), INVALID);
    }
}

#[test]
fn a_zero_that_stands_alone_is_refused() {
    for written in [
        "+44 (0) 20 7946 0958",
        "+44 ( 0 ) 20 7946 0958",
        "+44 [0] 20 7946 0958",
        "+44（0）20 7946 0958",
        "+44（０）20 7946 0958",
        "+44 (0 7911) 123456",
        "+44-0-7911-123456",
        "+44.0.7911.123456",
        "+44 0 7911 123456",
        "+39 (0) 6 1234567",
        "+39 (0)333 1234567",
        "0044 (0) 7911 123456",
    ] {
        for code in [None, Some("44"), Some("39")] {
            assert_eq!(refusal(written, code), INVALID);
        }
    }
    assert_eq!(sent("(0) 7911 123456", Some("44")), "+447911123456");
    assert_eq!(sent("0 7911 123456", Some("44")), "+447911123456");
}

#[test]
fn a_trunk_prefix_after_the_country_code_is_refused_with_the_number_that_is_right() {
    for (written, right) in [
        ("+44 07911 123456", Some("+447911123456")),
        ("+49 0151 12345678", Some("+4915112345678")),
        ("+33 06 12 34 56 78", Some("+33612345678")),
        ("+91 09876543210", Some("+919876543210")),
        ("+44 (07911) 123456", Some("+447911123456")),
        ("+7 8 912 345 67 89", Some("+79123456789")),
        ("+36 06 20 123 4567", Some("+36201234567")),
        ("+1 1 650 555 1234", Some("+16505551234")),
        ("+375 8 029 491 19 11", Some("+375294911911")),
        ("+370 8 612 34567", Some("+37061234567")),
        ("+34 0612 345 678", Some("+34612345678")),
        ("+52 044 55 1234 5678", None),
    ] {
        let failure = failing(written, None).unwrap_err();
        assert_eq!(failure.code, INVALID, "{written}");
        assert!(failure.error.contains("trunk prefix"), "{}", failure.error);
        if let Some(right) = right {
            assert_eq!(failure.advice, format!("Leave the prefix out: {right}."));
        }
    }
    for kept in [
        "+39 06 1234567",
        "+39 02 1234567",
        "+225 07 12 34 56 78",
        "+242 06 123 4567",
    ] {
        assert!(parse(kept, None).is_ok(), "{kept}");
    }
}

#[test]
fn an_ambiguous_number_is_refused_with_both_readings() {
    for (written, code, readings) in [
        ("3906123456", "39", "+393906123456 or +3906123456"),
        ("39 02 123456", "39", "+393902123456 or +3902123456"),
        ("49301234567", "49", "+4949301234567 or +49301234567"),
        ("65 9123 4567", "1", "+16591234567 or +6591234567"),
        ("1 55 1234 5678", "52", "+5215512345678 or +15512345678"),
        ("1 (33) 1234-5678", "52", "+5213312345678 or +13312345678"),
    ] {
        let failure = failing(written, Some(code)).unwrap_err();
        assert_eq!(failure.code, AMBIGUOUS, "{written}");
        assert!(failure.error.contains(readings), "{}", failure.error);
        assert_eq!(
            failure.advice,
            format!("Write the intended number with +: {readings}.")
        );
    }
}

#[test]
fn a_number_is_read_as_the_people_of_its_country_write_it() {
    for (written, code, number) in [
        ("06 12 34 56 78", "33", "+33612345678"),
        ("0151 12345678", "49", "+4915112345678"),
        ("(02) 1234567", "39", "+39021234567"),
        ("(650) 555-1234", "1", "+16505551234"),
        ("1-650-555-1234", "1", "+16505551234"),
        ("328 123 4567", "39", "+393281234567"),
        ("8 (495) 123-45-67", "7", "+74951234567"),
        ("8 029 491 19 11", "375", "+375294911911"),
        ("8 66 123456", "993", "+99366123456"),
        ("8 612 34567", "370", "+37061234567"),
        ("0 612 34567", "370", "+37061234567"),
        ("06 20 123 4567", "36", "+36201234567"),
        ("011 15 2345-6789", "54", "+5491123456789"),
        ("0381 15 763-6848", "54", "+5493817636848"),
        ("011 2345-6789", "54", "+541123456789"),
        ("０９０－１２３４－５６７８", "81", "+819012345678"),
    ] {
        assert_eq!(sent(written, Some(code)), number, "{written}");
    }
}

#[test]
fn the_exit_code_is_that_of_the_default_country() {
    for (written, code, number) in [
        ("009 1 917 555 0123", "234", "+19175550123"),
        ("009 1 917 555 0123", "57", "+19175550123"),
        ("002 1 917 555 0123", "886", "+19175550123"),
        ("001 1 917 555 0123", "82", "+19175550123"),
        ("001 1 917 555 0123", "65", "+19175550123"),
        ("001 1 917 555 0123", "66", "+19175550123"),
        ("0011 1 917 555 0123", "61", "+19175550123"),
        ("011 39 333 1234567", "1", "+393331234567"),
        ("8 10 39 333 1234567", "7", "+393331234567"),
        ("00 1 917 555 0123", "39", "+19175550123"),
    ] {
        assert_eq!(sent(written, Some(code)), number, "{written} {code}");
    }
    for (written, code) in [
        ("00 39 333 1234567", "1"),
        ("011 39 333 1234567", "39"),
        ("00 39 333 1234567", "7"),
        ("009 1 917 555 0123", "39"),
    ] {
        assert_eq!(refusal(written, Some(code)), INVALID, "{written} {code}");
    }
}

#[test]
fn a_number_from_an_event_is_sent_to_its_owner_or_refused() {
    for number in [
        "393331234567",
        "16505551234",
        "15550100200",
        "5215512345678",
        "525512345678",
        "5491123456789",
        "558887654321",
        "5511987654321",
        "2250712345678",
        "22507123456",
        "22997123456",
        "2290197123456",
        "4915112345678",
        "6591234567",
        "4790123456",
        "35796123456",
    ] {
        let right = format!("+{number}");
        assert_eq!(sent(number, None), right);
        for code in numbering::codes() {
            if let Ok(sent) = parse(number, Some(&code.to_string())) {
                assert_eq!(sent, right, "default {code}");
            }
        }
    }
    for (number, code) in [
        ("393331234567", "39"),
        ("13105551234", "1"),
        ("4523456789", "45"),
        ("5215512345678", "52"),
        ("5491123456789", "54"),
        ("4915112345678", "49"),
        ("16505551234", "54"),
        ("6591234567", "65"),
        ("447911123456", "39"),
    ] {
        assert_eq!(sent(number, Some(code)), format!("+{number}"), "{code}");
    }
}

#[test]
fn without_a_default_country_only_an_international_number_is_sent() {
    for (written, number) in [
        ("393331234567", "+393331234567"),
        ("00393331234567", "+393331234567"),
        ("0039 (333) 123-4567", "+393331234567"),
        ("００３９ ３３３ １２３４５６７", "+393331234567"),
    ] {
        assert_eq!(sent(written, None), number);
    }
    for national in [
        "6505551234",
        "3331234567",
        "0612345678",
        "0333 1234567",
        "333 123 4567",
        "(650) 555-1234",
        "00",
        "000",
        "000393331234567",
        "009 1 917 555 0123",
        "0011 1 650 555 1234",
        "99912345678",
    ] {
        assert_eq!(refusal(national, None), INVALID);
    }
    for grouped in ["(51) 98765-4321", "39 333 1234567", "1-650-555-1234"] {
        assert_eq!(refusal(grouped, None), AMBIGUOUS);
    }
}

#[test]
fn a_number_has_7_to_15_digits_and_begins_with_no_zero() {
    for written in [
        "",
        " ",
        "+",
        "()",
        "\u{200b}",
        "+123456",
        "+1234567890123456",
        "+0393331234567",
        "+00393331234567",
    ] {
        assert_eq!(refusal(written, None), INVALID);
    }
}
