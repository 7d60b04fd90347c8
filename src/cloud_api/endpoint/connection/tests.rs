//! What is read about the number, and what its failures mean.

use super::{
    BusinessAccountId, Next, PhoneNumberId, has_number, mend, number, numbers_path, somebody,
    subscribed_apps, usable,
};
use uip_kit::Failure;
use uip_kit::json::Document;
use uip_kit::{CommandError, FailureCategory};

#[test]
fn only_the_number_is_a_must() {
    let whole = Document::parse(
        r#"{"display_phone_number":"+1 555","verified_name":"Rye","quality_rating":"GREEN",
            "throughput":{"level":"STANDARD"},"status":"CONNECTED","id":"1"}"#,
    )
    .unwrap();
    let read = number(&whole.object().unwrap()).unwrap();
    assert_eq!(read.phone_number, "+1 555");
    assert_eq!(read.verified_name.as_deref(), Some("Rye"));
    assert_eq!(read.quality_rating.as_deref(), Some("GREEN"));
    assert_eq!(read.throughput.as_deref(), Some("STANDARD"));
    assert_eq!(read.number_status.as_deref(), Some("CONNECTED"));
    let bare = Document::parse(r#"{"display_phone_number":"+1 555","throughput":3}"#).unwrap();
    assert_eq!(number(&bare.object().unwrap()).unwrap().throughput, None);
    assert!(number(&Document::parse("{}").unwrap().object().unwrap()).is_none());
}

#[test]
fn apps_are_told_by_name_or_by_id() {
    let answer = Document::parse(
        r#"{"data":[{"whatsapp_business_api_data":{"id":"1","name":"Bakery"}},{"whatsapp_business_api_data":{"id":"2"}}]}"#,
    )
    .unwrap();
    assert_eq!(
        subscribed_apps(&answer.object().unwrap()).unwrap(),
        ["Bakery", "2"]
    );
    assert!(subscribed_apps(&Document::parse("{}").unwrap().object().unwrap()).is_none());
}

#[test]
fn an_account_that_no_app_listens_to_is_a_failure() {
    assert!(somebody(vec!["Bakery".to_owned()]).is_ok());
    let Err(CommandError::PermanentFailure(failure)) = somebody(Vec::new()) else {
        panic!("a failure")
    };
    assert_eq!(failure.code, "webhook-not-subscribed");
}

#[test]
fn a_number_that_cannot_send_is_a_failure() {
    let tested = |status: &str| {
        let answer = format!(r#"{{"display_phone_number":"+1 555","status":"{status}"}}"#);
        usable(number(&Document::parse(&answer).unwrap().object().unwrap()).unwrap())
    };
    for status in ["CONNECTED", "FLAGGED", "RESTRICTED", "UNKNOWN", ""] {
        assert!(tested(status).is_ok(), "{status}");
    }
    for status in ["BANNED", "DELETED", "DISCONNECTED"] {
        let Err(CommandError::PermanentFailure(failure)) = tested(status) else {
            panic!("a failure")
        };
        assert_eq!(failure.code, "phone-number-not-usable");
        assert!(failure.error.contains(status) && failure.error.contains("+1 555"));
    }
}

#[test]
fn a_number_is_looked_for_page_by_page() {
    let account = BusinessAccountId::parse("12").unwrap();
    let fields = "12/phone_numbers?fields=id&limit=100";
    assert_eq!(numbers_path(&account, None), fields);
    assert_eq!(
        numbers_path(&account, Some("a=")),
        format!("{fields}&after=a%3D")
    );
    let page = |id: &str| {
        let answer = r#"{"data":[{"id":"7"},{"id":8},9],
            "paging":{"next":"https://x.y","cursors":{"after":"b"}}}"#;
        let id = PhoneNumberId::parse(id).unwrap();
        has_number(&Document::parse(answer).unwrap().object().unwrap(), &id).unwrap()
    };
    let next = Next::After("b".to_owned());
    assert_eq!(page("7"), (true, next.clone()));
    assert_eq!(page("8"), (true, next.clone()));
    assert_eq!(page("9"), (false, next));
    let id = PhoneNumberId::parse("7").unwrap();
    assert_eq!(
        has_number(&Document::parse("{}").unwrap().object().unwrap(), &id),
        None
    );
}

#[test]
fn a_missing_permission_is_named_as_reading_needs_it() {
    for (code, is_permission) in [
        ("3", true),
        ("10", true),
        ("200", true),
        ("299", true),
        ("131005", true),
        ("199", false),
        ("300", false),
        ("190", false),
    ] {
        let error = Failure::new(code, FailureCategory::Permission, String::new(), "").permanent();
        let CommandError::PermanentFailure(failure) = mend(error, "phoneNumberId") else {
            panic!("a failure")
        };
        let advice = failure.advice;
        assert_eq!(
            advice.contains("whatsapp_business_management") && advice.contains("phoneNumberId"),
            is_permission,
            "{code}: {advice}"
        );
    }
}

#[test]
fn what_is_not_found_names_the_property() {
    for code in ["100", "33", "http-404"] {
        let error = Failure::new(code, FailureCategory::Request, String::new(), "").permanent();
        let CommandError::PermanentFailure(failure) = mend(error, "phoneNumberId") else {
            panic!("a failure")
        };
        assert!(failure.advice.contains("phoneNumberId"), "{code}");
        assert_eq!(failure.category, FailureCategory::Configuration);
    }
}
