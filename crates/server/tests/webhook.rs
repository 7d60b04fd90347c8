//! Who may send, and what is answered.

mod support;

use http::StatusCode;
use serde_json::json;
use support::adapters::{failed, message, notification};
use support::host::{Host, deliver_messages};
use support::receiver::Receiver;
use support::sender::signature;
use support::until;
use uip_server::operations::{EventFilter, NotificationFilter};

const PATH: &str = "/wfe/api/advancedwebhook/shop";

fn stored(host: &Host) -> usize {
    let filter = NotificationFilter::default();
    host.operations().notifications(&filter).unwrap().len()
}

#[tokio::test]
async fn a_subscription_check_is_answered_with_the_bare_challenge_as_plain_text() {
    let host = Host::start("").await;
    let url = format!(
        "http://{}{PATH}?hub.mode=subscribe&hub.verify_token=shop&hub.challenge=1158201444",
        host.address()
    );
    let response = reqwest::get(url).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(
        response.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/plain")
    );
    assert_eq!(response.text().await.unwrap(), "1158201444");
}

/// Otherwise an alert on an increase would miss the first time.
#[tokio::test]
async fn what_can_be_counted_is_0_from_the_start() {
    let host = Host::start("").await;
    for metric in [
        "uip_notifications_received_total{trigger=\"shop\"}",
        "uip_events_unclaimed_total{trigger=\"shop\"}",
        "uip_events_total{adapter=\"shop\",event=\"message\"}",
        "uip_events_repeated_total{adapter=\"shop\",event=\"message\"}",
        "uip_requests_refused_total{reason=\"wrong-signature\"}",
        "uip_requests_refused_total{reason=\"store-full\"}",
    ] {
        assert_eq!(host.metric(metric).await, Some(0.0), "{metric}");
    }
}

