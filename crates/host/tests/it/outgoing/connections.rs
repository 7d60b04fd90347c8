//! Connections that are kept, lost, cut and silent.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::json;
use tokio::sync::oneshot;

use super::{fetch, get, post};
use uip_testkit::Server;
use uip_testkit::tiny::{configure, instance_for, tiny};

#[tokio::test]
async fn requests_share_one_connection_over_all_instances_of_a_host() {
    let server = Server::answering("hello").await;
    let adapter = tiny();
    for _ in 0..3 {
        let instance = configure(&adapter)
            .property("baseUrl", server.url())
            .build()
            .unwrap();
        for _ in 0..5 {
            let response = post(&instance, &server.url(), "x").await.unwrap();
            assert_eq!(
                (&response["httpStatus"], &response["body"]),
                (&json!(200), &json!("hello"))
            );
        }
    }
    assert_eq!(server.requests().len(), 15);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_request_arrives_with_its_host_and_length() {
    let server = Server::answering("hello").await;
    post(
        &instance_for(&server),
        &format!("{}/path?q=1", server.url()),
        "body",
    )
    .await
    .unwrap();
    let request = &server.requests()[0];
    let host = server.url().replace("http://", "");
    assert!(
        request.head.starts_with("POST /path?q=1 HTTP/1.1\r\n"),
        "{}",
        request.head
    );
    assert!(
        request
            .head
            .to_lowercase()
            .contains(&format!("host: {host}\r\n")),
        "{}",
        request.head
    );
    assert!(
        request
            .head
            .to_lowercase()
            .contains("content-length: 4\r\n"),
        "{}",
        request.head
    );
    assert_eq!(request.body, b"body");
}

#[tokio::test]
async fn a_body_in_pieces_without_a_length_arrives_whole() {
    let server = Server::answering("hello").await;
    let body = "0123456789".repeat(20_000);
    let request = json!({ "url": server.url(), "body": body, "pieces": 7 });
    fetch(&instance_for(&server), request).await.unwrap();
    assert_eq!(server.requests()[0].body, body.as_bytes());
}

#[tokio::test]
async fn a_large_response_arrives_whole() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        let length = 20 << 20;
        connection
            .write(format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n"
            ))
            .await;
        for _ in 0..20 {
            connection.write(vec![b'x'; 1 << 20]).await;
        }
    })
    .await;
    let response = get(&instance_for(&server), &server.url()).await.unwrap();
    assert_eq!(response["bodyLength"], 20 << 20);
}

#[tokio::test]
async fn a_closed_port_is_a_refused_connection() {
    let server = Server::answering("").await;
    let instance = instance_for(&server);
    let url = server.url();
    drop(server);
    // The port closes when the server's task has ended.
    while tokio::net::TcpStream::connect(url.replace("http://", ""))
        .await
        .is_ok()
    {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        post(&instance, &url, "x").await,
        Err("ConnectionRefused".to_owned())
    );
}

#[tokio::test]
async fn a_guest_that_still_writes_a_large_body_learns_why_the_request_failed() {
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let instance = configure(&tiny())
        .property("baseUrl", closed.as_str())
        .build()
        .unwrap();
    let request = json!({ "url": closed, "body": "x".repeat(3 << 20), "mindWriteErrors": true });
    assert_eq!(
        fetch(&instance, request).await,
        Err("ConnectionRefused".to_owned())
    );
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_a_lookup_error() {
    let url = "http://no-such-host.invalid";
    let instance = configure(&tiny()).property("baseUrl", url).build().unwrap();
    let error = post(&instance, url, "x").await.unwrap_err();
    assert!(error.starts_with("DnsError"), "{error}");
}

#[tokio::test]
async fn a_silent_server_is_a_read_timeout() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        std::future::pending::<()>().await;
    })
    .await;
    let request = json!({ "url": server.url(), "body": "x", "firstByteTimeoutMs": 200 });
    let outcome = fetch(&instance_for(&server), request).await;
    assert_eq!(outcome, Err("ConnectionReadTimeout".to_owned()));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_response_that_stops_in_the_middle_is_a_read_timeout() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        connection
            .write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
            .await;
        std::future::pending::<()>().await;
    })
    .await;
    let request = json!({ "url": server.url(), "betweenBytesTimeoutMs": 200 });
    let error = fetch(&instance_for(&server), request).await.unwrap_err();
    assert_eq!(error, "body-failed connection read timeout");
}

#[tokio::test]
async fn a_response_that_drips_is_no_timeout_while_it_goes_on() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        connection
            .write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n")
            .await;
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_millis(60)).await;
            connection.write("x").await;
        }
    })
    .await;
    let request = json!({ "url": server.url(), "betweenBytesTimeoutMs": 400 });
    let response = fetch(&instance_for(&server), request).await.unwrap();
    assert_eq!(response["body"], "xxxxxxxxxx");
}

