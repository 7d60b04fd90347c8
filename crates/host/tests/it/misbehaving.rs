//! Adapters that crash, hang or grow: a clear error, and the next call works.

use std::time::Duration;

use serde_json::json;
use uip_host::{CallError, ExecutionCode, ExecutionFailure, Instance};

use uip_testkit::Server;
use uip_testkit::tiny::{KEY, call, configure, instance, instance_for, tiny};

async fn failure(instance: &Instance, how: &str, post_first: Option<String>) -> ExecutionFailure {
    let request = json!({ "how": how, "postFirst": post_first });
    let failure = match instance.call("misbehave", request).await {
        Err(CallError::Execution(failure)) => failure,
        other => panic!("{how}: {other:?}"),
    };
    assert_eq!(
        call(instance, "greet", json!({})).await["status"],
        "success",
        "after {how}"
    );
    failure
}

#[tokio::test]
async fn a_guest_that_traps_panics_or_exits_is_an_error_and_the_next_call_works() {
    let instance = instance();
    for (how, why) in [
        (
            "trap",
            "the adapter crashed (wasm trap: wasm `unreachable` instruction executed)",
        ),
        (
            "panic",
            "the adapter crashed (wasm trap: wasm `unreachable` instruction executed)",
        ),
        (
            "exit",
            "the adapter crashed (it ended itself with exit code 1)",
        ),
    ] {
        let failure = failure(&instance, how, None).await;
        assert_eq!(failure.code, ExecutionCode::GuestTrapped);
        assert_eq!(
            failure.to_json(),
            json!({
                "status": "failure", "failure": "execution-failed", "retryable": true, "code": "guest-trapped",
                "error": format!("{why}; nothing was sent, so it is safe to try again")
            })
        );
    }
}

#[tokio::test]
async fn a_guest_that_calls_itself_for_ever_is_an_error_and_the_next_call_works() {
    let failure = failure(&instance(), "recurse", None).await;
    assert_eq!(failure.code, ExecutionCode::GuestTrapped);
    assert!(!failure.maybe_sent);
}

#[tokio::test]
async fn a_guest_that_computes_for_ever_is_stopped_at_the_deadline() {
    let instance = configure(&tiny())
        .deadline(Duration::from_millis(300))
        .build()
        .unwrap();
    let failure = failure(&instance, "spin", None).await;
    assert_eq!(failure.code, ExecutionCode::DeadlineExceeded);
    assert_eq!(
        failure.to_string(),
        "the adapter took longer than 300ms and was stopped; nothing was sent, so it is safe to try again"
    );
}

#[tokio::test]
async fn a_guest_that_waits_for_ever_in_the_host_is_stopped_at_the_deadline() {
    let instance = configure(&tiny())
        .deadline(Duration::from_millis(300))
        .build()
        .unwrap();
    assert_eq!(
        failure(&instance, "wait", None).await.code,
        ExecutionCode::DeadlineExceeded
    );
}

#[tokio::test]
async fn a_guest_that_computes_does_not_hold_up_another_on_the_same_thread() {
    let adapter = tiny();
    let busy = configure(&adapter)
        .deadline(Duration::from_mins(1))
        .build()
        .unwrap();
    let spinning =
        tokio::spawn(async move { busy.call("misbehave", json!({ "how": "spin" })).await });
    let other = configure(&adapter).build().unwrap();
    for _ in 0..5 {
        assert_eq!(call(&other, "greet", json!({})).await["status"], "success");
    }
    assert!(!spinning.is_finished());
    spinning.abort();
}

#[tokio::test]
async fn a_guest_that_takes_all_memory_is_an_error_and_the_next_call_works() {
    let instance = configure(&tiny()).memory_limit(32 << 20).build().unwrap();
    let failure = failure(&instance, "exhaust", None).await;
    assert_eq!(failure.code, ExecutionCode::OutOfMemory);
    assert_eq!(
        failure.to_string(),
        "the adapter needed more memory than it may have and was stopped: the request or an answer may be too large; nothing was sent, so it is safe to try again"
    );
}

