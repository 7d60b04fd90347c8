//! What an answer means, by the table of outcomes.

use super::bodies::to;
use crate::bindings::uip::whatsapp_twilio::outgoing::MessageSent;
use crate::configuration::tests::properties;
use crate::configuration::{Access, Credentials};
use crate::twilio_api::Purpose;
use crate::twilio_api::answer::{message_sent, read};
use uip_kit::FailureCategory::{
    self, Authentication, Configuration, Policy, Recipient, Request, Service, Template, Throttled,
    Window,
};
use uip_kit::http::{Answer, TransportError};
use uip_kit::{CommandError, Failure};

const SECRET: &str = "open-sesame-open-sesame";

/// An answer with this status and body, with the headers that Twilio's have.
pub fn answer(status: u16, body: &str) -> Answer {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Answer {
        status,
        headers: vec![
            header("Content-Type", "application/json"),
            header("Twilio-Request-Id", "RQb54d7f05d29e83bc89889cc136bcd99d"),
        ],
        body: body.as_bytes().to_vec(),
        cut: None,
    }
}

pub fn credentials() -> Credentials {
    let mut properties = properties();
    properties.auth_token = Some(SECRET.to_owned());
    Access::parse(&properties).unwrap().credentials
}

pub fn sent(answer: &Answer) -> Result<MessageSent, CommandError> {
    message_sent(answer.clone(), &credentials(), &to("+393331234567"))
}

/// The case of an error, and its failure.
pub fn told<T: std::fmt::Debug>(result: Result<T, CommandError>) -> (&'static str, Failure) {
    match result {
        Err(CommandError::PermanentFailure(failure)) => ("permanent", failure),
        Err(CommandError::TemporaryFailure(failure)) => ("temporary", failure),
        Err(CommandError::PermanentUnknownOutcome(failure)) => ("unknown", failure),
        other => panic!("a failure, and not {other:?}"),
    }
}

fn error(code: u32, status: u16) -> String {
    format!(
        r#"{{"code": {code}, "message": "Words", "more_info": "https://www.twilio.com/docs/errors/{code}", "status": {status}}}"#
    )
}

