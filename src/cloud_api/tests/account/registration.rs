//! The code, the PIN and their bodies. Neither is ever shown.

use super::HOSTILE;
use crate::bindings::uip::whatsapp::account::VerificationMethod;
use crate::cloud_api::registration::{
    Registration, SixDigits, code_request_json, language, verification_json,
};
use crate::cloud_api::tests::refused;
use uip_kit::FailureCategory;

#[test]
fn a_code_is_asked_for_by_the_documented_words() {
    assert_eq!(
        code_request_json(VerificationMethod::Sms, "en_US"),
        r#"{"code_method":"SMS","language":"en_US"}"#
    );
    assert_eq!(
        code_request_json(VerificationMethod::Voice, "it"),
        r#"{"code_method":"VOICE","language":"it"}"#
    );
    assert_eq!(language(" en_US ").unwrap().as_str(), "en_US");
    for bad in HOSTILE.iter().chain(&["", "english", "en-US"]) {
        let failure = refused(language(bad));
        assert_eq!(failure.code, "invalid-language-code", "{bad:?}");
        assert_eq!(failure.category, FailureCategory::Request);
        assert!(!failure.advice.contains("template"));
    }
}

#[test]
fn a_code_is_six_digits_with_whatever_parts_them() {
    for good in [
        "123456",
        "123-456",
        " 123 456\n",
        "1-2-3-4-5-6",
        "123\u{a0}456",
    ] {
        let code = SixDigits::code(good).unwrap();
        assert_eq!(verification_json(&code), r#"{"code":"123456"}"#);
        assert_eq!(format!("{code:?}"), "[redacted]");
    }
    for bad in HOSTILE.iter().chain(&[
        "",
        "12345",
        "1234567",
        "12345a",
        "１２３４５６",
        "123456?x=y",
    ]) {
        let failure = refused(SixDigits::code(bad));
        assert_eq!(failure.code, "invalid-code", "{bad:?}");
        assert!(failure.error.contains("code"));
        assert!(bad.is_empty() || !format!("{failure:?}").contains(bad));
    }
}

#[test]
fn a_registration_is_written_as_meta_documents_it() {
    let smallest = Registration::parse(" 212834 ", None).unwrap();
    assert_eq!(
        smallest.json(),
        r#"{"messaging_product":"whatsapp","pin":"212834"}"#
    );
    let with_region = Registration::parse("212834", Some("ch ")).unwrap();
    assert_eq!(
        with_region.json(),
        r#"{"messaging_product":"whatsapp","pin":"212834","data_localization_region":"CH"}"#
    );
    assert_eq!(with_region.pin(), "212834");
    assert!(!format!("{with_region:?}").contains("212834"));
    assert!(Registration::parse("212834", Some(" ")).is_ok());
}

#[test]
fn a_pin_or_a_region_that_is_none_is_refused_without_the_pin() {
    for bad in HOSTILE
        .iter()
        .chain(&["", "48391", "4839172", "48391x", "483-917", "٤٨٣٩١٧"])
    {
        let failure = refused(Registration::parse(bad, None));
        assert_eq!(failure.code, "invalid-pin", "{bad:?}");
        assert!(failure.error.contains("The field pin must have 6 digits"));
        assert!(bad.is_empty() || !format!("{failure:?}").contains(bad));
    }
    for bad in HOSTILE.iter().chain(&["C", "CHE", "C1", "ÄÖ"]) {
        let failure = refused(Registration::parse("483917", Some(bad)));
        assert_eq!(failure.code, "invalid-region", "{bad:?}");
        assert!(failure.error.contains("dataLocalizationRegion"));
        assert!(!format!("{failure:?}").contains("483917"));
    }
}
