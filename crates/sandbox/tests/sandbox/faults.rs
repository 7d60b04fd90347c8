//! Each fault, as a client meets it.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use reqwest::Response;
use serde_json::{Value, json};
use uip_sandbox::{Fault, GraphError, Sandbox};

use crate::support::{Client, text};

const ADA: &str = "+16505551234";

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

/// Whether exactly one request came and the customer has the message.
fn assert_recorded(sandbox: &Sandbox, delivered: bool) {
    assert_eq!(sandbox.sends().len(), 1);
    assert!(sandbox.pending_faults().is_empty());
    let received = sandbox.customer(ADA).received();
    assert_eq!(received.len(), usize::from(delivered));
}

/// A client that sees every byte.
struct RawClient(TcpStream);

impl RawClient {
    fn send(sandbox: &Sandbox) -> Self {
        let mut stream = TcpStream::connect(sandbox.address()).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_millis(300)))
            .unwrap();
        let body = text(ADA, "hello").to_string();
        let request = format!(
            "POST /v25.0/{}/messages HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            sandbox.phone_number_id(),
            sandbox.token(),
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        Self(stream)
    }

    /// Everything until the end, and how it ended.
    fn read_all(&mut self) -> (Vec<u8>, Result<(), ErrorKind>) {
        let mut bytes = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            match self.0.read(&mut buffer) {
                Ok(0) => return (bytes, Ok(())),
                Ok(count) => bytes.extend_from_slice(&buffer[..count]),
                Err(error) => return (bytes, Err(error.kind())),
            }
        }
    }
}

/// Head and body of raw bytes.
fn split(bytes: &[u8]) -> (String, Vec<u8>) {
    let at = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("a whole head");
    (
        String::from_utf8(bytes[..at].to_vec()).unwrap(),
        bytes[at + 4..].to_vec(),
    )
}

fn announced(head: &str) -> usize {
    let line = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    line.unwrap().parse().unwrap()
}

#[tokio::test]
async fn an_error_has_its_documented_status_and_no_effect() {
    for (code, status) in [
        (131_056, 400),
        (132_001, 404),
        (131_000, 500),
        (2, 503),
        (190, 401),
    ] {
        let (sandbox, client) = start().await;
        sandbox.fault_next(Fault::error(code));
        let (found, error) = client.refused(&text(ADA, "hello")).await;
        assert_eq!((found, &error["code"]), (status, &json!(code)));
        assert_recorded(&sandbox, false);
        assert!(sandbox.take_notifications().is_empty());
    }
}

#[tokio::test]
async fn an_error_can_have_any_status_and_any_headers() {
    let (sandbox, client) = start().await;
    let usage =
        r#"{"5":[{"type":"whatsapp","call_count":100,"estimated_time_to_regain_access":3}]}"#;
    sandbox.fault_next(
        GraphError::new(80007)
            .status(429)
            .subcode(7)
            .details("Slow down.")
            .header("Retry-After", "7")
            .header("X-Business-Use-Case-Usage", usage),
    );
    let response = client.try_send(&text(ADA, "hello")).await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(response.headers()["x-business-use-case-usage"], usage);
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["error"]["error_subcode"], 7);
    assert_eq!(body["error"]["error_data"]["details"], "Slow down.");
    assert_recorded(&sandbox, false);
}

#[tokio::test]
async fn faults_are_used_up_in_order_and_then_all_is_well() {
    let (sandbox, client) = start().await;
    sandbox.faults([Fault::error(131_000), Fault::error(2)]);
    assert_eq!(client.refused(&text(ADA, "1")).await.0, 500);
    assert_eq!(client.refused(&text(ADA, "2")).await.0, 503);
    client.accepted(&text(ADA, "3")).await;
    assert_eq!(sandbox.sends().len(), 3);
}

#[tokio::test]
async fn reading_uses_up_no_fault() {
    let (sandbox, client) = start().await;
    sandbox.fault_next(Fault::error(2));
    let path = format!("v25.0/{}", sandbox.phone_number_id());
    assert_eq!(client.get(&path).await.unwrap().status(), 200);
    assert_eq!(sandbox.pending_faults(), [Fault::error(2)]);
    sandbox.clear_faults();
    client.accepted(&text(ADA, "hello")).await;
}

async fn body(response: Response) -> String {
    response.text().await.unwrap()
}

