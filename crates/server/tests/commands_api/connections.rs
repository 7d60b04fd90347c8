//! Connections on bad days.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uip_server::commands_api::Limits;

use crate::api::{Api, TEXT, TOKEN, header, refused};

#[tokio::test]
async fn a_body_of_endless_chunks_is_refused_and_the_connection_closed() {
    let api = Api::start().await;
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    let head = format!(
        "POST {TEXT} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {TOKEN}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    let writer = tokio::spawn(async move {
        let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x1_0000));
        while write.write_all(chunk.as_bytes()).await.is_ok() {}
    });
    let mut answer = [0; 12];
    read.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
    // It ends because the other side closes.
    writer.await.unwrap();
    assert_eq!(api.say("still there").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_body_that_stalls_is_refused() {
    let api = Api::with(Limits {
        body_timeout: Duration::from_millis(50),
        ..Limits::default()
    })
    .await;
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    let start = format!(
        "POST {TEXT} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {TOKEN}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
    );
    stream.write_all(start.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert_eq!(api.calls(), []);
}

/// Clients keep connections, and do not repeat a POST that met a closed one.
#[tokio::test]
async fn a_connection_goes_on_after_a_refusal_whose_body_came_late() {
    let api = Api::start().await;
    for (path, token) in [
        (TEXT, "wrong"),
        ("/adapters/nobody/commands/x", TOKEN),
        ("/openapi.json", TOKEN),
    ] {
        let mut stream = TcpStream::connect(api.address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let request = |more| {
            format!(
                "POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
                 content-length: 2\r\n{more}\r\n"
            )
        };
        for _ in 0..20 {
            stream.write_all(request("").as_bytes()).await.unwrap();
            tokio::task::yield_now().await;
            stream.write_all(b"{}").await.unwrap();
        }
        let last = request("connection: close\r\n") + "{}";
        stream.write_all(last.as_bytes()).await.unwrap();
        let mut answers = String::new();
        stream.read_to_string(&mut answers).await.unwrap();
        assert_eq!(answers.matches("HTTP/1.1 40").count(), 21, "{path}");
    }
}

#[tokio::test]
async fn a_client_that_asks_before_it_sends_a_body_nobody_wants_is_not_asked_for_it() {
    let api = Api::start().await;
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    let head = format!(
        "POST {TEXT} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
         expect: 100-continue\r\ncontent-length: 100\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
}

#[tokio::test]
async fn one_call_too_many_is_503_and_there_is_room_again_after_it() {
    let api = Api::with(Limits {
        max_calls: 1,
        ..Limits::default()
    })
    .await;
    // The head of a request takes the place, before its body is there.
    let body = json!({ "phoneNumber": "+39", "message": "hello" }).to_string();
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    let head = format!(
        "POST {TEXT} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {TOKEN}\r\nconnection: close\r\n\
         content-type: application/json\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // The server asks for the body once it holds the place.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");

    let response = api.say("hello").await;
    assert_eq!(header(&response, "retry-after"), "5");
    let code = refused(response, StatusCode::SERVICE_UNAVAILABLE).await;
    assert_eq!(code, "overloaded");

    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(api.say("hello").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_body_for_which_there_is_no_room_is_503_until_a_call_ends() {
    let api = Api::with(Limits {
        max_bodies: 100,
        ..Limits::default()
    })
    .await;
    let wait = json!({ "phoneNumber": "+39 333 1234567", "message": "wait" });
    let first = tokio::spawn(api.request(Method::POST, TEXT).json(&wait).send());
    api.adapters.begun.notified().await;

    let response = api.say("hello").await;
    assert_eq!(header(&response, "retry-after"), "5");
    let code = refused(response, StatusCode::SERVICE_UNAVAILABLE).await;
    assert_eq!(code, "overloaded");

    api.adapters.gate.add_permits(1);
    assert_eq!(first.await.unwrap().unwrap().status(), StatusCode::OK);
    assert_eq!(api.say("hello").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_call_ends_even_if_its_caller_goes_away() {
    let api = Api::start().await;
    let request = json!({ "phoneNumber": "+39", "message": "wait" });
    let request = api.request(Method::POST, TEXT).json(&request);
    let caller = tokio::spawn(request.send());
    api.adapters.begun.notified().await;
    caller.abort();
    // The server has noticed once it has dropped what answers the caller.
    api.answered.notified().await;
    assert_eq!(api.calls(), []);
    api.adapters.gate.add_permits(1);
    let ended = tokio::time::timeout(Duration::from_secs(10), async {
        while api.calls().is_empty() {
            tokio::task::yield_now().await;
        }
    });
    assert!(ended.await.is_ok(), "the call did not end");
    assert_eq!(api.calls()[0].2["message"], "wait");
}
