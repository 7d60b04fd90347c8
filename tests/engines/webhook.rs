//! `whatsapp-webhook-stdout.wasm`: what the webhook endpoint answers.

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use uip_sandbox::Sandbox;

use crate::guest::{Guest, Written};

/// The App Secret of the list's cases, as the property has it.
const APP_SECRET: &str = "c2FuZGJveC1hcHAtc2VjcmV0";
const VERIFY_TOKEN: &str = "a verify+token&more";
const TEXT: &str = r#"{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"messages":[{"id":"m1"}]}}]}]}"#;

fn without_secrets() -> Guest {
    Guest::new("whatsapp-webhook-stdout.wasm")
}

fn endpoint() -> Guest {
    without_secrets()
        .with("WHATSAPP_APP_SECRET", APP_SECRET)
        .with("WHATSAPP_VERIFY_TOKEN", VERIFY_TOKEN)
}

fn request(method: Method, path: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    Request::builder()
        .method(method)
        .uri(format!("http://bakery.example{path}"))
        .body(Full::new(body.into()))
        .expect("a request")
}

fn notification(text: &str, signatures: &[&str]) -> Request<Full<Bytes>> {
    let mut request = request(Method::POST, "/webhook", text.to_owned());
    for signature in signatures {
        let value = signature.parse().expect("a header");
        request.headers_mut().append("X-Hub-Signature-256", value);
    }
    request
}

async fn sign(text: &str) -> String {
    Sandbox::start()
        .await
        .expect("a sandbox")
        .sign(text.as_bytes())
}

async fn status(guest: &Guest, request: Request<Full<Bytes>>) -> (StatusCode, Written) {
    let (response, written) = guest.serve(request).await;
    (response.status(), written)
}

fn header<'a>(response: &'a Response<String>, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}

