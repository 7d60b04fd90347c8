//! The built component in the real host, `uip`, against a fake Helpdesk on loopback.

#![allow(
    clippy::unwrap_used,
    reason = "what a test needs and cannot have fails the test"
)]

use std::path::Path;
use std::sync::OnceLock;

use serde_json::{Value, json};
use uip_testkit::{BuiltAdapter, Connection, Server};

const TOKEN: &str = "token-of-twenty-characters";
const TICKET: &str = r#"{"id":"T-17","subject":"Cold oven","status":"open"}"#;

/// Answers every request with this status and body.
async fn answering(status: &'static str, body: &'static str) -> Server {
    Server::start(move |mut connection: Connection| async move {
        while connection.request().await.is_some() {
            let length = body.len();
            let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n");
            connection.write(head + body).await;
        }
    })
    .await
}

/// The adapter, with the token above.
fn adapter() -> &'static BuiltAdapter {
    static ADAPTER: OnceLock<BuiltAdapter> = OnceLock::new();
    ADAPTER.get_or_init(|| {
        let token = format!("accessToken={TOKEN}");
        BuiltAdapter::of(Path::new(env!("CARGO_MANIFEST_DIR")), &[&token])
    })
}

/// Calls a command of an instance that talks to the fake.
fn call(service: &str, command: &str, fields: &[&str]) -> Value {
    adapter().call(service, command, fields)
}

const COLD_OVEN: [&str; 3] = [
    "subject=Cold oven",
    "description=Since this morning.",
    "phoneNumber=+39 333 1234567",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_created_with_the_token_and_checked_fields() {
    let service = answering("201 Created", TICKET).await;
    let created = call(&service.url(), "createTicket", &COLD_OVEN);
    assert_eq!(
        created,
        json!({ "status": "success", "ticketId": "T-17", "subject": "Cold oven", "ticketStatus": "open" })
    );
    let [request] = &service.requests()[..] else {
        panic!("one request, and not {:?}", service.requests());
    };
    let head = request.head.to_lowercase();
    assert!(head.starts_with("post /v1/tickets http/1.1\r\n"), "{head}");
    assert!(
        head.contains(&format!("authorization: bearer {TOKEN}")),
        "{head}"
    );
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(
        body,
        json!({ "subject": "Cold oven", "description": "Since this morning.", "phone_number": "+393331234567" })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_read_by_its_id() {
    let service = answering("200 OK", TICKET).await;
    let ticket = call(&service.url(), "getTicket", &["ticketId=T-17"]);
    assert_eq!(ticket["subject"], "Cold oven");
    let requests = service.requests();
    assert!(
        requests[0]
            .head
            .starts_with("GET /v1/tickets/T-17 HTTP/1.1"),
        "{requests:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_service_rejects_is_permanent_and_says_why() {
    let service = answering("404 Not Found", r#"{"error":"no ticket T-18"}"#).await;
    let failed = call(&service.url(), "getTicket", &["ticketId=T-18"]);
    assert_eq!(failed["failure"], "permanent-failure");
    assert_eq!(failed["httpStatus"], 404);
    assert_eq!(failed["details"], r#"{"error":"no ticket T-18"}"#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_after_the_request_left_is_an_unknown_outcome() {
    let service = Server::start(|mut connection: Connection| async move {
        connection.request().await;
    })
    .await;
    let lost = call(&service.url(), "createTicket", &COLD_OVEN);
    assert_eq!(lost["failure"], "permanent-unknown-outcome", "{lost}");
    assert_eq!(lost["retryable"], false);
    let lost = call(&service.url(), "getTicket", &["ticketId=T-17"]);
    assert_eq!(lost["failure"], "temporary-failure", "{lost}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_connection_is_safe_to_retry() {
    let service = answering("200 OK", TICKET).await;
    let url = service.url();
    drop(service);
    let refused = call(&url, "createTicket", &COLD_OVEN);
    assert_eq!(refused["failure"], "temporary-failure", "{refused}");
    assert_eq!(refused["retryable"], true);
}

#[test]
fn a_signed_notification_becomes_one_event() {
    let notification =
        r#"{"id":"n-1","type":"ticket.solved","ticket":{"id":"T-17","status":"solved"}}"#;
    let process = |signature: &str| {
        adapter().uip(&[
            "call",
            "processWebhook",
            "--events",
            "-",
            // `key` in base64.
            "--property",
            "webhookKey=a2V5",
            "--set",
            &format!("notification={notification}"),
            "--set",
            &format!("signature=sha256={signature}"),
        ])
    };
    // `openssl dgst -sha256 -hmac key` of the notification.
    let signature = "cc23a0a48245e1029b8d80d1c4aeea58efb45c9d0cd6c50d2e5439ee43c6a89a";
    let [event, response] = &process(signature)[..] else {
        panic!("an event and a response");
    };
    assert_eq!(event["event"], "ticket_changed");
    assert_eq!(event["eventId"], "n-1");
    assert_eq!(event["properties"]["ticket"]["status"], "solved");
    assert_eq!(response["eventId"], "n-1");

    let [response] = &process(&"0".repeat(64))[..] else {
        panic!("no event, and a response");
    };
    assert_eq!(response["code"], "invalid-signature");
}
