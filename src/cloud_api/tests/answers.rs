use proptest::prelude::*;

use super::taken_apart;
use crate::cloud_api::{Purpose, message_sent, read};
use uip_kit::http::{Answer, TransportError};
use uip_kit::{Failure, FailureCategory};

pub const TOKEN: &str = "the/\"secret\"-token-of-the-test";

pub fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        body: body.as_bytes().to_vec(),
        ..Answer::default()
    }
}

fn with_header(mut answer: Answer, name: &str, value: &str) -> Answer {
    answer.headers.push((name.to_owned(), value.to_owned()));
    answer
}

pub fn failure(answer: &Answer) -> (&'static str, Failure) {
    taken_apart(message_sent(answer, TOKEN).unwrap_err())
}

#[test]
fn a_success_names_the_message_and_whatever_else_whatsapp_says() {
    let sent = message_sent(
        &answer(
            200,
            r#"{"messaging_product":"whatsapp","new":{"a":[1]},
                "contacts":[{"input":"+39 333","wa_id":"39333","user_id":"IT.1"}],
                "messages":[{"id":"wamid.A","message_status":"accepted","new":1}]}"#,
        ),
        TOKEN,
    )
    .unwrap();
    assert_eq!(sent.message_id, "wamid.A");
    assert_eq!(sent.message_status.as_deref(), Some("accepted"));
    assert_eq!(sent.wa_id.as_deref(), Some("39333"));
    assert_eq!(sent.user_id.as_deref(), Some("IT.1"));
}

#[test]
fn optional_members_of_another_type_do_not_hide_a_success() {
    let sent = message_sent(
        &answer(
            200,
            r#"{"contacts":"none","messages":[{"id":"wamid.A","message_status":{}}]}"#,
        ),
        TOKEN,
    )
    .unwrap();
    assert_eq!(
        (sent.message_status, sent.wa_id, sent.user_id),
        (None, None, None)
    );
}

#[test]
fn a_message_id_means_sent_whatever_the_status_says() {
    let body = r#"{"error":null,"contacts":[{"wa_id":"39333"}],"messages":[{"id":"wamid.A"}]}"#;
    for status in [200, 201, 302, 400, 401, 404, 408, 429, 500, 502, 503] {
        let sent = message_sent(&answer(status, body), TOKEN).unwrap();
        assert_eq!(sent.message_id, "wamid.A", "{status}");
        assert_eq!(sent.wa_id.as_deref(), Some("39333"));
    }
}

#[test]
fn a_message_id_with_an_error_is_an_unknown_outcome() {
    for code in [131_047, 131_056, 131_000, 999_999] {
        for status in [200, 400, 429, 500] {
            let body = format!(
                r#"{{"messages":[{{"id":"wamid.A"}}],"error":{{"code":{code},"message":"Both."}}}}"#
            );
            let busy = with_header(answer(status, &body), "Retry-After", "9");
            let (case, failure) = failure(&busy);
            assert_eq!((case, failure.code), ("unknown", code.to_string()));
            assert!(
                failure.error.contains("wamid.A")
                    && failure.error.contains("may have been sent")
                    && failure.error.contains("Both."),
                "{}",
                failure.error
            );
            assert_eq!(failure.retry_after_seconds, None);
            assert!(failure.advice.starts_with("Do not retry"));
        }
    }
}

#[test]
fn a_200_without_a_message_id_is_an_unknown_outcome() {
    for body in [
        "",
        "{}",
        "[]",
        "null",
        "{\"messages\":[]}",
        "{\"messages\":{}}",
        "{\"messages\":[{\"id\":\"\"}]}",
        "{\"messages\":[{\"id\":7}]}",
        "{\"messages\":[{\"id\":\"wamid.A\"}]",
        "<html><title>Welcome</title></html>",
        "\u{0}\u{1}garbage",
    ] {
        let (case, failure) = failure(&answer(200, body));
        assert_eq!(
            (case, failure.code.as_str()),
            ("unknown", "unexpected-answer"),
            "{body}"
        );
        assert_eq!(failure.http_status, Some(200));
    }
}