#[tokio::test]
async fn a_subscription_check_with_a_wrong_or_missing_part_is_forbidden() {
    let host = Host::start("").await;
    for query in [
        "",
        "?hub.mode=subscribe&hub.verify_token=desk&hub.challenge=1",
        "?hub.mode=subscribe&hub.verify_token=&hub.challenge=1",
        "?hub.mode=subscribe&hub.challenge=1",
        "?hub.mode=unsubscribe&hub.verify_token=shop&hub.challenge=1",
        "?hub.verify_token=shop&hub.challenge=1",
        "?hub.mode=subscribe&hub.verify_token=shop",
        "?%ff=%ff",
    ] {
        let (status, text) = host.get(&format!("{PATH}{query}")).await;
        assert_eq!(status, 403, "{query}");
        assert!(!text.contains("shop"), "{text}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_subscription_check_is_told_apart() {
    let host = Host::start("").await;
    for (query, reason) in [
        ("", "wrong-mode"),
        (
            "?hub.mode=unsubscribe&hub.verify_token=shop&hub.challenge=1",
            "wrong-mode",
        ),
        ("?hub.mode=subscribe&hub.challenge=1", "wrong-verify-token"),
        (
            "?hub.mode=subscribe&hub.verify_token=no",
            "wrong-verify-token",
        ),
        (
            "?hub.mode=subscribe&hub.verify_token=shop",
            "missing-challenge",
        ),
    ] {
        let line = format!("uip_requests_refused_total{{reason=\"{reason}\"}}");
        let before = host.metric(&line).await.unwrap_or_default();
        assert_eq!(host.get(&format!("{PATH}{query}")).await.0, 403);
        assert_eq!(host.metric(&line).await, Some(before + 1.0), "{query}");
    }
}

#[tokio::test]
async fn an_address_works_with_a_slash_at_its_end() {
    let host = Host::start("").await;
    let query = "?hub.mode=subscribe&hub.verify_token=shop&hub.challenge=1158201444";
    let answer = host.get(&format!("{PATH}/{query}")).await;
    assert_eq!(answer, (200, "1158201444".to_owned()));
    let body = notification(&[message("m1", "39")]);
    let sent = reqwest::Client::new()
        .post(format!("http://{}{PATH}/", host.address()))
        .header("X-Hub-Signature-256", signature(body.as_bytes()))
        .body(body);
    assert_eq!(sent.send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(stored(&host), 1);
}

#[tokio::test]
async fn a_byte_order_mark_before_a_signed_body_is_accepted_and_passed_on() {
    let host = Host::start("").await;
    let body = "\u{feff}{ \"events\": [] }";
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
    until("the command is called", async || host.adapters.calls() == 1).await;
    let requests = host.adapters.requests.lock().unwrap().clone();
    assert_eq!(requests[0]["notification"], body);
}

#[tokio::test]
async fn a_signed_notification_reaches_its_command_byte_for_byte_with_its_signature() {
    let host = Host::start("").await;
    let body = r#"{ "events": [], "text": "Gr\u00fc\u00df \/ 👋"  }"#;
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
    until("the command is called", async || host.adapters.calls() == 1).await;
    let requests = host.adapters.requests.lock().unwrap().clone();
    assert_eq!(
        requests,
        [json!({ "notification": body, "signature": signature(body.as_bytes()) })]
    );
}

#[tokio::test]
async fn a_wrong_or_missing_signature_is_refused_and_nothing_is_stored() {
    let host = Host::start("").await;
    let client = reqwest::Client::new();
    let url = format!("http://{}{PATH}", host.address());
    let body = notification(&[]);
    let right = signature(body.as_bytes());
    let wrong = right.replace('a', "b").replace('1', "2");
    for signatures in [
        vec![],
        vec![wrong.as_str()],
        vec![&right[..right.len() - 1]],
        vec![right.trim_start_matches("sha256=")],
        vec![""],
        // Two are none: whoever stands before us may have read the other.
        vec![wrong.as_str(), right.as_str()],
        vec![right.as_str(), right.as_str()],
    ] {
        let mut request = client.post(&url).body(body.clone());
        for signature in &signatures {
            request = request.header("X-Hub-Signature-256", *signature);
        }
        let response = request.send().await.unwrap();
        assert_eq!(
            response.status(),
            StatusCode::UNAUTHORIZED,
            "{signatures:?}"
        );
        let text = response.text().await.unwrap();
        assert!(!text.contains(&right[7..]), "{text}");
    }
    assert_eq!(stored(&host), 0);
    assert_eq!(host.adapters.calls(), 0);
    let refused = "uip_requests_refused_total{reason=\"wrong-signature\"}";
    assert_eq!(host.metric(refused).await, Some(7.0));
}

#[tokio::test]
async fn while_a_key_is_rotated_signatures_of_both_are_accepted_and_of_no_third() {
    let hex = |key: &[u8], body: &str| {
        let tag = uip_server::signature::Key::new(key).sign(&[body.as_bytes()]);
        tag.iter().fold("sha256=".to_owned(), |mut text, byte| {
            use std::fmt::Write as _;
            write!(text, "{byte:02x}").unwrap();
            text
        })
    };
    // The keys in base64 are "the new key" and the tests' own.
    let trigger = r#"
        [[triggers]]
        type = "meta-webhook"
        name = "rotating"
        authentication = "hmac-sha256"
        authenticationKey = { env = "NEW" }
        previousAuthenticationKey = { env = "KEY" }
        command = "shop.process"
        properties = { notification = "{wfsystem.body}" }
    "#;
    let host = Host::start(trigger).await;
    let body = notification(&[]);
    for (key, status) in [
        (b"the new key".as_slice(), StatusCode::OK),
        (support::sender::SECRET.as_bytes(), StatusCode::OK),
        (b"another key", StatusCode::UNAUTHORIZED),
    ] {
        let sent = reqwest::Client::new()
            .post(format!(
                "http://{}/wfe/api/advancedwebhook/rotating",
                host.address()
            ))
            .header("X-Hub-Signature-256", hex(key, &body))
            .body(body.clone());
        assert_eq!(sent.send().await.unwrap().status(), status);
    }
}

#[tokio::test]
async fn what_is_signed_but_no_json_is_a_bad_request() {
    let host = Host::start("").await;
    for body in ["", "{", "{}x", "nothing", "{\"a\":\"\u{1}\"}"] {
        assert_eq!(
            host.sender().send(body).await,
            StatusCode::BAD_REQUEST,
            "{body:?}"
        );
    }
    let not_utf8 = b"{\"a\":\"\xff\"}".to_vec();
    let response = reqwest::Client::new()
        .post(format!("http://{}{PATH}", host.address()))
        .header("X-Hub-Signature-256", signature(&not_utf8))
        .body(not_utf8)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(stored(&host), 0);
}

#[tokio::test]
async fn json_that_is_nested_too_deep_for_any_parser_is_kept_and_harms_nobody() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let unread = failed("permanent-failure", "unread", "cannot read it");
    host.adapters.fail_next(Ok(unread));
    let body = format!("{{\"deep\":{deep}}}");
    // The fake adapter crashes on it, as it cannot read it.
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
    assert_eq!(
        host.sender()
            .send(notification(&[message("m1", "39")]))
            .await,
        StatusCode::OK
    );
    until("the next one is delivered", async || {
        receiver.ids() == ["m1"]
    })
    .await;
}

#[tokio::test]
async fn other_methods_and_names_have_their_own_answers() {
    let host = Host::start("").await;
    let client = reqwest::Client::new();
    let base = format!("http://{}", host.address());
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let response = client
            .request(method, format!("{base}{PATH}"))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        let allow = response.headers()["allow"].to_str().unwrap();
        assert!(allow.contains("GET") && allow.contains("POST"), "{allow}");
    }
    for name in [
        "other",
        "SHOP",
        "shop%00",
        "shop//",
        "shop/shop",
        "%2e%2e",
        "..%2fshop",
        "%ff",
        "",
        "shop%2f..%2fshop",
    ] {
        let url = format!("{base}/wfe/api/advancedwebhook/{name}");
        let response = client.post(&url).body("{}").send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{name}");
    }
    assert_eq!(stored(&host), 0);
}

#[tokio::test]
async fn each_trigger_goes_to_its_own_adapter() {
    let receiver = Receiver::start().await;
    let desk = deliver_messages("desk", &receiver.url(), "")
        .replace("adapter = \"shop\"", "adapter = \"desk\"");
    let host = Host::start(&desk).await;
    let same = notification(&[message("m1", "39")]);
    assert_eq!(host.sender().send(same.clone()).await, StatusCode::OK);
    let sender = support::sender::Sender::new(host.address(), "desk");
    assert_eq!(sender.send(same).await, StatusCode::OK);
    until("it is delivered", async || receiver.took().len() == 1).await;
    assert_eq!(receiver.took()[0].body["adapter"], "desk");
    until("both are done", async || {
        host.operations()
            .events(&EventFilter::default())
            .unwrap()
            .len()
            == 2
    })
    .await;
}

#[tokio::test]
async fn health_and_readiness_are_told() {
    let host = Host::start("").await;
    assert_eq!(host.get("/healthz").await.0, 200);
    let (status, text) = host.get("/readyz").await;
    assert_eq!((status, text.as_str()), (200, "ready; adapters: 2\n"));
}
