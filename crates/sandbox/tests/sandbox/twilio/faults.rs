//! Each fault, as a client of Twilio meets it.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::json;
use uip_sandbox::{Attachment, Fault, GraphError, Operation, Sandbox};

use super::{ADA, Body, TO_ADA, encoded, start};

/// Sends a text over a bare socket. Returns everything until the end, and how it ended.
fn send(sandbox: &Sandbox) -> (Vec<u8>, Result<(), ErrorKind>) {
    let mut stream = TcpStream::connect(sandbox.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    let account = sandbox.twilio();
    let from = format!("whatsapp:+{}", account.number);
    let body = encoded(&[("From", &from), ("To", TO_ADA), ("Body", "hello")]);
    let credentials = STANDARD.encode(format!("{}:{}", account.account_sid, account.auth_token));
    let request = format!(
        "POST /2010-04-01/Accounts/{}/Messages.json HTTP/1.1\r\nhost: localhost\r\nauthorization: Basic \
         {credentials}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        account.account_sid,
        body.len()
    );
    let _ = stream.write_all(request.as_bytes());
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return (bytes, Ok(())),
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(error) => return (bytes, Err(error.kind())),
        }
    }
}

#[tokio::test]
async fn an_error_has_twilios_shape_and_no_effect() {
    for (error, status, code, message) in [
        (GraphError::new(20_429), 429, 20_429, "Too Many Requests"),
        (
            GraphError::new(20_500).status(502),
            502,
            20_500,
            "An internal server error has occurred",
        ),
        (
            GraphError::new(63_038),
            429,
            63_038,
            "Account exceeded the daily messages limit",
        ),
        (
            GraphError::new(21_610).message("Stopped."),
            400,
            21_610,
            "Stopped.",
        ),
    ] {
        let (sandbox, client) = start().await;
        sandbox.fault_next(error.header("Retry-After", "7"));
        let form = [
            ("From", client.from.as_str()),
            ("To", TO_ADA),
            ("Body", "Hello"),
        ];
        let path = client.path("Messages.json");
        let response = client
            .request(Method::POST, &path, &Body::Form(&form))
            .await;
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()["retry-after"], "7");
        let body: serde_json::Value = response.json().await.unwrap();
        assert_eq!(
            body,
            json!({
                "code": code,
                "message": message,
                "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
                "status": status,
            })
        );
        assert!(sandbox.customer(ADA).received().is_empty());
        assert!(sandbox.take_webhooks().is_empty());
        assert_eq!(sandbox.sends().len(), 1);
    }
}

#[tokio::test]
async fn something_other_than_twilio_answers() {
    let (sandbox, client) = start().await;
    sandbox.faults([
        Fault::html(502),
        Fault::garbage_json(201),
        Fault::empty_ok(),
    ]);
    let form = [
        ("From", client.from.as_str()),
        ("To", TO_ADA),
        ("Body", "Hello"),
    ];
    let path = client.path("Messages.json");
    for (status, sent) in [(502, 0), (201, 1), (200, 2)] {
        let response = client
            .request(Method::POST, &path, &Body::Form(&form))
            .await;
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(sandbox.customer(ADA).received().len(), sent);
    }
}

#[tokio::test]
async fn a_message_is_sent_or_not_whatever_the_client_sees() {
    for (fault, ending, answers, sent) in [
        (
            Fault::ResetBeforeRequest,
            Err(ErrorKind::ConnectionReset),
            false,
            0,
        ),
        (
            Fault::ResetAfterRequest,
            Err(ErrorKind::ConnectionReset),
            false,
            1,
        ),
        (Fault::CloseAfterRequest, Ok(()), false, 1),
        (
            Fault::StallAfterRequest,
            Err(ErrorKind::WouldBlock),
            false,
            1,
        ),
        (Fault::StallMidBody, Err(ErrorKind::WouldBlock), true, 1),
        (
            Fault::ResetMidBody,
            Err(ErrorKind::ConnectionReset),
            true,
            1,
        ),
        (Fault::TruncatedBody, Ok(()), true, 1),
        (Fault::NotHttp, Ok(()), true, 1),
    ] {
        let (sandbox, _client) = start().await;
        sandbox.fault_next(fault.clone());
        let (bytes, ended) = send(&sandbox);
        assert_eq!(ended, ending, "{fault}");
        assert_eq!(!bytes.is_empty(), answers, "{fault}");
        assert_eq!(sandbox.customer(ADA).received().len(), sent, "{fault}");
        assert!(sandbox.pending_faults().is_empty(), "{fault}");
    }
}

#[tokio::test]
async fn a_slow_and_a_large_answer_are_right() {
    for fault in [
        Fault::delay(Duration::from_millis(1)),
        Fault::slow_drip(Duration::ZERO),
        Fault::OversizedBody { bytes: 100_000 },
    ] {
        let (sandbox, client) = start().await;
        sandbox.fault_next(fault);
        let message = client.accepted(&[("Body", "Hello")]).await;
        assert_eq!(message["status"], "queued");
        assert_eq!(sandbox.customer(ADA).received().len(), 1);
    }
}

#[tokio::test]
async fn a_fault_can_wait_for_the_media_or_for_another_request() {
    let (sandbox, client) = start().await;
    let ada = sandbox
        .customer(ADA)
        .writing_to(&sandbox.twilio().number)
        .unwrap();
    ada.sends_media(Attachment::image("image/png", "a picture"));
    let url = sandbox.take_webhooks()[0]
        .parameter("MediaUrl0")
        .unwrap()
        .to_owned();
    sandbox.fault_next_on(Operation::Other, Fault::error(20_404));
    sandbox.fault_next_on(Operation::Download, Fault::html(503));
    client.text("Hello").await;
    assert_eq!(sandbox.pending_faults().len(), 2);
    // A file that was just announced can be missing for some seconds.
    let response = client.request(Method::GET, &url, &Body::None).await;
    assert_eq!(response.status(), 404);
    let response = client.request(Method::GET, &url, &Body::None).await;
    let stored = response.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(reqwest::get(&stored).await.unwrap().status(), 503);
    assert_eq!(
        reqwest::get(&stored).await.unwrap().text().await.unwrap(),
        "a picture"
    );
    assert!(sandbox.pending_faults().is_empty());
}
