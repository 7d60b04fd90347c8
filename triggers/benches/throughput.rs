//! How many signed notifications are acknowledged in a second: by the trigger
//! host, by the same server without the inbox behind it, and by a plain axum
//! handler that only checks the signature. Run by hand:
//! `cargo bench -p uip-triggers`.
//!
//! Load comes from the same process over loopback connections that are kept,
//! so both sides share the processors; what counts is the ratio in one run.
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers to look at"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use http::{HeaderMap, StatusCode};
use serde_json::json;
use support::adapters::{FakeAdapters, message, notification};
use support::host::{config, deliver_messages};
use support::receiver::Receiver;
use support::sender::{SECRET, signature};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use uip_triggers::TriggerHost;
use uip_triggers::signature::Key;

const CONNECTIONS: usize = 256;
const TIME: Duration = Duration::from_secs(5);
const PATH: &str = "/wfe/api/advancedwebhook/shop";

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(run());
}

async fn run() {
    println!(
        "{CONNECTIONS} connections, {TIME:?} each, one message in a notification of about 700 bytes"
    );
    let plain = measure("plain axum, HMAC only", plain().await, None).await;
    let folder = tempfile::tempdir().unwrap();
    let address = uip_triggers::bench::serve_nowhere(config(folder.path(), ""))
        .await
        .unwrap();
    let nowhere = measure("trigger host without the inbox", address, None).await;

    let folder =
        tempfile::tempdir_in(std::env::var("UIP_BENCH_DIR").unwrap_or_else(|_| ".".to_owned()))
            .unwrap();
    let receiver = Receiver::start().await;
    let settings = deliver_messages("a", &receiver.url(), "");
    let adapters = Arc::<FakeAdapters>::default();
    let running = TriggerHost::new(config(folder.path(), &settings), adapters)
        .run()
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    let durable = measure("trigger host, durable", running.local_addr(), None).await;
    println!("durable / plain axum: {:.2}", durable.rate / plain.rate);
    println!(
        "durable / without the inbox: {:.2}",
        durable.rate / nowhere.rate
    );
    let at_end = receiver.count();
    let start = Instant::now();
    while (receiver.count() as u64) < durable.acknowledged
        && start.elapsed() < Duration::from_mins(2)
    {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    println!(
        "events delivered: {at_end} of {} when the load ended, {} after {:.1} s more",
        durable.acknowledged,
        receiver.count(),
        start.elapsed().as_secs_f64()
    );
    let half = measure(
        "trigger host, durable, half load",
        running.local_addr(),
        Some(durable.rate / 2.0),
    )
    .await;
    println!("p99 at half load: {:.1} ms", half.p99.as_secs_f64() * 1e3);
    running.shutdown().await;
}

/// A handler that checks the signature, and nothing else.
async fn plain() -> SocketAddr {
    async fn handle(State(key): State<Key>, headers: HeaderMap, body: Bytes) -> StatusCode {
        match headers.get("x-hub-signature-256") {
            Some(header) if key.verifies_hex(&body, header.as_bytes()) => StatusCode::OK,
            _ => StatusCode::UNAUTHORIZED,
        }
    }
    let router = Router::new()
        .route("/wfe/api/advancedwebhook/{name}", post(handle))
        .with_state(Key::new(SECRET.as_bytes()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

struct Measured {
    rate: f64,
    acknowledged: u64,
    p99: Duration,
}

async fn measure(what: &str, address: SocketAddr, rate: Option<f64>) -> Measured {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let start = Instant::now();
    let end = start + TIME;
    let pause = rate.map(|rate| Duration::from_secs_f64(CONNECTIONS as f64 / rate));
    let mut clients = JoinSet::new();
    for client in 0..CONNECTIONS {
        clients.spawn(async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.set_nodelay(true).unwrap();
            let mut answer = [0; 512];
            let mut times = Vec::new();
            let mut due = start
                + pause
                    .unwrap_or_default()
                    .mul_f64(client as f64 / CONNECTIONS as f64);
            while Instant::now() < end {
                if let Some(pause) = pause {
                    tokio::time::sleep_until(due.into()).await;
                    due += pause;
                }
                let request = request(NEXT.fetch_add(1, Ordering::Relaxed));
                let sent = Instant::now();
                stream.write_all(&request).await.unwrap();
                let mut length = 0;
                while !answer[..length].ends_with(b"\r\n\r\n") {
                    let read = stream.read(&mut answer[length..]).await.unwrap();
                    assert!(read > 0, "the server closed a connection");
                    length += read;
                }
                assert!(
                    answer.starts_with(b"HTTP/1.1 200"),
                    "{}",
                    String::from_utf8_lossy(&answer[..length])
                );
                times.push(sent.elapsed());
            }
            times
        });
    }
    let mut times: Vec<Duration> = clients.join_all().await.concat();
    let elapsed = start.elapsed();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let measured = Measured {
        rate: times.len() as f64 / elapsed.as_secs_f64(),
        acknowledged: times.len() as u64,
        p99: at(0.99),
    };
    println!(
        "{what:36} {:8.0} a second, p50 {:6.2} ms, p99 {:6.2} ms",
        measured.rate,
        at(0.5).as_secs_f64() * 1e3,
        measured.p99.as_secs_f64() * 1e3
    );
    measured
}

/// A signed request. Each is another, as it must be; making and signing it is
/// part of the load, the same for all.
fn request(number: u64) -> Vec<u8> {
    let mut event = message(&format!("wamid.{number}"), &format!("39{}", number % 5000));
    event["properties"]["metadata"] = json!({ "display_phone_number": "15550783881", "phone_number_id": "106540352242922", "filling": "x".repeat(300) });
    let body = notification(&[event]);
    let signature = signature(body.as_bytes());
    format!(
        "POST {PATH} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nx-hub-signature-256: {signature}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
