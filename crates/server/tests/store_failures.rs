//! When the inbox cannot be written, senders are told to come again, and the
//! host works again when the cause is gone.

mod support;

use std::time::Duration;

use http::StatusCode;
use serde_json::json;
use support::adapters::{message, notification};
use support::host::{Host, deliver_messages};
use support::logged::Logged;
use support::receiver::{Manner, Receiver};
use support::until;

#[tokio::test]
async fn a_locked_database_refuses_with_503_and_works_again_when_it_is_free() {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    let body = notification(&[message("m1", "39")]);
    let held = host.hold();
    assert_eq!(
        host.sender().send(body.clone()).await,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(host.get("/healthz").await.0, 200);
    let (status, text) = host.get("/readyz").await;
    assert_eq!((status, text.as_str()), (503, "not ready: store-locked\n"));
    drop(held);
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
    until("it is delivered", async || receiver.ids() == ["m1"]).await;
    until("it is ready", async || host.get("/readyz").await.0 == 200).await;
}

#[tokio::test]
async fn a_full_database_refuses_with_503_and_works_again_when_old_rows_are_deleted() {
    let host = Host::start("[inbox]\nmaxSizeMegabytes = 1").await;
    let large = json!({ "events": [], "filling": "x".repeat(100_000) }).to_string();
    let mut acknowledged = 0;
    let refusal = loop {
        let client = reqwest::Client::new();
        let url = format!("http://{}/wfe/api/advancedwebhook/shop", host.address());
        let response = client
            .post(url)
            .header(
                "X-Hub-Signature-256",
                support::sender::signature(large.as_bytes()),
            )
            .body(large.clone())
            .send()
            .await
            .unwrap();
        if response.status() != StatusCode::OK {
            break response;
        }
        acknowledged += 1;
        assert!(acknowledged < 100, "it never gets full");
    };
    assert_eq!(refusal.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refusal.headers().contains_key("retry-after"));
    let refused = "uip_requests_refused_total{reason=\"store-full\"}";
    assert_eq!(host.metric(refused).await, Some(1.0));
    until("what was acknowledged is done", async || {
        host.adapters.calls() == acknowledged
    })
    .await;
    until("there is room again", async || {
        host.clock.advance(Duration::from_hours(24));
        host.sender().send(large.clone()).await == StatusCode::OK
    })
    .await;
}

#[tokio::test]
async fn old_rows_that_cannot_be_deleted_are_no_line_in_the_log_at_each_try() {
    let log = Logged::start();
    let host = Host::start("").await;
    let body = notification(&[message("m1", "39")]);
    assert_eq!(host.sender().send(body).await, StatusCode::OK);
    until("it is processed", async || host.adapters.calls() == 1).await;
    let connection = rusqlite::Connection::open(host.file()).unwrap();
    connection
        .execute_batch(
            "CREATE TRIGGER broken BEFORE DELETE ON notifications
             BEGIN SELECT raise(FAIL, 'broken'); END",
        )
        .unwrap();
    let line = "cannot delete old rows; trying again";
    until("it is tried", async || {
        host.clock.advance(Duration::from_hours(24));
        log.line(line).is_some()
    })
    .await;
    // It is tried every 10 ms.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let logged = log.text();
    assert_eq!(logged.matches(line).count(), 1, "{logged}");
}

#[tokio::test]
async fn a_file_that_was_moved_refuses_with_503_and_what_was_accepted_is_delivered() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Answer(StatusCode::BAD_GATEWAY));
    let host = Host::start(&deliver_messages("a", &receiver.url(), "")).await;
    let sender = host.sender();
    let accepted = notification(&[message("m1", "39")]);
    assert_eq!(sender.send(accepted).await, StatusCode::OK);
    until("it is tried", async || receiver.attempts() > 0).await;
    let away = host.file().with_extension("away");
    std::fs::rename(host.file(), &away).unwrap();
    let body = notification(&[message("m2", "39")]);
    assert_eq!(
        sender.send(body.clone()).await,
        StatusCode::SERVICE_UNAVAILABLE
    );
    let (status, text) = host.get("/readyz").await;
    assert_eq!((status, text.as_str()), (503, "not ready: store-broken\n"));
    receiver.be(Manner::Take);
    until("it is delivered", async || {
        host.clock.advance(Duration::from_mins(1));
        receiver.ids() == ["m1"]
    })
    .await;
    std::fs::rename(&away, host.file()).unwrap();
    assert_eq!(sender.send(body).await, StatusCode::OK);
    until("it works again", async || receiver.ids() == ["m1", "m2"]).await;
}