#[test]
fn an_id_means_sent_and_the_answer_is_kept_as_it_came() {
    let body = r#" {"sid":"SM90f5", "status":"queued","to":"whatsapp:+393331234567","price":null,"num_media":"0","error_code":null}"#;
    let message = sent(&answer(201, body)).unwrap();
    assert_eq!(message.message_id, "SM90f5");
    assert_eq!(message.message_status.as_deref(), Some("queued"));
    assert_eq!(message.wa_id.as_deref(), Some("393331234567"));
    assert_eq!(message.user_id, None);
    assert_eq!(message.carrier_answer, body.trim());
    let message = sent(&answer(200, r#"{"sid":"SM1","to":"whatsapp:GB.1349"}"#)).unwrap();
    assert_eq!(
        (message.wa_id, message.user_id),
        (None, Some("GB.1349".to_owned()))
    );
    let message = sent(&answer(201, r#"{"sid":"SM1"}"#)).unwrap();
    assert_eq!(message.wa_id.as_deref(), Some("393331234567"));
}

#[test]
fn a_success_without_an_id_is_an_unknown_outcome() {
    for body in ["", "{}", "[]", "<html>", r#"{"sid":""}"#, r#"{"sid":null}"#] {
        let (case, failure) = told(sent(&answer(201, body)));
        assert_eq!(
            (case, failure.code.as_str()),
            ("unknown", "unexpected-answer"),
            "{body}"
        );
    }
}

#[test]
fn the_number_decides_what_a_rejection_means() {
    let rows: [(u32, u16, &str, FailureCategory); 14] = [
        (20003, 401, "permanent", Authentication),
        (20404, 404, "permanent", Request),
        (20429, 429, "temporary", Throttled),
        (21211, 400, "permanent", Recipient),
        (21408, 403, "permanent", Policy),
        (21610, 400, "permanent", Recipient),
        (21611, 429, "temporary", Throttled),
        (21617, 400, "permanent", Request),
        (21656, 400, "permanent", Template),
        (21910, 400, "permanent", Configuration),
        (63007, 400, "permanent", Configuration),
        (63016, 400, "permanent", Window),
        (63018, 400, "temporary", Throttled),
        (99999, 400, "permanent", Request),
    ];
    for (code, status, case, category) in rows {
        let (found, failure) = told(sent(&answer(status, &error(code, status))));
        assert_eq!((found, failure.category), (case, category), "{code}");
        assert_eq!(failure.code, code.to_string());
        assert_eq!(failure.http_status, Some(status));
        let trace_id = "RQb54d7f05d29e83bc89889cc136bcd99d";
        assert_eq!(failure.trace_id.as_deref(), Some(trace_id));
        assert!(failure.error.contains("\"Words\""), "{}", failure.error);
        assert!(
            failure.error.contains("nothing was sent"),
            "{}",
            failure.error
        );
        let details = failure.details.unwrap();
        assert!(details.contains("more_info"), "{details}");
    }
}

#[test]
fn a_server_error_leaves_a_message_in_doubt_and_a_read_not() {
    for (status, body) in [
        (500, error(20500, 500)),
        (503, error(20503, 503)),
        (502, "<html>Bad gateway".to_owned()),
        (504, String::new()),
    ] {
        let mut answer = answer(status, &body);
        answer
            .headers
            .push(("Retry-After".to_owned(), "7".to_owned()));
        let (case, failure) = told(sent(&answer));
        assert_eq!((case, failure.category), ("unknown", Service), "{status}");
        assert!(
            failure.error.contains("may have been sent"),
            "{}",
            failure.error
        );
        let reading = read(answer, &credentials(), Purpose::Repeatable, |_, _| Some(()));
        assert_eq!(told(reading).0, "temporary", "{status}");
    }
}

#[test]
fn a_wait_is_the_answers_or_the_tables_and_never_hours() {
    let wait = |retry_after: Option<&str>, code| {
        let mut answer = answer(429, &error(code, 429));
        let header = retry_after.map(|it| ("retry-after".to_owned(), it.to_owned()));
        answer.headers.extend(header);
        told(sent(&answer)).1.retry_after_seconds
    };
    assert_eq!(wait(None, 20429), None);
    assert_eq!(wait(Some("12"), 20429), Some(12));
    assert_eq!(wait(Some("86400"), 20429), None);
    assert_eq!(wait(Some("soon"), 63018), Some(60));
    assert_eq!(wait(None, 63053), Some(600));
}

#[test]
fn a_redirect_is_not_followed() {
    let (case, failure) = told(sent(&answer(307, "")));
    assert_eq!((case, failure.category), ("permanent", Configuration));
    assert!(failure.advice.contains("apiBaseUrl"), "{}", failure.advice);
}

#[test]
fn an_answer_that_is_not_twilios_does_not_blame_twilio() {
    for (status, case, body) in [
        (403, "permanent", "<html><title>Blocked by policy</title>"),
        (407, "permanent", ""),
        (408, "temporary", ""),
        (429, "temporary", "slow down"),
        (502, "unknown", "<html>Bad gateway</html>"),
        (200, "unknown", "<html><title>Sign in</title>"),
    ] {
        let mut answer = answer(status, body);
        answer
            .headers
            .push(("retry-after".to_owned(), "9".to_owned()));
        let (found, failure) = told(sent(&answer));
        assert_eq!(found, case, "{status}");
        let wait = Some(9).filter(|_| case == "temporary");
        assert_eq!(failure.retry_after_seconds, wait, "{status}");
        let says = "The answer did not come from Twilio, and ";
        assert!(failure.error.starts_with(says), "{}", failure.error);
        let of_the_account = ["credentials", "permission"];
        let blames = of_the_account.iter().any(|it| failure.advice.contains(it));
        assert!(!blames, "{status}: {}", failure.advice);
    }
}

#[test]
fn twilios_own_rejection_without_a_number_is_twilios() {
    let (case, failure) = told(sent(&answer(403, r#"{"message":"Forbidden"}"#)));
    assert_eq!(case, "permanent");
    let says = "Twilio rejected the request, and nothing was sent ";
    assert!(failure.error.starts_with(says), "{}", failure.error);
}

#[test]
fn the_newer_form_of_an_error_is_read_too() {
    let body = r#"{"type":"t","title":"Invalid","status":400,"code":"20001","detail":"Bad channel","errors":[]}"#;
    let (case, failure) = told(sent(&answer(400, body)));
    assert_eq!((case, failure.code.as_str()), ("permanent", "20001"));
    assert!(failure.error.contains("Bad channel"), "{}", failure.error);
    let (_, failure) = told(sent(&answer(400, r#"{"message":"no number"}"#)));
    assert_eq!(failure.code, "http-400");
}

#[test]
fn no_secret_comes_back() {
    let header = credentials().authorization().credentials();
    for secret in [SECRET, &header] {
        let escaped = secret.replace('e', "\\u0065");
        let body = format!(r#"{{"code":20003,"message":"Bad {secret}","x":"{escaped}"}}"#);
        let page = format!("<p>Authorization: Basic {secret}");
        for body in [&body, &page, &body[..60]] {
            let mut answer = answer(401, body);
            answer.cut = (body.len() == 60).then_some(TransportError::Cut);
            let (_, failure) = told(sent(&answer));
            let told = format!("{failure:?}");
            assert!(!told.contains(&secret[..12]), "{told}");
            assert!(!told.contains(&escaped), "{told}");
            assert!(told.contains("[redacted]"), "{told}");
        }
    }
}

#[test]
fn the_error_object_is_passed_on_as_it_came() {
    let body = error(21211, 400);
    let (_, failure) = told(sent(&answer(400, &format!(" {body}\n"))));
    assert_eq!(failure.details.as_deref(), Some(body.as_str()));
}