#[tokio::test]
async fn the_right_verify_token_brings_the_challenge_back_as_plain_text() {
    let path = "/webhook?hub.mode=subscribe&hub.challenge=%3Cb%3E17%2B4&hub.verify_token=a%20verify%2Btoken%26more";
    let (response, _) = endpoint().serve(request(Method::GET, path, "")).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.body(), "<b>17+4");
    assert_eq!(
        header(&response, "content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(header(&response, "x-content-type-options"), Some("nosniff"));
}

#[tokio::test]
async fn no_other_check_brings_it_back() {
    let guest = endpoint();
    for query in [
        "",
        "?hub.mode=subscribe&hub.challenge=17",
        "?hub.mode=subscribe&hub.challenge=17&hub.verify_token=",
        "?hub.mode=subscribe&hub.challenge=17&hub.verify_token=a+verify%2Btoken%26mor",
        "?hub.mode=subscribe&hub.challenge=17&hub.verify_token=a+verify%2Btoken%26more+",
        "?hub.mode=unsubscribe&hub.challenge=17&hub.verify_token=a+verify%2Btoken%26more",
        "?hub.mode=subscribe&hub.verify_token=a+verify%2Btoken%26more",
        "?hub.mode=subscribe&hub.challenge=17&hub.verify_token=%FF%00",
    ] {
        let path = format!("/webhook{query}");
        let (response, _) = guest.serve(request(Method::GET, &path, "")).await;
        assert_eq!(response.status(), 403, "{query}");
        assert!(!response.body().contains("17"), "{query}");
    }
}

#[tokio::test]
async fn without_a_verify_token_not_even_an_empty_one_is_right() {
    let unset = without_secrets().with("WHATSAPP_APP_SECRET", APP_SECRET);
    let blank = without_secrets()
        .with("WHATSAPP_APP_SECRET", APP_SECRET)
        .with("WHATSAPP_VERIFY_TOKEN", "");
    for guest in [unset, blank] {
        let path = "/?hub.mode=subscribe&hub.challenge=17&hub.verify_token=";
        let (status, written) = status(&guest, request(Method::GET, path, "")).await;
        assert_eq!(status, 403);
        assert!(written.stderr.contains("verifyToken"), "{}", written.stderr);
    }
}

#[tokio::test]
async fn without_an_app_secret_nothing_is_taken_signed_or_not() {
    let sending = without_secrets()
        .with("WHATSAPP_AUTHENTICATION_TOKEN", "a-token-of-enough-length")
        .with("WHATSAPP_API_VERSION", "v25.0")
        .with("WHATSAPP_PHONE_NUMBER_ID", "1");
    let signature = sign(TEXT).await;
    for guest in [without_secrets(), sending] {
        for signatures in [&[][..], &[signature.as_str()]] {
            let (response, written) = guest.serve(notification(TEXT, signatures)).await;
            assert_eq!(response.status(), 503);
            assert!(header(&response, "retry-after").is_some());
            assert_eq!(written.stdout, "");
            assert!(!written.stderr.is_empty());
        }
    }
}

#[tokio::test]
async fn an_app_secret_left_blank_is_not_none() {
    for blank in ["", " "] {
        let guest = endpoint().with("WHATSAPP_APP_SECRET", blank);
        let (status, written) = status(&guest, notification(TEXT, &[])).await;
        assert_eq!(status, 503);
        assert_eq!(written.stdout, "");
        assert!(written.stderr.contains("appSecret"), "{}", written.stderr);
    }
}

#[tokio::test]
async fn a_signed_notification_is_acknowledged_after_its_event_was_written() {
    let signature = sign(TEXT).await;
    let (status, written) = status(&endpoint(), notification(TEXT, &[&signature])).await;
    assert_eq!(status, 200);
    assert!(
        written.stdout.contains(r#""eventId":"m1""#),
        "{}",
        written.stdout
    );
    assert_eq!(written.stderr, "");
}

#[tokio::test]
async fn an_event_that_cannot_be_written_is_not_acknowledged() {
    let signature = sign(TEXT).await;
    let guest = endpoint().with_stdout_closed();
    let (response, written) = guest.serve(notification(TEXT, &[&signature])).await;
    assert_eq!(response.status(), 503);
    assert_eq!(header(&response, "retry-after"), Some("5"));
    assert!(
        written.stderr.contains("standard output"),
        "{}",
        written.stderr
    );
    assert!(!response.body().contains("standard output"));
}

#[tokio::test]
async fn two_signatures_are_none() {
    let signature = sign(TEXT).await;
    let wrong = format!("sha256={}", "0".repeat(64));
    for signatures in [
        [signature.as_str(), wrong.as_str()],
        [wrong.as_str(), signature.as_str()],
        [signature.as_str(), signature.as_str()],
    ] {
        let (status, written) = status(&endpoint(), notification(TEXT, &signatures)).await;
        assert_eq!(status, 401);
        assert_eq!(written.stdout, "");
    }
}

#[tokio::test]
async fn a_body_over_four_megabytes_is_too_large_announced_or_not() {
    let guest = endpoint();
    let body = vec![b' '; 4 * 1024 * 1024 + 1];
    let mut announced = request(Method::POST, "/", Bytes::new());
    announced
        .headers_mut()
        .insert("content-length", "4194305".parse().expect("a header"));
    for request in [request(Method::POST, "/", body), announced] {
        assert_eq!(status(&guest, request).await.0, 413);
    }
}

#[tokio::test]
async fn a_body_that_is_no_text_is_no_notification() {
    let (status, written) = status(&endpoint(), request(Method::POST, "/", &b"\xff\xfe"[..])).await;
    assert_eq!(status, 400);
    assert_eq!(written.stdout, "");
}

#[tokio::test]
async fn other_methods_are_not_allowed() {
    let guest = endpoint();
    for method in [Method::PUT, Method::DELETE, Method::HEAD, Method::OPTIONS] {
        let (response, _) = guest.serve(request(method, "/", "")).await;
        assert_eq!(response.status(), 405);
        assert_eq!(header(&response, "allow"), Some("GET, POST"));
    }
}