#[tokio::test]
async fn other_answers_come_as_written_and_only_2xx_takes_effect() {
    let cases = [
        (Fault::html(502), 502, "text/html", false),
        (Fault::html(200), 200, "text/html", true),
        (Fault::garbage_json(200), 200, "application/json", true),
        (Fault::garbage_json(400), 400, "application/json", false),
        (Fault::unexpected_json(), 200, "application/json", true),
    ];
    for (fault, status, kind, delivered) in cases {
        let (sandbox, client) = start().await;
        let Fault::Answer { body: expected, .. } = fault.clone() else {
            panic!("an answer");
        };
        sandbox.fault_next(fault);
        let response = client.try_send(&text(ADA, "hello")).await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["content-type"], kind);
        assert_eq!(body(response).await, expected);
        assert_recorded(&sandbox, delivered);
    }
}

#[tokio::test]
async fn an_empty_200_has_no_body_and_took_effect() {
    let (sandbox, client) = start().await;
    sandbox.fault_next(Fault::empty_ok());
    let response = client.try_send(&text(ADA, "hello")).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(body(response).await, "");
    assert_recorded(&sandbox, true);
}

#[tokio::test]
async fn a_redirect_points_elsewhere_and_has_no_effect() {
    let (sandbox, client) = start().await;
    sandbox.fault_next(Fault::redirect("http://127.0.0.1:9/x"));
    let response = client.try_send(&text(ADA, "hello")).await.unwrap();
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], "http://127.0.0.1:9/x");
    assert_recorded(&sandbox, false);
}

#[tokio::test]
async fn a_delay_changes_nothing_but_the_time() {
    let (sandbox, client) = start().await;
    sandbox.fault_next(Fault::delay(Duration::from_millis(20)));
    client.accepted(&text(ADA, "hello")).await;
    assert_recorded(&sandbox, true);
}

#[tokio::test]
async fn an_oversized_body_is_still_the_right_json() {
    let (sandbox, client) = start().await;
    sandbox.fault_next(Fault::OversizedBody { bytes: 5_000_000 });
    let response = client.try_send(&text(ADA, "hello")).await.unwrap();
    let whole = body(response).await;
    assert_eq!(whole.len(), 5_000_000);
    let answer: Value = serde_json::from_str(&whole).unwrap();
    assert!(answer["messages"][0]["id"].is_string());
    assert_recorded(&sandbox, true);
}

#[tokio::test]
async fn reset_after_the_request_is_a_reset_without_a_byte() {
    let (sandbox, _) = start().await;
    sandbox.fault_next(Fault::ResetAfterRequest);
    let (bytes, end) = RawClient::send(&sandbox).read_all();
    assert!(bytes.is_empty());
    assert_eq!(end, Err(ErrorKind::ConnectionReset));
    assert_recorded(&sandbox, true);
}

#[tokio::test]
async fn close_after_the_request_is_an_orderly_end_without_a_byte() {
    let (sandbox, _) = start().await;
    sandbox.fault_next(Fault::CloseAfterRequest);
    assert_eq!(RawClient::send(&sandbox).read_all(), (Vec::new(), Ok(())));
    assert_recorded(&sandbox, true);
}

#[tokio::test]
async fn reset_before_the_request_leaves_no_trace_of_it() {
    let (sandbox, client) = start().await;
    sandbox.fault_next(Fault::ResetBeforeRequest);
    let (bytes, end) = RawClient::send(&sandbox).read_all();
    assert!(bytes.is_empty());
    assert_eq!(end, Err(ErrorKind::ConnectionReset));
    assert!(sandbox.requests().is_empty());
    assert!(sandbox.customer(ADA).received().is_empty());
    client.accepted(&text(ADA, "again")).await;
}

#[tokio::test]
async fn reset_before_the_request_works_on_a_connection_that_was_kept_open() {
    let (sandbox, _) = start().await;
    let mut kept = RawClient::send(&sandbox);
    let (first, end) = kept.read_all();
    assert!(first.starts_with(b"HTTP/1.1 200 OK"));
    assert_eq!(end, Err(ErrorKind::WouldBlock));

    sandbox.fault_next(Fault::ResetBeforeRequest);
    let line = format!(
        "POST /{}/messages HTTP/1.1\r\nhost: x\r\n\r\n",
        sandbox.phone_number_id()
    );
    kept.0.write_all(line.as_bytes()).unwrap();
    assert_eq!(
        kept.read_all(),
        (Vec::new(), Err(ErrorKind::ConnectionReset))
    );
    assert_recorded(&sandbox, true);
    assert_eq!(sandbox.connections(), 1);
}

