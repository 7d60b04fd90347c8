//! Events in the brokers that people use. The tests need these brokers, so they
//! are ignored unless they are asked for: `cargo xtask test` runs those whose
//! broker is installed, and names the others.

#[path = "../support/brokers/mod.rs"]
mod brokers;
mod nats;
mod rabbitmq;
#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use support::host::Host;
use support::until;
use uip_server::operations::DeliveryState;

/// Waits until an event is delivered, also if that takes retries.
async fn is_delivered(host: &Host, id: &str) {
    until("it is delivered", async || {
        host.clock.advance(Duration::from_mins(1));
        host.delivery(id)
            .is_some_and(|it| it.state == DeliveryState::Delivered)
    })
    .await;
}

/// Waits until an attempt failed because of this.
async fn fails_with(host: &Host, id: &str, why: &str) {
    let mut last = None;
    until(why, async || {
        last = host.delivery(id).and_then(|it| it.last_error);
        last.is_some()
    })
    .await;
    let last = last.unwrap();
    assert!(last.contains(why), "{last}");
}
