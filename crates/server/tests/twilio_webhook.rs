//! Webhooks of Twilio: a signature over the URL and the form.

mod support;

use http::StatusCode;
use reqwest::Response;
use serde_json::{Value, json};
use support::adapters::{failed, message, notification};
use support::host::{Host, deliver_messages};
use support::receiver::Receiver;
use support::sender::{AUTH_TOKEN, OLD_AUTH_TOKEN};
use support::until;
use uip_server::operations::NotificationFilter;
use uip_server::signature::TwilioKey;

const PUBLIC: &str = "https://hooks.example.com";
const PATH: &str = "/whatsapp/callback/APP01/Gr%C3%BC%C3%9Fe";
const FORM: &str = "MessageSid=SM1&From=whatsapp%3A%2B39&Body=a+b%2Bc&Empty=&Body=%F0%9F%91%8B";
const FORM_TYPE: &str = "application/x-www-form-urlencoded";

/// A trigger of Twilio's, with these settings.
fn trigger(settings: &str) -> String {
    format!(
        r#"
        [[triggers]]
        type = "webhook"
        name = "twilio"
        path = "/whatsapp/callback/{{appId}}/{{companyId}}"
        publicUrl = "{PUBLIC}"
        authentication = "twilio"
        authenticationKey = {{ env = "TWILIO" }}
        command = "shop.process"
        {settings}
        [triggers.properties]
        notification = "{{wfsystem.body}}"
        signature = "{{wfsystem.headers.X-Twilio-Signature}}"
        url = "{{wfsystem.url}}"
        parameters = "{{wfsystem.parameters}}"
        "#
    )
}

fn sign(token: &str, url: &str, form: &str) -> String {
    TwilioKey::new(token.as_bytes()).sign(url, form.as_bytes())
}

/// Sends a body to a path, with these signatures.
async fn send(
    host: &Host,
    target: &str,
    signatures: &[&str],
    content_type: &str,
    body: impl Into<reqwest::Body>,
) -> Response {
    let url = format!("http://{}{target}", host.address());
    let mut request = reqwest::Client::new().post(url).body(body);
    request = request.header("content-type", content_type);
    for signature in signatures {
        request = request.header("X-Twilio-Signature", *signature);
    }
    request.send().await.unwrap()
}

/// Sends a form as Twilio does.
async fn send_form(host: &Host, target: &str, form: &str) -> Response {
    let signature = sign(AUTH_TOKEN, &format!("{PUBLIC}{target}"), form);
    send(host, target, &[&signature], FORM_TYPE, form.to_owned()).await
}

fn stored(host: &Host) -> usize {
    let filter = NotificationFilter::default();
    host.operations().notifications(&filter).unwrap().len()
}

async fn refused(host: &Host, reason: &str) -> Option<f64> {
    let line = format!("uip_requests_refused_total{{reason=\"{reason}\"}}");
    host.metric(&line).await
}

async fn only_request(host: &Host) -> Value {
    until("the command is called", async || host.adapters.calls() == 1).await;
    host.adapters.requests.lock().unwrap()[0].clone()
}

#[tokio::test]
async fn a_form_reaches_its_command_byte_for_byte_with_the_url_and_its_parameters() {
    let host = Host::start(&trigger("")).await;
    let target = format!("{PATH}?ref=order%3A47&appId=other&ref=2");
    let response = send_form(&host, &target, FORM).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/xml");
    assert_eq!(response.text().await.unwrap(), "<Response/>");
    let url = format!("{PUBLIC}{target}");
    let parameters: &str = r#"{"appId":"APP01","companyId":"Grüße","ref":"order:47"}"#;
    assert_eq!(
        only_request(&host).await,
        json!({
            "notification": FORM,
            "signature": sign(AUTH_TOKEN, &url, FORM),
            "url": url,
            "parameters": parameters,
        })
    );
}

#[tokio::test]
async fn json_whose_hash_is_in_the_query_is_accepted_and_other_json_is_not() {
    let host = Host::start(&trigger("")).await;
    let body = "{\"events\":[] }";
    let hash = "bodySHA256=5C5B63AE4D1DD1A7B35ECBB4F3F0B35F8A0CD8F25C5C8F6D4B6D4E5F2A0F6F3B";
    // The hash of another body, of no body, and none.
    for target in [
        format!("{PATH}?{hash}"),
        format!("{PATH}?bodySHA256="),
        PATH.to_owned(),
    ] {
        let signature = sign(AUTH_TOKEN, &format!("{PUBLIC}{target}"), "");
        let response = send(&host, &target, &[&signature], "application/json", body).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{target}");
    }
    let hash = sha256(body.as_bytes());
    let target = format!("{PATH}?bodySHA256={hash}");
    let signature = sign(AUTH_TOKEN, &format!("{PUBLIC}{target}"), "");
    let response = send(&host, &target, &[&signature], "application/json", body).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(only_request(&host).await["notification"], body);
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    use std::fmt::Write as _;
    sha2::Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
}