#[tokio::test]
async fn a_connection_that_is_reset_after_the_request_is_terminated() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        connection.reset();
    })
    .await;
    let outcome = post(&instance_for(&server), &server.url(), "x").await;
    assert_eq!(outcome, Err("ConnectionTerminated".to_owned()));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_truncated_response_is_incomplete() {
    for head in ["content-length: 100", "transfer-encoding: chunked"] {
        let server = Server::start(move |mut connection| async move {
            connection.request().await;
            connection
                .write(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n5\r\nhello"))
                .await;
        })
        .await;
        let error = get(&instance_for(&server), &server.url())
            .await
            .unwrap_err();
        assert_eq!(error, "body-failed incomplete HTTP response", "{head}");
    }
}

#[tokio::test]
async fn garbage_in_place_of_a_response_is_a_protocol_error() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        connection
            .write("\u{0}\u{1}\u{2} this is not HTTP\r\n\r\n")
            .await;
    })
    .await;
    let outcome = post(&instance_for(&server), &server.url(), "x").await;
    assert_eq!(outcome, Err("HttpProtocolError".to_owned()));
}

#[tokio::test]
async fn a_head_without_end_is_an_error_and_not_a_full_memory() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        connection.write("HTTP/1.1 200 OK\r\n").await;
        for number in 0..100_000 {
            connection
                .write(format!("x-{number}: {}\r\n", "y".repeat(100)))
                .await;
        }
    })
    .await;
    let error = get(&instance_for(&server), &server.url())
        .await
        .unwrap_err();
    assert!(
        error.starts_with("HttpResponseHeaderSectionSize"),
        "{error}"
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let target = Server::answering("the other").await;
    let location = target.url();
    let server = Server::start(move |mut connection| {
        let location = location.clone();
        async move {
            connection.request().await;
            connection.write(format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n")).await;
        }
    })
    .await;
    let response = post(&instance_for(&server), &server.url(), "x")
        .await
        .unwrap();
    assert_eq!(response["httpStatus"], 307);
    assert_eq!(target.connections(), 0);
}

#[tokio::test]
async fn a_response_that_is_dropped_closes_its_connection() {
    let (closed, is_closed) = oneshot::channel();
    let closed = std::sync::Mutex::new(Some(closed));
    let server = Server::start(move |mut connection| {
        let closed = closed.lock().unwrap().take();
        async move {
            connection.request().await;
            connection
                .write("HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\nsome")
                .await;
            if connection.is_closed_by_client().await {
                closed.unwrap().send(()).unwrap();
            }
        }
    })
    .await;
    let request = json!({ "url": server.url(), "dropBody": true });
    assert_eq!(
        fetch(&instance_for(&server), request).await.unwrap()["httpStatus"],
        200
    );
    is_closed.await.unwrap();
}

/// The server takes the second request on a kept connection and closes. The
/// request has left: it must be neither repeated nor called unsent.
#[tokio::test]
async fn a_request_on_a_kept_connection_is_never_sent_again_once_it_left() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        connection.answer("first").await;
        connection.request().await;
    })
    .await;
    let instance = instance_for(&server);
    post(&instance, &server.url(), "first").await.unwrap();
    let outcome = post(&instance, &server.url(), "second").await;
    assert_eq!(outcome, Err("ConnectionTerminated".to_owned()));
    let bodies: Vec<_> = server
        .requests()
        .into_iter()
        .map(|request| request.body)
        .collect();
    assert_eq!(bodies, [b"first".to_vec(), b"second".to_vec()]);
    assert_eq!(server.connections(), 1);
}

/// The server closes each connection after one answer, without announcing it.
/// A request may cross with that; whatever comes of it, nobody gets one twice.
#[tokio::test]
async fn a_server_that_closes_kept_connections_gets_no_request_twice() {
    let server = Server::start(|mut connection| async move {
        connection.request().await;
        connection.answer("once").await;
    })
    .await;
    let instance = instance_for(&server);
    let mut answered = 0;
    for number in 0..200 {
        match post(&instance, &server.url(), &number.to_string()).await {
            Ok(_) => answered += 1,
            Err(error) => assert_eq!(error, "ConnectionTerminated"),
        }
    }
    let requests = server.requests();
    let distinct: HashSet<_> = requests.iter().map(|request| &request.body).collect();
    assert_eq!(distinct.len(), requests.len());
    assert!(
        answered > 0 && answered <= requests.len(),
        "{answered} of {}",
        requests.len()
    );
}

#[tokio::test]
async fn a_connection_that_closes_before_any_request_is_an_error_and_nothing_arrives() {
    let server = Server::start(|connection| async move { connection.reset() }).await;
    let error = post(&instance_for(&server), &server.url(), "x")
        .await
        .unwrap_err();
    assert!(
        matches!(error.as_str(), "ConnectionRefused" | "ConnectionTerminated"),
        "{error}"
    );
    assert!(server.requests().is_empty());
}
