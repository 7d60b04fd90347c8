//! What the failures of these requests say.

use crate::cloud_api::tests::answers::{TOKEN, answer};
use crate::cloud_api::tests::taken_apart;
use crate::cloud_api::{Purpose, connection, read};
use uip_kit::{CommandError, Failure, FailureCategory};

const PIN: &str = "483917";

fn failed(status: u16, body: &str, purpose: Purpose) -> (&'static str, Failure) {
    let read = read(&answer(status, body), [TOKEN, PIN], purpose, |_| None::<()>);
    taken_apart(read.unwrap_err())
}

#[test]
fn a_pin_that_whatsapp_repeats_is_not_passed_on() {
    for body in [
        r#"{"error":{"code":133005,"message":"PIN 483917 is wrong","error_data":{"details":"4\u00383917"},"fbtrace_id":"A483917"}}"#,
        r#"{"error":{"code":133005,"message":"wrong","error_data":{"pin":483917}}}"#,
        r#"{"pin":"483917"}"#,
        "<p>483917</p>",
    ] {
        for purpose in [Purpose::Step, Purpose::Change] {
            let (_, failure) = failed(400, body, purpose);
            assert!(!format!("{failure:?}").contains(PIN), "{failure:?}");
            let (_, failure) = failed(200, body, purpose);
            assert!(!format!("{failure:?}").contains(PIN), "{failure:?}");
        }
    }
}

#[test]
fn only_a_step_that_whatsapp_counts_is_left_in_doubt() {
    for (status, body) in [
        (200, "{}"),
        (502, "Bad Gateway"),
        (200, "<html>"),
        (500, ""),
    ] {
        let (case, failure) = failed(status, body, Purpose::Step);
        assert_eq!(case, "unknown", "{body}");
        assert!(failure.error.contains("may have been carried out"));
        assert!(
            failure.advice.contains("testConnection"),
            "{}",
            failure.advice
        );
        let (case, failure) = failed(status, body, Purpose::Change);
        assert_eq!(case, "temporary", "{body}");
        assert!(failure.error.contains("may have been made"));
    }
    for purpose in [Purpose::Step, Purpose::Change] {
        let (case, failure) = failed(400, r#"{"error":{"code":133005}}"#, purpose);
        assert_eq!(case, "permanent");
        assert!(failure.error.contains("nothing was changed"));
        assert_eq!(failed(429, "", purpose).0, "temporary");
    }
}

#[test]
fn the_error_of_the_person_counts_and_not_the_one_that_points_to_it() {
    let person = r#"{"input":"+1650","wa_id":"1650","errors":[{"message":"(#131047) Re-engagement message",
        "code":131047,"error_data":{"details":"No message in 24 hours."}}]}"#;
    let outer = r#""error":{"message":"(#139100) Failed to block/unblock users","code":139100,
        "error_data":{"details":"see the block_users response list"},"fbtrace_id":"Az8"}"#;
    let whole = format!(r#"{{"block_users":{{"failed_users":[{person}]}},{outer}}}"#);
    let (case, failure) = failed(400, &whole, Purpose::Change);
    assert_eq!((case, failure.code.as_str()), ("permanent", "131047"));
    assert!(failure.error.contains("No message in 24 hours."));
    assert_eq!(failure.trace_id.as_deref(), Some("Az8"));
    assert!(failure.details.unwrap().contains("131047"));

    let alone = format!(r#"{{"block_users":{{"failed_users":[{person}]}}}}"#);
    let (_, failure) = failed(200, &alone, Purpose::Change);
    assert_eq!(failure.code, "131047");

    for unsaid in ["[]", r#"[{"input":"+1650"}]"#, r#"[{"errors":[{}]}]"#] {
        let body = format!(r#"{{"block_users":{{"failed_users":{unsaid}}},{outer}}}"#);
        assert_eq!(failed(400, &body, Purpose::Change).1.code, "139100");
    }
}

#[test]
fn a_concurrent_change_of_the_list_may_be_tried_again() {
    for code in [139_102, 139_103] {
        let body = format!(r#"{{"error":{{"code":{code}}}}}"#);
        assert_eq!(failed(400, &body, Purpose::Change).0, "temporary");
    }
}

#[test]
fn a_callback_that_failed_its_verification_is_a_problem_of_the_webhook() {
    let (case, failure) = failed(400, r#"{"error":{"code":2200}}"#, Purpose::Change);
    assert_eq!(
        (case, failure.category),
        ("permanent", FailureCategory::Webhook)
    );
    assert!(failure.advice.contains("verify token"));
}

fn refusal(body: &str) -> CommandError {
    read(&answer(400, body), [TOKEN, ""], Purpose::Change, |_| {
        None::<()>
    })
    .unwrap_err()
}

#[test]
fn only_an_object_that_does_not_exist_is_a_problem_of_the_property() {
    for (error, is_property) in [
        (r#"{"error":{"code":100,"error_subcode":33}}"#, true),
        (r#"{"error":{"code":100,"message":"Param x"}}"#, false),
        (r#"{"error":{"code":200}}"#, true),
        (r#"{"error":{"code":133005}}"#, false),
    ] {
        let mended = connection::mend_request(refusal(error), "businessAccountId");
        let (_, failure) = taken_apart(mended);
        let is_named = failure.advice.contains("businessAccountId");
        assert_eq!(is_named, is_property, "{error}: {}", failure.advice);
    }
}

#[test]
fn fewer_fields_are_asked_for_only_where_a_field_may_be_what_is_rejected() {
    for (error, is_field) in [
        (
            r#"{"error":{"code":100,"message":"nonexisting field (x)"}}"#,
            true,
        ),
        (r#"{"error":{"code":10}}"#, true),
        (r#"{"error":{"code":200}}"#, true),
        (r#"{"error":{"code":100,"error_subcode":33}}"#, false),
        (r#"{"error":{"code":190}}"#, false),
        (r#"{"error":{"code":80007}}"#, false),
        (r#"{"error":{"code":2635}}"#, false),
    ] {
        assert_eq!(
            connection::may_be_a_field(&refusal(error)),
            is_field,
            "{error}"
        );
    }
    let [most, .., least] = connection::NUMBER_FIELDS;
    assert!(most.starts_with(least));
    assert_eq!(
        least,
        "display_phone_number,verified_name,quality_rating,throughput,status"
    );
}

#[test]
fn a_template_that_does_not_exist_is_a_problem_of_the_field() {
    let unknown = refusal(r#"{"error":{"code":100,"error_subcode":33}}"#);
    let (_, failure) = taken_apart(connection::mend_template(unknown));
    assert_eq!(failure.category, FailureCategory::Template);
    assert!(failure.advice.contains("templateId"));
    let forbidden = refusal(r#"{"error":{"code":200}}"#);
    let (_, failure) = taken_apart(connection::mend_template(forbidden));
    assert!(failure.advice.contains("whatsapp_business_management"));
}
