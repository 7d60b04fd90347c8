//! Deliveries through a proxy.

mod support;

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use support::adapters::{FakeAdapters, message, notification};
use support::host::{config, deliver_messages};
use support::receiver::Receiver;
use support::sender::Sender;
use support::until;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use uip_server::operations::Operations;
use uip_server::{Clock, Proxies, Running, Server};

/// A host that delivers messages to `receiver` through `proxy`, and that has one to deliver.
async fn with_event(receiver: &str, proxy: &str) -> (Running, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let settings = deliver_messages("a", receiver, "");
    let adapters: Arc<FakeAdapters> = Arc::default();
    let running = Server::new(config(folder.path(), &settings), adapters)
        .clock(Clock::manual())
        .poll_every(Duration::from_millis(10))
        .proxies(Proxies::all(proxy.parse().unwrap()))
        .run()
        .await
        .unwrap();
    let sender = Sender::new(running.local_addr(), "shop");
    let sent = sender.send(notification(&[message("m1", "39")])).await;
    assert_eq!(sent, StatusCode::OK);
    (running, folder)
}

fn last_error(folder: &TempDir) -> Option<String> {
    let operations = Operations::open(&folder.path().join("uip-inbox.sqlite")).unwrap();
    let event = operations.event(None, "m1").ok()?;
    event.deliveries.first()?.last_error.clone()
}

#[tokio::test]
async fn an_event_reaches_a_receiver_that_only_the_proxy_can_find() {
    let proxy = Receiver::start().await;
    let address = format!("http://Ada:open-sesame@{}", proxy.address);
    let (running, _folder) = with_event("http://n8n.example/hook", &address).await;
    until("the proxy has it", async || proxy.count() == 1).await;
    let got = proxy.took().remove(0);
    assert_eq!(
        got.header("proxy-authorization"),
        "Basic QWRhOm9wZW4tc2VzYW1l"
    );
    assert_eq!(got.header("host"), "n8n.example");
    running.shutdown().await;
}

#[tokio::test]
async fn a_receiver_on_this_machine_is_reached_without_it_and_sees_no_credentials() {
    let (receiver, proxy) = (Receiver::start().await, Receiver::start().await);
    let address = format!("http://Ada:open-sesame@{}", proxy.address);
    let (running, _folder) = with_event(&receiver.url(), &address).await;
    until("the receiver has it", async || receiver.count() == 1).await;
    assert!(
        !receiver.took()[0]
            .headers
            .contains_key("proxy-authorization")
    );
    assert_eq!(proxy.attempts(), 0);
    running.shutdown().await;
}

#[tokio::test]
async fn why_a_proxy_makes_no_tunnel_stands_with_the_delivery_without_the_password() {
    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = proxy.local_addr().unwrap();
    let refusing = tokio::spawn(async move {
        loop {
            let (mut stream, _) = proxy.accept().await.unwrap();
            let mut head = [0; 4096];
            let read = stream.read(&mut head).await.unwrap();
            assert!(head[..read].starts_with(b"CONNECT n8n.example:443 HTTP/1.1\r\n"));
            let answer = "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    let shown = format!("the proxy http://{address} does not accept the user and password");
    let address = format!("http://Ada:open-sesame@{address}");
    let (running, folder) = with_event("https://n8n.example/hook", &address).await;
    until("it was tried", async || last_error(&folder).is_some()).await;
    let error = last_error(&folder).unwrap();
    assert!(error.contains(&shown), "{error}");
    assert!(!error.contains("sesame"), "{error}");
    running.shutdown().await;
    refusing.abort();
}
