//! `whatsapp-twilio-webhook-stdout.wasm`: what the endpoint for Twilio answers.

use bytes::Bytes;
use http::{Method, Request};
use http_body_util::Full;

use crate::guest::Guest;

const ACCOUNT: &str = "AC00000000000000000000000000000001";
const TOKEN: &str = "sandbox-auth-token-guards-nothing";
/// As Twilio's console has it: the fragment says how Twilio repeats.
const WEBHOOK: &str = "https://hooks.example.com/twilio?tenant=7#rc=5&rp=all";
const BODY: &str = "MessageSid=SM00000000000000000000000000000007&SmsStatus=received&Body=Ciao";

/// HMAC-SHA1 with the token over `https://hooks.example.com/twilio?tenant=7` and
/// the parameters of [`BODY`].
const SIGNATURE: &str = "NG2s1mIYu3FUYyuzOz3j43JPu9A=";

fn without_token() -> Guest {
    Guest::new("whatsapp-twilio-webhook-stdout.wasm")
        .with("TWILIO_ACCOUNT_SID", ACCOUNT)
        .with("TWILIO_WEBHOOK_URL", WEBHOOK)
}

fn endpoint() -> Guest {
    without_token().with("TWILIO_AUTH_TOKEN", TOKEN)
}

fn notification(path: &str, signatures: &[&str]) -> Request<Full<Bytes>> {
    let mut request = Request::builder()
        .method(Method::POST)
        // What a proxy calls it, and not what Twilio called.
        .uri(format!("http://10.0.0.7:8080{path}"))
        .body(Full::new(BODY.into()))
        .expect("a request");
    for signature in signatures {
        let value = signature.parse().expect("a header");
        request.headers_mut().append("X-Twilio-Signature", value);
    }
    request
}

#[tokio::test]
async fn a_signed_notification_is_acknowledged_with_twiml_that_says_nothing() {
    let (response, written) = endpoint()
        .serve(notification("/twilio?tenant=7", &[SIGNATURE]))
        .await;
    assert_eq!(response.status(), 200, "{}", written.stderr);
    assert_eq!(
        response.headers()["content-type"],
        "text/xml; charset=utf-8"
    );
    let nothing = r#"<?xml version="1.0" encoding="UTF-8"?><Response/>"#;
    assert_eq!(response.body(), nothing);
    let event = r#""eventId":"SM00000000000000000000000000000007""#;
    assert!(written.stdout.contains(event), "{}", written.stdout);
    assert_eq!(written.stderr, "");
}

#[tokio::test]
async fn a_signature_is_of_the_path_and_the_query_that_were_called() {
    for path in ["/twilio", "/twilio?tenant=8", "/other?tenant=7", "/"] {
        let (response, written) = endpoint().serve(notification(path, &[SIGNATURE])).await;
        assert_eq!(response.status(), 401, "{path}");
        assert_eq!(written.stdout, "", "{path}");
    }
}

#[tokio::test]
async fn two_signatures_are_none() {
    for signatures in [[SIGNATURE, "AAAA"], [SIGNATURE, SIGNATURE]] {
        let request = notification("/twilio?tenant=7", &signatures);
        let (response, written) = endpoint().serve(request).await;
        assert_eq!(response.status(), 401);
        assert_eq!(written.stdout, "");
    }
}

#[tokio::test]
async fn without_an_auth_token_nothing_is_taken_signed_or_not() {
    let with_key = without_token()
        .with("TWILIO_API_KEY_SID", "SK00000000000000000000000000000001")
        .with(
            "TWILIO_API_KEY_SECRET",
            "sandbox-api-key-secret-guards-nothing",
        );
    for guest in [without_token(), with_key] {
        for signatures in [&[][..], &[SIGNATURE]] {
            let request = notification("/twilio?tenant=7", signatures);
            let (response, written) = guest.serve(request).await;
            assert_eq!(response.status(), 503);
            assert!(response.headers().contains_key("retry-after"));
            assert_eq!(written.stdout, "");
            assert!(written.stderr.contains("authToken"), "{}", written.stderr);
        }
    }
}

#[tokio::test]
async fn an_event_that_cannot_be_written_is_not_acknowledged() {
    let guest = endpoint().with_stdout_closed();
    let request = notification("/twilio?tenant=7", &[SIGNATURE]);
    let (response, written) = guest.serve(request).await;
    assert_eq!(response.status(), 503);
    assert!(
        written.stderr.contains("standard output"),
        "{}",
        written.stderr
    );
}

#[tokio::test]
async fn only_post_is_allowed() {
    for method in [Method::GET, Method::PUT, Method::HEAD] {
        let mut request = notification("/twilio?tenant=7", &[SIGNATURE]);
        *request.method_mut() = method;
        let (response, written) = endpoint().serve(request).await;
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers()["allow"], "POST");
        assert_eq!(written.stdout, "");
    }
}
