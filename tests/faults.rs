//! Whatever goes wrong on the way, the answer says whether the message left,
//! and the adapter itself never sends twice.

use std::time::Duration;

use serde_json::{Value, json};
use uip_sandbox::Fault;
use uip_testkit::Scene;

const UNKNOWN: &str = "permanent-unknown-outcome";
const TEMPORARY: &str = "temporary-failure";
const PERMANENT: &str = "permanent-failure";

/// What is expected of a send under a fault.
struct Expected {
    fault: Fault,
    failure: &'static str,
    code: &'static str,
    /// Whether the customer has the message all the same.
    delivered: bool,
}

fn faults() -> Vec<Expected> {
    let row = |fault, failure, code, delivered| Expected {
        fault,
        failure,
        code,
        delivered,
    };
    vec![
        row(Fault::StallAfterRequest, UNKNOWN, "no-answer", true),
        row(Fault::StallMidBody, UNKNOWN, "no-answer", true),
        row(Fault::ResetAfterRequest, UNKNOWN, "connection-cut", true),
        row(Fault::ResetMidBody, UNKNOWN, "connection-cut", true),
        row(Fault::CloseAfterRequest, UNKNOWN, "connection-cut", true),
        row(Fault::TruncatedBody, UNKNOWN, "connection-cut", true),
        row(Fault::NotHttp, UNKNOWN, "answer-not-understood", true),
        row(
            Fault::slow_drip(Duration::from_millis(200)),
            UNKNOWN,
            "no-answer",
            true,
        ),
        row(Fault::empty_ok(), UNKNOWN, "unexpected-answer", true),
        row(Fault::unexpected_json(), UNKNOWN, "unexpected-answer", true),
        row(Fault::garbage_json(200), UNKNOWN, "unexpected-answer", true),
    ]
}

#[tokio::test]
async fn after_the_request_left_a_fault_is_an_unknown_outcome_and_one_request() {
    for Expected {
        fault,
        failure,
        code,
        delivered,
    } in faults()
    {
        let scene = Scene::builder()
            .property("requestTimeoutSeconds", 2)
            .start()
            .await;
        scene.sandbox.fault_next(fault.clone());
        let response = scene.send_text().await;
        assert_eq!(response.failure(), Some(failure), "{fault:?}: {response:?}");
        assert_eq!(
            response.get("code"),
            Some(&json!(code)),
            "{fault:?}: {response:?}"
        );
        assert_eq!(response.get("retryable"), Some(&json!(false)), "{fault:?}");
        assert_eq!(scene.sandbox.sends().len(), 1, "{fault:?}");
        let received = scene.sandbox.customer("16505551234").received();
        assert_eq!(!received.is_empty(), delivered, "{fault:?}");
    }
}

/// 64 MB of spaces behind the answer: what names the message was read first.
#[tokio::test]
async fn an_answer_without_end_is_read_as_far_as_it_may_be() {
    let scene = Scene::start().await;
    scene
        .sandbox
        .fault_next(Fault::OversizedBody { bytes: 64 << 20 });
    let response = scene.send_text().await;
    let received = scene.sandbox.customer("16505551234").received();
    assert_eq!(
        response.get("messageId"),
        Some(&json!(received[0].id)),
        "{response:?}"
    );
    assert!(scene.send_text().await.is_success());
    assert_eq!(scene.sandbox.sends().len(), 2);
}

