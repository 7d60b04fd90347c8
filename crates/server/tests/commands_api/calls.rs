//! What is called, what is refused, and what is answered.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uip_server::commands_api::Limits;

use crate::api::{Api, TEXT, TOKEN, header, refused};

#[tokio::test]
async fn a_command_is_called_on_the_instance_in_the_path_and_its_answer_comes_back_as_it_is() {
    let api = Api::start().await;
    let request = json!({ "phoneNumber": "+39 333 1234567", "message": "hello" });
    let path = "/adapters/rome/commands/sendMessageText";
    let response = api.post(path, &request).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "content-type"), "application/json");
    assert_eq!(
        response.text().await.unwrap(),
        r#"{"status":"success","messageId":"fake.1"}"#
    );
    let called = ("rome".to_owned(), "sendMessageText".to_owned(), request);
    assert_eq!(api.calls(), [called]);
}

#[tokio::test]
async fn a_dry_run_tells_what_would_be_sent_and_calls_nothing() {
    let api = Api::start().await;
    let request = json!({ "phoneNumber": "+39 333 1234567", "message": "hello" });
    let response = api.post(&format!("{TEXT}?dryRun=true"), &request).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "content-type"), "application/json");
    let json: Value = response.json().await.unwrap();
    assert_eq!(
        json,
        json!({
            "status": "dry-run",
            "requests": [{
                "method": "POST", "url": "https://x.test/", "headers": {}, "body": request
            }]
        })
    );
    assert_eq!(api.calls(), []);
    let response = api.post(&format!("{TEXT}?dryRun=false"), &request).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(api.calls().len(), 1);
}

#[tokio::test]
async fn a_dry_run_of_a_request_that_would_fail_answers_as_the_call_would() {
    let api = Api::start().await;
    let path = format!("{TEXT}?dryRun=true");
    let request = json!({ "phoneNumber": "+39 333 1234567", "message": "fail" });
    assert_eq!(api.post(&path, &request).await.status(), 422);
    assert_eq!(api.post(&path, &json!({})).await.status(), 400);
    let wrong = format!("{TEXT}?dryRun=1");
    assert_eq!(api.post(&wrong, &request).await.status(), 400);
}

#[tokio::test]
async fn a_failure_for_good_is_422_and_an_unknown_outcome_424_and_neither_asks_to_come_again() {
    let api = Api::start().await;
    for (message, status, failure) in [
        ("fail", 422, "permanent-failure"),
        ("unknown", 424, "permanent-unknown-outcome"),
        ("crash late", 424, "execution-failed"),
        ("panic", 424, "execution-failed"),
    ] {
        let response = api.say(message).await;
        assert_eq!(response.status().as_u16(), status, "{message}");
        assert_eq!(header(&response, "retry-after"), "", "{message}");
        let json: Value = response.json().await.unwrap();
        assert_eq!(json["failure"], failure, "{message}");
        assert_eq!(json["retryable"], false, "{message}");
    }
}

#[tokio::test]
async fn a_failure_for_now_is_503_and_says_when_to_come_again() {
    let api = Api::start().await;
    for (message, wait) in [("busy", "17"), ("crash early", "5")] {
        let response = api.say(message).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(header(&response, "retry-after"), wait, "{message}");
        let json: Value = response.json().await.unwrap();
        assert_eq!(json["retryable"], true, "{message}");
    }
}

#[tokio::test]
async fn every_mistake_in_a_request_is_told() {
    let api = Api::start().await;
    let response = api.post(TEXT, &json!({ "mesage": "hello" })).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let json: Value = response.json().await.unwrap();
    let expected = json!({
        "status": "failure",
        "failure": "execution-failed",
        "retryable": false,
        "code": "invalid-request",
        "error": "the request does not fit `sendMessageText`: phoneNumber: required, but missing; \
                  message: required, but missing; mesage: unknown (nothing was sent)",
        "mistakes": [
            "phoneNumber: required, but missing",
            "message: required, but missing",
            "mesage: unknown"
        ],
    });
    assert_eq!(json, expected);
}

#[tokio::test]
async fn nothing_is_called_with_a_body_that_is_no_json_object_in_time_and_size() {
    let api = Api::with(Limits {
        max_body: 1000,
        ..Limits::default()
    })
    .await;
    let send = async |content_type: &str, body: String| {
        let request = api.request(Method::POST, TEXT).body(body);
        let request = request.header("content-type", content_type);
        request.send().await.unwrap()
    };
    let json = "application/json";
    for (content_type, body, status, code) in [
        (json, String::new(), 400, "not-json"),
        (json, "{\"a\":".to_owned(), 400, "not-json"),
        (json, "\u{feff}{}".to_owned(), 400, "not-json"),
        (json, "[".repeat(999), 400, "not-json"),
        (json, "[1]".to_owned(), 400, "invalid-request"),
        (
            json,
            r#"{"phoneNumber":"+39","message":"a","message":"b"}"#.to_owned(),
            400,
            "invalid-request",
        ),
        (json, " ".repeat(1001), 413, "too-large"),
        (json, " ".repeat(3 << 20), 413, "too-large"),
        ("text/plain", "{}".to_owned(), 415, "wrong-content-type"),
        (
            "application/x-www-form-urlencoded",
            "a=b".to_owned(),
            415,
            "wrong-content-type",
        ),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        let response = send(content_type, body.clone()).await;
        assert_eq!(refused(response, status).await, code, "{content_type}");
    }
    let too_large = send(json, " ".repeat(1001)).await;
    let too_large: Value = too_large.json().await.unwrap();
    assert_eq!(
        too_large["error"],
        "the request is larger than 1000 bytes; `maxBody` in `[server]` raises that (nothing was sent)"
    );
    assert_eq!(api.calls(), []);
}

