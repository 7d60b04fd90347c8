//! The field `phoneNumber`: who receives a message.

use super::refused;
use crate::cloud_api::Recipient;
use uip_kit::Failure;
use uip_kit::phone_number::CountryCode;

/// What is sent, or the code of the refusal.
fn parse(value: &str, code: Option<&str>) -> Result<String, String> {
    failing(value, code).map_err(|failure| failure.code)
}

/// What is sent, or the refusal.
fn failing(value: &str, code: Option<&str>) -> Result<String, Failure> {
    let code = code.map(|code| CountryCode::parse(code).unwrap());
    match Recipient::parse(value, code.as_ref()) {
        Ok(Recipient::PhoneNumber(number)) => Ok(number.as_str().to_owned()),
        Ok(Recipient::UserId(id)) => Ok(id.as_str().to_owned()),
        Err(error) => Err(refused(Err::<(), _>(error))),
    }
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
