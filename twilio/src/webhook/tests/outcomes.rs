//! What is refused, and what the engine refuses.

use super::{ACCOUNT, process, refused, request, unsigned};
use crate::bindings::uip::whatsapp::events::EventError;
use uip_kit::{CommandError, FailureCategory};

#[test]
fn an_empty_notification_is_refused() {
    for body in ["", " \n"] {
        let failure = refused(&request(body), &unsigned());
        assert_eq!(failure.code, "invalid-notification");
        assert_eq!(failure.category, FailureCategory::Webhook);
    }
}

#[test]
fn another_accounts_notification_is_refused() {
    let body =
        "MessageSid=SM1&SmsStatus=received&Body=Hi&AccountSid=ACffffffffffffffffffffffffffffffff";
    let failure = refused(&request(body), &unsigned());
    assert_eq!(failure.code, "wrong-account");
    assert!(failure.error.contains("ACffff"), "{}", failure.error);
}

#[test]
fn what_the_endpoint_adds_is_an_object_of_texts() {
    for added in ["[]", "{", "1", r#"{"a":1}"#, r#"{"a":null}"#, r#"{"a":{}}"#] {
        let mut request = request("MessageSid=SM1&MessageStatus=sent");
        request.callback_parameters = Some(added.to_owned());
        let failure = refused(&request, &unsigned());
        assert_eq!(failure.code, "invalid-callback-parameters", "{added}");
    }
    let added = |count| {
        let mut request = request("MessageSid=SM1&MessageStatus=sent");
        let members: Vec<_> = (0..count).map(|n| format!(r#""p{n}":"x""#)).collect();
        request.callback_parameters = Some(format!("{{{}}}", members.join(",")));
        request
    };
    assert!(super::processed(&added(100), &unsigned()).0.is_ok());
    assert_eq!(
        refused(&added(101), &unsigned()).code,
        "invalid-callback-parameters"
    );
    let mut request = request("MessageSid=SM1&MessageStatus=sent");
    request.url = Some("hooks.example.com/in".to_owned());
    assert_eq!(refused(&request, &unsigned()).code, "invalid-url");
}

#[test]
fn a_refused_event_is_temporary_and_names_its_id() {
    let body =
        format!("MessageSid=SM1&MessageStatus=sent&To=whatsapp%3A%2B39333&AccountSid={ACCOUNT}");
    for error in [
        EventError::Refused("the queue is full.".to_owned()),
        EventError::ExecutionFailed,
    ] {
        let result = process(&request(&body), &unsigned(), |_| Err(error));
        let Err(CommandError::TemporaryFailure(failure)) = result else {
            panic!("a temporary failure, and not {result:?}")
        };
        assert_eq!(failure.code, "event-refused");
        assert!(
            failure.error.contains("SM1:sent:39333"),
            "{}",
            failure.error
        );
    }
}
