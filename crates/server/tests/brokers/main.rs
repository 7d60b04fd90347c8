//! Events that brokers take, and what becomes of them on a broker's bad days. The
//! brokers here say what a test has them say; real ones are in
//! `installed_brokers`.

mod amqp;
mod fake;
mod fake_amqp;
mod fake_nats;
mod nats;
#[path = "../support/mod.rs"]
mod support;
mod tls;

use std::net::SocketAddr;
use std::time::Duration;

use support::host::Host;
use support::until;
use uip_server::operations::DeliveryState;

/// Waits until the delivery of an event failed, and gives the error.
async fn error_of(host: &Host, id: &str) -> String {
    let mut error = None;
    until("an attempt failed", async || {
        error = host.delivery(id).and_then(|it| it.last_error);
        error.is_some()
    })
    .await;
    error.unwrap()
}

/// Sends an event whose delivery fails because of this. `HOST` is the broker's address.
async fn fails_with(host: &Host, broker: SocketAddr, why: &str) {
    host.receives(&["m1"], "39333").await;
    let error = error_of(host, "m1").await;
    assert_eq!(error, why.replace("HOST", &broker.to_string()));
}

/// Sends ten events to a broker that is not there.
async fn opens_the_circuit(host: &Host, begin: &str) {
    for number in 0..10 {
        let id = format!("m{number}");
        host.receives(&[&id], &id).await;
    }
    until("the circuit opens", async || host.circuit().await == "open").await;
    let error = error_of(host, "m0").await;
    assert!(error.starts_with(begin), "{error}");
}

/// Waits until an event is delivered, also if that takes retries.
async fn is_delivered(host: &Host, id: &str) {
    until("it is delivered", async || {
        host.clock.advance(Duration::from_mins(1));
        host.delivery(id)
            .is_some_and(|it| it.state == DeliveryState::Delivered)
    })
    .await;
}
