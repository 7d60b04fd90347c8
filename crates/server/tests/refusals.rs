//! Whoever is refused gets to read it, and it is counted.

mod support;

use http::StatusCode;
use support::host::Host;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const WEBHOOK: &str = "/wfe/api/advancedwebhook/shop";
const COMMAND: &str = "/adapters/shop/commands/process";

/// How many bytes a large body has: more than fits between two sockets that
/// nobody reads from.
const LARGE: usize = 12 << 20;

async fn refused(host: &Host, reason: &str) -> Option<f64> {
    let line = format!("uip_requests_refused_total{{reason=\"{reason}\"}}");
    host.metric(&line).await
}

/// The status of the next answer, whose body is as long as it says.
async fn status(stream: &mut TcpStream) -> String {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        let byte = stream.read_u8().await.expect("an answer, and no reset");
        head.push(char::from(byte));
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    stream.read_exact(&mut vec![0; length]).await.unwrap();
    head.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_command_where_the_commands_api_is_off_is_answered_with_what_to_set() {
    let host = Host::start("").await;
    let (status, text) = host.get("/openapi.json").await;
    assert_eq!(status, 404);
    assert!(text.contains("only if a commandsToken is set"), "{text}");
    assert_eq!(
        host.get("/adapters/shop/commands/process").await,
        (404, text)
    );
    assert_eq!(refused(&host, "unknown-path").await, Some(2.0));
}

#[tokio::test]
async fn a_client_that_writes_a_large_body_first_gets_its_answer_and_goes_on() {
    let host = Host::start("").await;
    let body = vec![b'x'; LARGE];
    for (method, path, answer, reason) in [
        ("POST", "/webhook", "404 Not Found", "unknown-path"),
        (
            "POST",
            "/wfe/api/advancedwebhook/other",
            "404 Not Found",
            "unknown-trigger",
        ),
        ("PUT", WEBHOOK, "405 Method Not Allowed", "wrong-method"),
    ] {
        for framing in ["length", "chunks"] {
            let before = refused(&host, reason).await.unwrap_or_default();
            let mut stream = TcpStream::connect(host.address()).await.unwrap();
            let (framed, body) = if framing == "length" {
                (format!("content-length: {LARGE}"), body.clone())
            } else {
                let mut chunk = format!("{LARGE:x}\r\n").into_bytes();
                chunk.extend(&body);
                chunk.extend(b"\r\n0\r\n\r\n");
                ("transfer-encoding: chunked".to_owned(), chunk)
            };
            let head = format!("{method} {path} HTTP/1.1\r\nhost: h\r\n{framed}\r\n\r\n");
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(&body).await.expect("it is read");
            assert_eq!(status(&mut stream).await, format!("HTTP/1.1 {answer}"));
            let next = "GET /healthz HTTP/1.1\r\nhost: h\r\n\r\n";
            stream.write_all(next.as_bytes()).await.unwrap();
            assert_eq!(status(&mut stream).await, "HTTP/1.1 200 OK", "{path}");
            let counted = refused(&host, reason).await;
            assert_eq!(counted, Some(before + 1.0), "{reason}");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_so_that_its_sender_can_read_it() {
    let host = Host::start("[server]\nmaxBody = 65536").await;
    let mut stream = TcpStream::connect(host.address()).await.unwrap();
    let head = format!("POST {WEBHOOK} HTTP/1.1\r\nhost: h\r\ncontent-length: {LARGE}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let written = stream.write_all(&vec![b'x'; LARGE]).await;
    written.expect("it is read");
    let answer = status(&mut stream).await;
    assert_eq!(answer, "HTTP/1.1 413 Payload Too Large");
}

#[tokio::test]
async fn a_client_that_asks_before_it_sends_is_not_asked_for_what_is_refused() {
    let settings = "[server]\nmaxBody = 65536\ncommandsToken = { env = \"TOKEN\" }";
    let host = Host::start(settings).await;
    for (path, answer) in [
        (WEBHOOK, "413 Payload Too Large"),
        (COMMAND, "413 Payload Too Large"),
        ("/nowhere", "404 Not Found"),
    ] {
        let mut stream = TcpStream::connect(host.address()).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: h\r\nauthorization: Bearer a token of the test\r\n\
             content-type: application/json\r\nexpect: 100-continue\r\ncontent-length: 100000\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        assert_eq!(status(&mut stream).await, format!("HTTP/1.1 {answer}"));
    }
}

#[tokio::test]
async fn a_body_that_nobody_wants_and_that_does_not_come_is_not_waited_for_long() {
    let host = Host::start("[server]\nbodyTimeoutSeconds = 1").await;
    let mut stream = TcpStream::connect(host.address()).await.unwrap();
    let head = "POST /nowhere HTTP/1.1\r\nhost: h\r\ncontent-length: 9\r\n\r\nx";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let read = tokio::time::timeout(support::PATIENCE, stream.read_to_string(&mut answer));
    read.await.expect("the server closes").unwrap();
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
}

#[tokio::test]
async fn the_commands_api_has_the_servers_limits_and_its_refusals_are_counted() {
    let settings =
        "[server]\nmaxBody = 1024\nbodyTimeoutSeconds = 1\ncommandsToken = { env = \"TOKEN\" }";
    let host = Host::start(settings).await;
    let url = format!("http://{}{COMMAND}", host.address());
    let call = |token: &str, body: String| {
        reqwest::Client::new()
            .post(&url)
            .bearer_auth(token)
            .header("content-type", "application/json")
            .body(body)
            .send()
    };
    let fits = format!(
        "{{\"notification\":\"{{}}\",\"signature\":\"{}\"}}",
        "x".repeat(900)
    );
    assert!(fits.len() < 1024);
    let token = "a token of the test";
    let answer = call(token, fits.clone()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let answer = call(token, fits + &" ".repeat(1024)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(refused(&host, "too-large").await, Some(1.0));
    let answer = call("another token", "{}".to_owned()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(refused(&host, "unauthorized").await, Some(1.0));

    let mut stream = TcpStream::connect(host.address()).await.unwrap();
    let start = format!(
        "POST {COMMAND} HTTP/1.1\r\nhost: h\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
    );
    stream.write_all(start.as_bytes()).await.unwrap();
    let answer = tokio::time::timeout(support::PATIENCE / 2, status(&mut stream)).await;
    assert_eq!(answer.expect("an answer"), "HTTP/1.1 408 Request Timeout");
    assert_eq!(refused(&host, "too-slow").await, Some(1.0));
}