#[test]
fn a_page_in_the_place_of_an_answer_is_told_from_whatsapps_own() {
    let page = answer(200, " <!DOCTYPE html><title>Sign in to the network</title>");
    let (case, sending) = failure(&page);
    assert_eq!(case, "unknown");
    let nothing = |_: &uip_kit::json::Object<'_>| None::<()>;
    let (case, reading) =
        taken_apart(read(&page, [TOKEN, ""], Purpose::Repeatable, nothing).unwrap_err());
    assert_eq!(case, "temporary");
    for failure in [sending, reading] {
        let (error, advice) = (failure.error, failure.advice);
        assert!(
            error.starts_with("The answer did not come from WhatsApp"),
            "{error}"
        );
        assert!(error.contains("Sign in to the network"), "{error}");
        assert!(
            advice.contains("apiBaseUrl") && advice.contains("proxy"),
            "{advice}"
        );
    }
}

#[test]
fn a_deep_or_huge_answer_neither_traps_nor_hides_what_it_says() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let body = format!(r#"{{"x":{deep},"messages":[{{"id":"wamid.A","y":{deep}}}]}}"#);
    assert_eq!(
        message_sent(&answer(200, &body), TOKEN).unwrap().message_id,
        "wamid.A"
    );
    let body = format!(r#"{{"error":{{"code":131047,"message":"m","x":{deep}}}}}"#);
    let (case, failure) = failure(&answer(400, &body));
    assert_eq!((case, failure.code.as_str()), ("permanent", "131047"));
    assert_eq!(failure.details, None);
}

#[test]
fn the_failure_carries_everything_that_whatsapp_said() {
    let raw = r#"{"message":"(#132000) Number of parameters does not match","type":"OAuthException",
        "code":132000,"error_data":{"messaging_product":"whatsapp","details":"expected 2, got 1"},
        "error_user_msg":"Bitte prüfen","fbtrace_id":"Atrace","future":[null]}"#;
    let (case, failure) = failure(&answer(400, &format!("{{\"error\":{raw}}}")));
    assert_eq!(case, "permanent");
    assert_eq!(
        failure.error,
        "WhatsApp rejected the message, and nothing was sent: (#132000) Number of parameters does \
         not match. expected 2, got 1. Bitte prüfen"
    );
    assert_eq!(failure.trace_id.as_deref(), Some("Atrace"));
    assert_eq!(failure.details.as_deref(), Some(raw));
}

#[test]
fn members_of_another_type_do_not_hide_an_error() {
    let (case, failure) = failure(&answer(
        400,
        r#"{"error":{"code":"131056","message":7,"error_data":"x","fbtrace_id":[],"error_subcode":{}}}"#,
    ));
    assert_eq!((case, failure.code.as_str()), ("temporary", "131056"));
    assert_eq!(failure.trace_id, None);
}

#[test]
fn the_wait_comes_from_the_headers_first() {
    let throttled = |code: u32| {
        answer(
            400,
            &format!(r#"{{"error":{{"code":{code},"message":"m"}}}}"#),
        )
    };
    let usage = |minutes: &str| {
        format!(
            r#"{{"1":[{{"type":"ads","estimated_time_to_regain_access":99}},
                {{"type":"whatsapp","estimated_time_to_regain_access":2}}],
                "2":[{{"type":"whatsapp","estimated_time_to_regain_access":{minutes}}}],"3":7}}"#
        )
    };
    let wait = |answer: &Answer| failure(answer).1.retry_after_seconds;
    assert_eq!(wait(&throttled(80007)), None);
    assert_eq!(
        wait(&with_header(throttled(80007), "Retry-After", " 17 ")),
        Some(17)
    );
    let name = "X-Business-Use-Case-Usage";
    assert_eq!(
        wait(&with_header(throttled(80007), name, &usage("5"))),
        Some(300)
    );
    assert_eq!(
        wait(&with_header(throttled(80007), name, &usage("\"5\""))),
        Some(300)
    );
    assert_eq!(
        wait(&with_header(throttled(80007), name, &usage("0"))),
        Some(120)
    );
    assert_eq!(
        wait(&with_header(throttled(80007), name, &usage("4294967295"))),
        Some(u32::MAX)
    );
    assert_eq!(
        wait(&with_header(throttled(80007), name, "{nonsense")),
        None
    );
    for useless in [
        "0",
        "-1",
        "soon",
        "Wed, 21 Oct 2026 07:28:00 GMT",
        "99999999999",
    ] {
        assert_eq!(
            wait(&with_header(throttled(131_056), "retry-after", useless)),
            Some(4)
        );
    }
    assert_eq!(
        wait(&with_header(throttled(131_047), "retry-after", "9")),
        None
    );
    assert_eq!(
        wait(&with_header(throttled(131_000), "retry-after", "9")),
        None
    );
}