#[tokio::test]
async fn a_guest_that_cannot_even_start_in_its_memory_is_an_error() {
    let instance = configure(&tiny()).memory_limit(64 << 10).build().unwrap();
    match instance.call("greet", json!({})).await {
        Err(CallError::Execution(failure)) => assert_eq!(failure.code, ExecutionCode::OutOfMemory),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn after_a_request_has_left_a_crash_says_that_the_outcome_is_unknown() {
    let server = Server::answering("ok").await;
    let failure = failure(&instance_for(&server), "trap", Some(server.url())).await;
    assert_eq!(server.requests().len(), 1);
    assert!(failure.maybe_sent);
    assert_eq!(
        failure.to_json(),
        json!({
            "status": "failure", "failure": "execution-failed", "retryable": false, "code": "guest-trapped",
            "error": "the adapter crashed (wasm trap: wasm `unreachable` instruction executed); a request had left before, so it is not known whether something was sent: find out before you try again"
        })
    );
}

async fn before_a_server_that_never_answers() -> (Server, Instance) {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        std::future::pending::<()>().await;
    })
    .await;
    let instance = configure(&tiny())
        .property("baseUrl", server.url())
        .deadline(Duration::from_millis(500))
        .build()
        .unwrap();
    (server, instance)
}

#[tokio::test]
async fn after_a_deadline_in_mid_request_the_outcome_is_unknown() {
    let (server, instance) = before_a_server_that_never_answers().await;
    let failure = failure(&instance, "nothing", Some(server.url())).await;
    assert_eq!(failure.code, ExecutionCode::DeadlineExceeded);
    assert!(failure.maybe_sent);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn after_a_deadline_in_mid_question_nothing_was_sent() {
    let (server, instance) = before_a_server_that_never_answers().await;
    let request = json!({ "url": server.url() });
    let Err(CallError::Execution(failure)) = instance.call("fetch", request).await else {
        panic!("nobody answers");
    };
    assert_eq!(failure.code, ExecutionCode::DeadlineExceeded);
    assert!(failure.is_retryable(), "{failure}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_request_that_never_left_does_not_make_the_outcome_unknown() {
    // Denied, and refused: neither reached anybody.
    let denied = "http://127.0.0.1:9".to_owned();
    assert!(!failure(&instance(), "trap", Some(denied)).await.maybe_sent);

    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let instance = configure(&tiny())
        .property("baseUrl", closed.as_str())
        .build()
        .unwrap();
    assert!(!failure(&instance, "trap", Some(closed)).await.maybe_sent);
}

#[tokio::test]
async fn what_one_call_sent_is_not_held_against_the_next() {
    let server = Server::answering("ok").await;
    let instance = instance_for(&server);
    let request = json!({ "how": "nothing", "postFirst": server.url() });
    assert_eq!(call(&instance, "misbehave", request).await["calls"], 1);
    assert!(!failure(&instance, "trap", None).await.maybe_sent);
}

#[tokio::test]
async fn a_guest_has_no_sockets_files_environment_or_arguments() {
    let instance = instance();
    for (how, expected) in [("socket", "Err("), ("file", "Err("), ("environment", "0 0")] {
        let text = call(&instance, "misbehave", json!({ "how": how })).await["text"].clone();
        assert!(
            text.as_str().unwrap().starts_with(expected),
            "{how}: {text}"
        );
    }
}

#[tokio::test]
async fn a_caller_that_gives_up_leaves_nothing_behind() {
    let instance = instance();
    for _ in 0..20 {
        let waiting = instance.call("misbehave", json!({ "how": "wait" }));
        assert!(
            tokio::time::timeout(Duration::from_millis(20), waiting)
                .await
                .is_err()
        );
    }
    assert_eq!(
        call(&instance, "greet", json!({})).await["status"],
        "success"
    );
}

#[tokio::test]
async fn a_guest_that_prints_without_end_of_line_or_secret_words_is_no_problem() {
    let text = call(&instance(), "misbehave", json!({ "how": "print" })).await;
    assert_eq!(text["text"], "printed");
    assert!(!text.to_string().contains(KEY));
}
