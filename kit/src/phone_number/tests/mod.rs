//! The field `phoneNumber`: which number it is, or why it is refused.

mod forms;
mod library;
mod numbering;
mod properties;
mod table;

use super::{CountryCode, PhoneNumber};
use crate::{CommandError, Failure};

/// What is sent, or the code of the refusal.
fn parse(value: &str, code: Option<&str>) -> Result<String, String> {
    failing(value, code).map_err(|failure| failure.code)
}

/// What is sent, or the refusal.
fn failing(value: &str, code: Option<&str>) -> Result<String, Failure> {
    let code = code.map(|code| CountryCode::parse(code).unwrap());
    match PhoneNumber::parse(value, code.as_ref()) {
        Ok(number) => Ok(number.as_str().to_owned()),
        Err(CommandError::PermanentFailure(failure)) => {
            assert!(failure.error.contains("Nothing was sent."), "{failure:?}");
            assert!(!failure.advice.is_empty());
            Err(failure)
        }
        Err(other) => panic!("{other:?} is no refusal"),
    }
}

#[test]
fn a_country_code_is_one_that_is_assigned() {
    for (given, code) in [("39", 39), ("+39", 39), (" 1 ", 1), ("971", 971)] {
        assert_eq!(CountryCode::parse(given).unwrap().plan().code, code);
    }
    for bad in [
        "0", "039", "1234", "it", "3 9", "++3", "++39", "+", "999", "2",
    ] {
        let Err(CommandError::PermanentFailure(failure)) = CountryCode::parse(bad) else {
            panic!("{bad} is accepted");
        };
        assert!(failure.error.contains("defaultCountryCode"));
    }
}