#[test]
fn an_answer_that_is_not_whatsapps_is_judged_by_what_it_proves() {
    use FailureCategory::{
        Authentication, Configuration, Network, Permission, Request, Service, Throttled,
    };
    for (status, case, category) in [
        (302, "permanent", Configuration),
        (400, "permanent", Request),
        (401, "permanent", Authentication),
        (403, "permanent", Permission),
        (404, "permanent", Configuration),
        (407, "permanent", Network),
        (408, "temporary", Network),
        (429, "temporary", Throttled),
        (500, "unknown", Service),
        (502, "unknown", Service),
        (503, "unknown", Service),
        (504, "unknown", Service),
    ] {
        for body in [
            "<html><head><TITLE>Oh\r\n no</TITLE>",
            "{\"error\":\"Oh no\"}",
            "Oh <b>no</b>",
            "",
        ] {
            let (found, failure) = failure(&answer(status, body));
            assert_eq!(
                (found, failure.category),
                (case, category),
                "{status} {body}"
            );
            assert_eq!(failure.code, format!("http-{status}"));
            assert!(failure.error.contains(&status.to_string()));
            assert!(
                body.is_empty() || failure.error.contains("Oh no"),
                "{}",
                failure.error
            );
        }
    }
}

#[test]
fn a_503_that_names_a_time_to_wait_is_a_refusal() {
    let (case, failure) = failure(&with_header(answer(503, "busy"), "Retry-After", "30"));
    assert_eq!((case, failure.retry_after_seconds), ("temporary", Some(30)));
}

#[test]
fn a_cut_answer_is_an_unknown_outcome_unless_the_request_was_refused() {
    let cut = |status, body: &str, why| Answer {
        cut: Some(why),
        ..answer(status, body)
    };
    let half = r#"{"messages":[{"id":"wam"#;
    let (case, lost) = failure(&cut(200, half, TransportError::Cut));
    assert_eq!(
        (case, lost.code.as_str(), lost.http_status),
        ("unknown", "connection-cut", Some(200))
    );
    let (case, late) = failure(&cut(200, half, TransportError::NoAnswer(30)));
    assert_eq!((case, late.code.as_str()), ("unknown", "no-answer"));
    let (case, large) = failure(&cut(200, half, TransportError::TooLarge));
    assert_eq!((case, large.code.as_str()), ("unknown", "answer-too-large"));
    let (case, _) = failure(&cut(500, r#"{"error":{"code":13"#, TransportError::Cut));
    assert_eq!(case, "unknown");
    // The code that is missing may be 131000.
    let (case, _) = failure(&cut(400, r#"{"error":{"code":13"#, TransportError::Cut));
    assert_eq!(case, "unknown");
    for (status, half, expected) in [
        (400, "<html>no", "permanent"),
        (403, "", "permanent"),
        (429, r#"{"error":{"code":13"#, "temporary"),
    ] {
        let (case, _) = failure(&cut(status, half, TransportError::Cut));
        assert_eq!(case, expected, "{status} {half}");
    }
    let whole = r#"{"messages":[{"id":"wamid.A"}]}"#;
    assert!(message_sent(&cut(200, whole, TransportError::Cut), TOKEN).is_ok());
}

#[test]
fn what_is_shown_of_a_page_is_one_short_line() {
    let page = format!("<html>\u{0}\u{1b}[31m<p>{}</p>", "word\n\t ".repeat(10_000));
    let (_, failure) = failure(&answer(502, &page));
    assert!(failure.error.chars().count() < 350);
    assert!(!failure.error.chars().any(char::is_control));
}

proptest! {
    #[test]
    fn no_answer_traps_and_only_a_message_id_is_a_success(
        status in 100_u16..600,
        body in prop_oneof![
            any::<Vec<u8>>(),
            "[{}\\[\\]\",:a-z0-9\\\\ ]{0,60}".prop_map(String::into_bytes),
            "\\{\"error\":\\{\"code\":[0-9]{1,6},\"message\":\"[a-z\\\\\"]{0,9}\"\\}\\}".prop_map(String::into_bytes),
        ],
        retry_after in any::<String>(),
    ) {
        let answer = Answer {
            status,
            body,
            headers: vec![
                ("retry-after".to_owned(), retry_after.clone()),
                ("x-business-use-case-usage".to_owned(), retry_after),
            ],
            cut: None,
        };
        if let Ok(sent) = message_sent(&answer, TOKEN) {
            prop_assert!(!sent.message_id.is_empty());
        }
    }
}