#[tokio::test]
async fn a_dry_run_that_is_asked_for_twice_is_no_call() {
    let api = Api::start().await;
    let path = format!("{TEXT}?dryRun=true&dryRun=false");
    let request = json!({ "phoneNumber": "+39", "message": "hello" });
    let response = api.post(&path, &request).await;
    let code = refused(response, StatusCode::BAD_REQUEST).await;
    assert_eq!(code, "invalid-request");
    assert_eq!(api.calls(), []);
}

#[tokio::test]
async fn an_unknown_name_is_404_with_what_was_perhaps_meant() {
    let api = Api::start().await;
    for (path, code, hint) in [
        (
            "/adapters/milano/commands/x",
            "unknown-adapter",
            "there is no adapter `milano`; did you mean `milan`?",
        ),
        (
            "/adapters/%2e%2e%2f/commands/x",
            "unknown-adapter",
            "there is no adapter `../`",
        ),
        (
            "/adapters/%ff/commands/x",
            "unknown-adapter",
            "there is no adapter `?`",
        ),
        (
            "/adapters/milan/commands/sendMesageText",
            "unknown-command",
            "`milan` has no command `sendMesageText`; did you mean `sendMessageText`?",
        ),
        (
            "/adapters/milan/commands/zzz",
            "unknown-command",
            "`milan` has no command `zzz`",
        ),
    ] {
        let response = api.post(path, &json!({})).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        let json: Value = response.json().await.unwrap();
        assert_eq!(json["code"], code, "{path}");
        assert_eq!(json["error"], format!("{hint} (nothing was sent)"));
    }
}

#[tokio::test]
async fn a_query_parameter_nobody_knows_is_refused_before_anything_is_sent() {
    let api = Api::start().await;
    let request = json!({ "phoneNumber": "+39", "message": "hello" });
    let response = api.post(&format!("{TEXT}?preview=true"), &request).await;
    assert_eq!(
        refused(response, StatusCode::BAD_REQUEST).await,
        "invalid-request"
    );
    assert_eq!(api.calls(), []);
}

#[tokio::test]
async fn another_method_is_405_and_the_right_one_is_named() {
    let api = Api::start().await;
    for (method, path, allowed) in [
        (Method::GET, TEXT, "POST"),
        (Method::PUT, TEXT, "POST"),
        (Method::POST, "/openapi.json", "GET, HEAD"),
    ] {
        let response = api.request(method, path).send().await.unwrap();
        let all: Vec<_> = response.headers().get_all("allow").iter().collect();
        assert_eq!(all, [allowed]);
        let code = refused(response, StatusCode::METHOD_NOT_ALLOWED).await;
        assert_eq!(code, "wrong-method");
    }
}

#[tokio::test]
async fn without_the_token_there_is_neither_a_call_nor_a_hint_of_what_there_is() {
    let api = Api::start().await;
    for (method, path) in [
        (Method::POST, TEXT),
        (Method::POST, "/adapters/nobody/commands/x"),
        (Method::DELETE, TEXT),
        (Method::GET, "/openapi.json"),
    ] {
        for token in [None, Some("wrong"), Some(""), Some("a-token-of-the-test")] {
            let url = format!("http://{}{path}", api.address);
            let mut request = api.client.request(method.clone(), url).json(&json!({}));
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            let response = request.send().await.unwrap();
            assert_eq!(header(&response, "www-authenticate"), "Bearer");
            assert!(!format!("{response:?}").contains(TOKEN));
            let code = refused(response, StatusCode::UNAUTHORIZED).await;
            assert_eq!(code, "unauthorized");
        }
    }
    assert_eq!(api.calls(), []);
}

#[tokio::test]
async fn no_other_site_may_read_answers() {
    let api = Api::start().await;
    let request = api.request(Method::OPTIONS, TEXT);
    let request = request.header("origin", "https://example.com");
    let response = request.send().await.unwrap();
    assert_eq!(header(&response, "access-control-allow-origin"), "");
}

#[tokio::test]
async fn the_document_describes_every_instance_and_command_and_is_the_same_each_time() {
    let api = Api::start().await;
    let get = async || {
        let request = api.request(Method::GET, "/openapi.json");
        let response = request.send().await.unwrap();
        assert_eq!(header(&response, "content-type"), "application/json");
        response.text().await.unwrap()
    };
    let (first, second) = (get().await, get().await);
    assert_eq!(first, second);
    let document: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    for instance in ["milan", "rome"] {
        for command in api.commands() {
            let path = format!("/adapters/{instance}/commands/{command}");
            assert!(document["paths"][&path]["post"].is_object(), "{path}");
        }
    }
    let image = "/components/schemas/WhatsappSendMessageTextTemplateRequest/properties/header\
                 /properties/image/properties/link/type";
    assert_eq!(document.pointer(image).unwrap(), "string");
}
