//! Whoever misbehaves harms only himself.

mod support;

use std::time::Duration;

use http::StatusCode;
use support::adapters::{message, notification};
use support::host::{Host, deliver_messages};
use support::receiver::Receiver;
use support::sender::signature;
use support::until;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const HEAD: &str = "POST /wfe/api/advancedwebhook/shop HTTP/1.1\r\nhost: h\r\n";

/// Sends text and reads until the server closes the connection, or for as long
/// as `PATIENCE`.
async fn exchange(host: &Host, text: &[u8]) -> String {
    let mut stream = TcpStream::connect(host.address()).await.unwrap();
    // A server that refuses may close before it has read everything.
    let _ = stream.write_all(text).await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(support::PATIENCE, stream.read_to_end(&mut answer))
        .await
        .expect("the server closes");
    String::from_utf8_lossy(&answer).into_owned()
}

async fn still_serves(host: &Host, id: &str) {
    let body = notification(&[message(id, "39")]);
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
}

#[tokio::test]
async fn a_head_that_never_ends_is_given_up_and_others_are_served() {
    let host = Host::start("[server]\nheaderTimeoutSeconds = 1").await;
    let mut slow = TcpStream::connect(host.address()).await.unwrap();
    slow.write_all(HEAD.as_bytes()).await.unwrap();
    still_serves(&host, "m1").await;
    // One byte now and then does not help.
    let end = async {
        while slow.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(support::PATIENCE, end)
        .await
        .expect("the server closes");
}

#[tokio::test]
async fn a_body_that_never_ends_is_given_up_and_others_are_served() {
    let host = Host::start("[server]\nbodyTimeoutSeconds = 1").await;
    let slow = format!("{HEAD}content-length: 100\r\n\r\n{{");
    let (answer, ()) = tokio::join!(exchange(&host, slow.as_bytes()), still_serves(&host, "m1"));
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[tokio::test]
async fn a_body_that_says_it_is_too_large_is_refused_before_it_is_read() {
    let host = Host::start("").await;
    let large = format!("{HEAD}content-length: 99999999999\r\n\r\n");
    let answer = exchange(&host, large.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    still_serves(&host, "m1").await;
}

#[tokio::test]
async fn chunks_without_end_are_refused_at_the_limit() {
    let host = Host::start("[server]\nmaxBody = 65536").await;
    let mut stream = TcpStream::connect(host.address()).await.unwrap();
    let head = format!("{HEAD}transfer-encoding: chunked\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut read, mut write) = stream.split();
    let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
    let endless = async { while write.write_all(chunk.as_bytes()).await.is_ok() {} };
    let mut answer = [0; 12];
    let answered = tokio::select! {
        answered = read.read_exact(&mut answer) => answered.is_ok(),
        () = endless => false,
    };
    // The answer may be lost when the server closes with chunks unread.
    assert!(!answered || answer.starts_with(b"HTTP/1.1 413"));
    until("it is refused", async || {
        host.metric("uip_requests_refused_total{reason=\"too-large\"}")
            .await
            == Some(1.0)
    })
    .await;
    still_serves(&host, "m1").await;
}

#[tokio::test]
async fn a_body_of_just_the_limit_is_taken_and_one_byte_more_is_not() {
    let host = Host::start("[server]\nmaxBody = 4096").await;
    let body = |length: usize| format!("{{\"events\":[],\"x\":\"{}\"}}", "x".repeat(length - 20));
    assert_eq!(body(4096).len(), 4096);
    assert_eq!(host.sender().send(body(4096)).await, StatusCode::OK);
    assert_eq!(
        host.sender().send(body(4097)).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn a_flood_of_headers_is_refused() {
    let host = Host::start("").await;
    let many = format!("{HEAD}{}\r\n", "x: y\r\n".repeat(1000));
    let large = format!("{HEAD}x: {}\r\n\r\n", "y".repeat(1 << 20));
    for flood in [many, large] {
        let answer = exchange(&host, flood.as_bytes()).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
            "{answer}"
        );
    }
    still_serves(&host, "m1").await;
}

#[tokio::test]
async fn what_is_not_http_is_refused() {
    let host = Host::start("").await;
    let both = format!(
        "{HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"
    );
    for garbage in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"\0\0\0\0\r\n\r\n".to_vec(),
        b"GET /\r\n\r\n".to_vec(),
        format!("{HEAD}content-length: -1\r\n\r\n").into_bytes(),
        format!("{HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\n{{}}").into_bytes(),
        format!("{HEAD}transfer-encoding: gzip\r\n\r\n").into_bytes(),
        format!("{HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n").into_bytes(),
        both.into_bytes(),
    ] {
        let answer = exchange(&host, &garbage).await;
        assert!(!answer.contains("HTTP/1.1 2"), "{answer}");
    }
    still_serves(&host, "m1").await;
}

#[tokio::test]
async fn a_compressed_body_is_not_taken_for_json() {
    let host = Host::start("").await;
    let gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xae, 5, 0];
    let response = reqwest::Client::new()
        .post(format!(
            "http://{}/wfe/api/advancedwebhook/shop",
            host.address()
        ))
        .header("content-encoding", "gzip")
        .header("X-Hub-Signature-256", signature(&gzip))
        .body(gzip.to_vec())
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_thousand_idle_connections_harm_nobody() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    let mut idle = Vec::new();
    for _ in 0..1000 {
        idle.push(TcpStream::connect(host.address()).await.unwrap());
    }
    until("they are all open", async || {
        host.metric("uip_connections").await >= Some(1000.0)
    })
    .await;
    still_serves(&host, "m1").await;
    until("it is delivered", async || receiver.ids() == ["m1"]).await;
    drop(idle);
    until("they are all closed", async || {
        host.metric("uip_connections").await < Some(100.0)
    })
    .await;
}

#[tokio::test]
async fn one_connection_too_many_is_told_to_come_again_and_idle_ones_make_room() {
    let host = Host::start("[server]\nmaxConnections = 2\nheaderTimeoutSeconds = 1").await;
    let _idle = [
        TcpStream::connect(host.address()).await.unwrap(),
        TcpStream::connect(host.address()).await.unwrap(),
    ];
    until("one more is refused", async || {
        let mut stream = TcpStream::connect(host.address()).await.unwrap();
        let mut answer = [0; 12];
        let read = tokio::time::timeout(Duration::from_millis(200), stream.read_exact(&mut answer));
        matches!(read.await, Ok(Ok(_))) && answer.starts_with(b"HTTP/1.1 503")
    })
    .await;
    until("idle ones were closed", async || {
        let body = notification(&[message("m1", "39")]);
        matches!(host.sender().try_send(body).await, Ok(StatusCode::OK))
    })
    .await;
}
