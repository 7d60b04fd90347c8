//! A shutdown leaves everything safe.

mod support;

use std::sync::Arc;

use http::StatusCode;
use support::adapters::{message, notification};
use support::host::{Host, deliver_messages};
use support::receiver::{Manner, Receiver};
use support::until;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[tokio::test]
async fn a_request_that_is_under_way_is_finished_and_no_other_is_accepted() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    let address = host.address();
    let body = notification(&[message("m1", "39")]);
    let (first, rest) = body.split_at(10);
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /wfe/api/advancedwebhook/shop HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\nx-hub-signature-256: {}\r\ncontent-length: {}\r\n\r\n",
        support::sender::signature(body.as_bytes()),
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // The server asks for the body: the request is under way.
    let mut answer = [0; 25];
    stream.read_exact(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 100"));
    stream.write_all(first.as_bytes()).await.unwrap();
    let stopping = tokio::spawn(async move { host.restart().await });
    until("no connection is accepted", async || {
        TcpStream::connect(address).await.is_err()
    })
    .await;
    stream.write_all(rest.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let _host = stopping.await.unwrap();
    until("it is delivered", async || receiver.ids() == ["m1"]).await;
}

#[tokio::test]
async fn a_delivery_that_does_not_end_is_cut_and_made_again() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Stall);
    let settings = deliver_messages("a", &receiver.url(), "timeoutSeconds = 300");
    let host = Host::start(&format!("{settings}\n[server]\nshutdownSeconds = 0")).await;
    let body = notification(&[message("m1", "39")]);
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
    until("it is under way", async || receiver.attempts() == 1).await;
    let _host = host.restart().await;
    receiver.be(Manner::Take);
    until("it is delivered", async || {
        receiver.ids().contains(&"m1".to_owned())
    })
    .await;
    assert_eq!(receiver.attempts(), 2);
}

#[tokio::test]
async fn a_host_that_is_dropped_without_a_shutdown_leaves_nothing_running() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    let body = notification(&[message("m1", "39")]);
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
    until("it is delivered", async || receiver.ids() == ["m1"]).await;
    let adapters = Arc::clone(&host.adapters);
    drop(host);
    until("nobody has its adapters", async || {
        Arc::strong_count(&adapters) == 1
    })
    .await;
}
