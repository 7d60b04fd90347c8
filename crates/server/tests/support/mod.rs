//! A trigger host with adapters, senders and receivers that a test controls.
#![allow(dead_code, reason = "each test uses a part of it")]

pub mod adapters;
pub mod host;
pub mod logged;
pub mod receiver;
pub mod sender;

use std::time::{Duration, Instant};

/// How long a test waits for what must happen before it fails.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until something is so.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !is_so().await {
        assert!(start.elapsed() < PATIENCE, "never came about: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