#[tokio::test]
async fn a_wrong_missing_or_second_signature_is_refused_and_nothing_is_stored() {
    let host = Host::start(&trigger("")).await;
    let url = format!("{PUBLIC}{PATH}");
    let right = sign(AUTH_TOKEN, &url, FORM);
    let wrong = sign("another token", &url, FORM);
    let of_other_url = sign(AUTH_TOKEN, &format!("{PUBLIC}/other"), FORM);
    let of_inner_url = sign(
        AUTH_TOKEN,
        &format!("http://{}{PATH}", host.address()),
        FORM,
    );
    let of_other_form = sign(AUTH_TOKEN, &url, "MessageSid=SM2");
    let refusals = [
        vec![],
        vec![""],
        vec![wrong.as_str()],
        vec![of_other_url.as_str()],
        vec![of_inner_url.as_str()],
        vec![of_other_form.as_str()],
        vec![right.trim_end_matches('=')],
        // Two are none: whoever stands before us may have read the other.
        vec![right.as_str(), right.as_str()],
        vec![wrong.as_str(), right.as_str()],
    ];
    for signatures in &refusals {
        let response = send(&host, PATH, signatures, FORM_TYPE, FORM).await;
        assert_eq!(
            response.status(),
            StatusCode::UNAUTHORIZED,
            "{signatures:?}"
        );
        let text = response.text().await.unwrap();
        assert!(!text.contains(&right), "{text}");
    }
    // Headers that a stranger can send say nothing about the URL.
    let forwarded = reqwest::Client::new()
        .post(format!("http://{}{PATH}", host.address()))
        .header("content-type", FORM_TYPE)
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-Host", "evil.example.com")
        .header("Host", "evil.example.com")
        .header(
            "X-Twilio-Signature",
            sign(AUTH_TOKEN, &format!("https://evil.example.com{PATH}"), FORM),
        )
        .body(FORM);
    let forwarded = forwarded.send().await.unwrap();
    assert_eq!(forwarded.status(), StatusCode::UNAUTHORIZED);
    assert_eq!((stored(&host), host.adapters.calls()), (0, 0));
    let count = f64::from(u32::try_from(refusals.len() + 1).unwrap());
    assert_eq!(refused(&host, "wrong-signature").await, Some(count));
    assert_eq!(send_form(&host, PATH, FORM).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_signature_of_the_url_with_its_port_and_one_of_the_previous_key_are_accepted() {
    let rotating = "previousAuthenticationKey = { env = \"OLD_TWILIO\" }";
    let host = Host::start(&trigger(rotating)).await;
    let with_port = format!("{PUBLIC}:443{PATH}");
    for (token, url, status) in [
        (AUTH_TOKEN, with_port.as_str(), StatusCode::OK),
        (OLD_AUTH_TOKEN, with_port.as_str(), StatusCode::OK),
        (
            "a third token",
            with_port.as_str(),
            StatusCode::UNAUTHORIZED,
        ),
    ] {
        let signature = sign(token, url, FORM);
        let response = send(&host, PATH, &[&signature], FORM_TYPE, FORM).await;
        assert_eq!(response.status(), status, "{token}");
    }
}

#[tokio::test]
async fn a_configured_response_is_the_answer() {
    let twiml = "<Response><Message>Thanks!</Message></Response>";
    let host = Host::start(&trigger(&format!("responseBody = \"{twiml}\""))).await;
    let response = send_form(&host, PATH, FORM).await;
    assert_eq!(response.text().await.unwrap(), twiml);
}

#[tokio::test]
async fn a_repeated_notification_is_one_event() {
    let receiver = Receiver::start().await;
    let settings = deliver_messages("a", &receiver.url(), "") + &trigger("");
    let host = Host::start(&settings).await;
    for _ in 0..3 {
        assert_eq!(send_form(&host, PATH, FORM).await.status(), StatusCode::OK);
    }
    let next = FORM.replace("SM1", "SM2");
    assert_eq!(send_form(&host, PATH, &next).await.status(), StatusCode::OK);
    until("both are delivered", async || receiver.took().len() == 2).await;
    assert_eq!(receiver.ids(), ["SM1", "SM2"]);
    assert_eq!(stored(&host), 4);
}

#[tokio::test]
async fn what_was_acknowledged_is_processed_after_a_restart_with_its_url_and_parameters() {
    let host = Host::start(&trigger("")).await;
    let busy = failed("temporary-failure", "busy", "try again");
    host.adapters.fail_next(Ok(busy));
    assert_eq!(send_form(&host, PATH, FORM).await.status(), StatusCode::OK);
    let first = only_request(&host).await;
    // Its paths may be others by then: what was called is stored.
    let moved = trigger("").replace("/whatsapp/callback/", "/moved/");
    let host = host.restart_with(&moved).await;
    host.clock.advance(std::time::Duration::from_mins(1));
    until("it is tried again", async || host.adapters.calls() == 2).await;
    assert_eq!(host.adapters.requests.lock().unwrap()[1], first);
}

#[tokio::test]
async fn bodies_of_other_types_and_sizes_have_their_own_answers() {
    let host = Host::start(&format!("[server]\nmaxBody = 65536\n{}", trigger(""))).await;
    let url = format!("{PUBLIC}{PATH}");
    let signature = sign(AUTH_TOKEN, &url, FORM);
    for (content_type, status) in [
        ("text/plain", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (
            "multipart/form-data; boundary=x",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "application/x-www-form-urlencoded; charset=utf-16",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "application/x-www-form-urlencoded; charset=UTF-8",
            StatusCode::OK,
        ),
        ("application/x-www-form-urlencoded", StatusCode::OK),
    ] {
        let response = send(&host, PATH, &[&signature], content_type, FORM).await;
        assert_eq!(response.status(), status, "{content_type}");
    }
    assert_eq!(refused(&host, "wrong-content-type").await, Some(3.0));

    let huge = format!("Body={}", "x".repeat(1 << 16));
    let response = send_form(&host, PATH, &huge).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let many = "a=1&".repeat(10_000);
    let response = send_form(&host, PATH, &many).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    let raw = b"Body=\xff".to_vec();
    let signature = TwilioKey::new(AUTH_TOKEN.as_bytes()).sign(&url, &raw);
    let response = send(&host, PATH, &[&signature], FORM_TYPE, raw).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(refused(&host, "not-text").await, Some(1.0));
    assert_eq!(stored(&host), 2);
}

#[tokio::test]
async fn a_form_that_is_empty_or_has_zero_bytes_or_garbage_is_kept_as_it_came() {
    let host = Host::start(&trigger("")).await;
    for form in [
        "MessageSid=SM1&From=1&Body=%00",
        "MessageSid=SM2&From=\0&%zz=%&&=&+",
    ] {
        let response = send_form(&host, PATH, form).await;
        assert_eq!(response.status(), StatusCode::OK, "{form:?}");
    }
    until("both are processed", async || host.adapters.calls() == 2).await;
    let mut kept: Vec<Value> = host
        .adapters
        .requests
        .lock()
        .unwrap()
        .iter()
        .map(|it| it["notification"].clone())
        .collect();
    kept.sort_by_key(ToString::to_string);
    assert_eq!(
        kept,
        [
            "MessageSid=SM1&From=1&Body=%00",
            "MessageSid=SM2&From=\0&%zz=%&&=&+"
        ]
    );
}

#[tokio::test]
async fn other_paths_and_methods_have_their_own_answers() {
    let host = Host::start(&trigger("")).await;
    for path in [
        "/whatsapp/callback",
        "/whatsapp/callback/a",
        "/whatsapp/callback/a/",
        "/whatsapp/callback//b",
        "/whatsapp/callback/a/b/c",
        "/whatsapp/callback/a/%zz",
        "/whatsapp/callback/a/%ff",
        "/whatsapp/callback/a/%00",
        "/whatsapp/callback/a/%",
        // The name is no address of its own beside the path.
        "/wfe/api/advancedwebhook/twilio",
    ] {
        let response = send_form(&host, path, FORM).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(refused(&host, "unknown-path").await, Some(9.0));
    assert_eq!(refused(&host, "unknown-trigger").await, Some(1.0));
    let response = reqwest::get(format!("http://{}{PATH}", host.address()));
    let response = response.await.unwrap();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()["allow"], "POST");
    let slash = format!("{PATH}/");
    assert_eq!(
        send_form(&host, &slash, FORM).await.status(),
        StatusCode::OK
    );
    assert_eq!(stored(&host), 1);
}

#[tokio::test]
async fn a_trigger_without_authentication_takes_forms_and_json_and_answers_nothing() {
    let open = r#"
        [[triggers]]
        type = "webhook"
        name = "open"
        authentication = "none"
        allowUnauthenticated = true
        command = "shop.process"
        properties = { notification = "{wfsystem.body}" }
    "#;
    let host = Host::start(open).await;
    let path = "/wfe/api/advancedwebhook/open";
    let json = notification(&[message("m1", "39")]);
    for (content_type, body) in [(FORM_TYPE, FORM), ("application/json", json.as_str())] {
        let response = send(&host, path, &[], content_type, body.to_owned()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert!(!response.headers().contains_key("content-type"));
        assert_eq!(response.text().await.unwrap(), "");
    }
    let response = send(&host, path, &[], "application/json", "{").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(stored(&host), 2);
}