#[tokio::test]
async fn the_next_send_after_a_fault_goes_through_once() {
    for Expected { fault, .. } in faults() {
        let scene = Scene::builder()
            .property("requestTimeoutSeconds", 2)
            .start()
            .await;
        scene.sandbox.fault_next(fault.clone());
        scene.send_text().await;
        let response = scene.send_text().await;
        assert!(response.is_success(), "{fault:?}: {response:?}");
        assert_eq!(scene.sandbox.sends().len(), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn a_late_answer_within_the_timeout_is_an_answer() {
    let scene = Scene::builder()
        .property("requestTimeoutSeconds", 5)
        .start()
        .await;
    scene
        .sandbox
        .fault_next(Fault::delay(Duration::from_millis(300)));
    assert!(scene.send_text().await.is_success());
}

#[tokio::test]
async fn an_explicit_refusal_is_classified_by_its_code() {
    let cases = [
        (190, PERMANENT, "authentication"),
        (10, PERMANENT, "permission"),
        (368, PERMANENT, "policy"),
        (131_047, PERMANENT, "window"),
        (131_026, PERMANENT, "recipient"),
        (132_001, PERMANENT, "template"),
        (100, PERMANENT, "request"),
        (130_429, TEMPORARY, "throttled"),
        (131_056, TEMPORARY, "throttled"),
        (80_007, TEMPORARY, "throttled"),
        (131_057, TEMPORARY, "service"),
    ];
    for (code, failure, category) in cases {
        let scene = Scene::start().await;
        scene.sandbox.fault_next(Fault::error(code));
        let response = scene.send_text().await;
        assert_eq!(response.failure(), Some(failure), "{code}: {response:?}");
        assert_eq!(
            response.get("code"),
            Some(&json!(code.to_string())),
            "{response:?}"
        );
        assert_eq!(
            response.get("category"),
            Some(&json!(category)),
            "{code}: {response:?}"
        );
        assert!(
            response
                .get("advice")
                .and_then(Value::as_str)
                .is_some_and(|advice| advice.len() > 20),
            "{code}"
        );
        assert!(response.get("traceId").is_some(), "{code}");
        assert_eq!(scene.sandbox.sends().len(), 1, "{code}");
        assert_eq!(
            scene.sandbox.customer("16505551234").received().len(),
            0,
            "{code}"
        );
    }
}

#[tokio::test]
async fn a_proxys_page_is_told_by_its_status() {
    for status in [403, 404, 502, 504] {
        let scene = Scene::start().await;
        scene.sandbox.fault_next(Fault::html(status));
        let response = scene.send_text().await;
        assert_eq!(
            response.get("httpStatus"),
            Some(&json!(status)),
            "{response:?}"
        );
        let error = response
            .get("error")
            .and_then(Value::as_str)
            .unwrap_or_default();
        assert!(
            error.contains(&status.to_string()) && !error.contains('<'),
            "{error}"
        );
        assert_eq!(scene.sandbox.sends().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Scene::start().await;
    let scene = Scene::start().await;
    scene.sandbox.fault_next(Fault::redirect(format!(
        "{}/v25.0/1/messages",
        elsewhere.sandbox.base_url()
    )));
    let response = scene.send_text().await;
    assert!(!response.is_success(), "{response:?}");
    assert_eq!(elsewhere.sandbox.requests().len(), 0);
}

#[tokio::test]
async fn the_token_is_in_no_answer_whatever_whatsapp_echoes() {
    let scene = Scene::start().await;
    let token = scene.sandbox.token().to_owned();
    for body in [
        json!({"error": {"message": format!("bad token {token}"), "code": 190, "error_data": {"details": token}}}).to_string(),
        format!("<html><title>{token}</title></html>"),
    ] {
        scene.sandbox.fault_next(Fault::Answer { status: 400, headers: Vec::new(), body });
        let response = scene.send_text().await;
        assert!(!response.is_success());
        let text = serde_json::to_string(&response).expect("JSON");
        assert!(!text.contains(&token), "{text}");
    }
}

/// 131009 is about any value of a request; only the command knows which.
#[tokio::test]
async fn the_advice_on_a_value_that_is_not_accepted_is_the_commands_own() {
    let scene = Scene::start().await;
    for (command, request, error, advice) in [
        (
            "sendMessageText",
            json!({"phoneNumber": "+16505551234", "message": "hi"}),
            "WhatsApp rejected the message, and nothing was sent",
            "Correct the value that the error names. A message id must belong to a message in \
             this conversation that is at most 30 days old. A template with a form needs an entry \
             for its button.",
        ),
        (
            "sendMessageReaction",
            json!({"phoneNumber": "+16505551234", "messageId": "wamid.old", "emoji": "👍"}),
            "WhatsApp rejected the message, and nothing was sent",
            "React to a message that exists in this conversation, is not a reaction itself, and \
             is at most 30 days old.",
        ),
        (
            "markMessageRead",
            json!({"messageId": "wamid.old"}),
            "WhatsApp rejected the request, and nothing was marked",
            "Give the id of a message that a customer sent to this business number in the last 30 \
             days: messages[0].id of its event.",
        ),
    ] {
        scene.sandbox.fault_next(Fault::error(131_009));
        let response = scene.call(command, request).await;
        assert_eq!(response.failure(), Some(PERMANENT), "{command}");
        assert_eq!(response.get("code"), Some(&json!("131009")), "{command}");
        assert_eq!(response.get("advice"), Some(&json!(advice)), "{command}");
        let said = response.get("error").and_then(Value::as_str);
        assert!(said.is_some_and(|said| said.starts_with(error)), "{said:?}");
    }
}

#[tokio::test]
async fn a_mark_whose_answer_is_lost_may_have_been_made_and_may_be_made_again() {
    let scene = Scene::start().await;
    let message = scene.sandbox.customer("16505551234").says("Any rye left?");
    scene.sandbox.fault_next(Fault::CloseAfterRequest);
    let response = scene
        .call("markMessageRead", json!({"messageId": message}))
        .await;
    assert_eq!(response.failure(), Some(TEMPORARY), "{response:?}");
    let said = response.get("error").and_then(Value::as_str);
    assert!(
        said.is_some_and(|said| said.ends_with("the message may have been marked.")),
        "{said:?}"
    );
}