#[tokio::test]
async fn a_stall_after_the_request_keeps_the_connection_open_in_silence() {
    let (sandbox, _) = start().await;
    sandbox.fault_next(Fault::StallAfterRequest);
    let (bytes, end) = RawClient::send(&sandbox).read_all();
    assert!(bytes.is_empty());
    assert_eq!(end, Err(ErrorKind::WouldBlock));
    assert_recorded(&sandbox, true);
}

#[tokio::test]
async fn half_a_body_comes_before_a_stall_a_reset_or_an_end() {
    let cases = [
        (Fault::StallMidBody, Err(ErrorKind::WouldBlock)),
        (Fault::ResetMidBody, Err(ErrorKind::ConnectionReset)),
        (Fault::TruncatedBody, Ok(())),
    ];
    for (fault, how) in cases {
        let (sandbox, _) = start().await;
        sandbox.fault_next(fault.clone());
        let (bytes, end) = RawClient::send(&sandbox).read_all();
        let (head, body) = split(&bytes);
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{fault:?}");
        assert_eq!(body.len(), announced(&head) / 2, "{fault:?}");
        assert!(body.starts_with(b"{\"messaging_product\""), "{fault:?}");
        assert_eq!(end, how, "{fault:?}");
        assert_recorded(&sandbox, true);
    }
}

#[tokio::test]
async fn noise_is_not_http() {
    let (sandbox, client) = start().await;
    sandbox.fault_next(Fault::NotHttp);
    assert!(client.try_send(&text(ADA, "hello")).await.is_err());
    assert_recorded(&sandbox, true);
}

#[tokio::test]
async fn a_slow_drip_brings_the_whole_answer_in_the_end() {
    let (sandbox, client) = start().await;
    sandbox.fault_next(Fault::slow_drip(Duration::from_micros(1)));
    client.accepted(&text(ADA, "hello")).await;
    assert_recorded(&sandbox, true);

    sandbox.fault_next(Fault::slow_drip(Duration::from_mins(1)));
    let (bytes, end) = RawClient::send(&sandbox).read_all();
    assert_eq!(
        (bytes.as_slice(), end),
        (b"H".as_slice(), Err(ErrorKind::WouldBlock))
    );
}

#[tokio::test]
async fn a_wrong_request_has_no_effect_even_under_a_fault_that_accepts() {
    let (sandbox, _) = start().await;
    let mut client = Client::of(&sandbox);
    "wrong".clone_into(&mut client.token);
    sandbox.fault_next(Fault::TruncatedBody);
    let cut = client.try_send(&text(ADA, "hello")).await.unwrap();
    assert_eq!(cut.status(), 401);
    assert!(cut.bytes().await.is_err());
    assert_recorded(&sandbox, false);
}

#[tokio::test]
async fn dropping_the_sandbox_ends_stalled_connections_and_frees_the_port() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.fault_next(Fault::StallAfterRequest);
    let mut raw = RawClient::send(&sandbox);
    sandbox.wait_for_requests(1).await.unwrap();
    let address = sandbox.address();
    drop(sandbox);
    assert_ne!(raw.read_all().1, Err(ErrorKind::WouldBlock));
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_fault_is_written_in_json_by_its_name() {
    let cases = [
        (
            json!({"fault": "stall-after-request"}),
            Fault::StallAfterRequest,
        ),
        (
            json!({"fault": "delay", "millis": 20}),
            Fault::delay(Duration::from_millis(20)),
        ),
        (
            json!({"fault": "oversized-body", "bytes": 9}),
            Fault::OversizedBody { bytes: 9 },
        ),
        (
            json!({"fault": "error", "code": 131_056}),
            Fault::error(131_056),
        ),
        (
            json!({"fault": "error", "code": 4, "status": 429, "headers": [["Retry-After", "3"]]}),
            GraphError::new(4)
                .status(429)
                .header("Retry-After", "3")
                .into(),
        ),
    ];
    for (written, fault) in cases {
        assert_eq!(serde_json::from_value::<Fault>(written).unwrap(), fault);
        let round = serde_json::to_value(&fault).unwrap();
        assert_eq!(serde_json::from_value::<Fault>(round).unwrap(), fault);
    }
}
