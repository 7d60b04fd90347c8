use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::node::Node;

/// How often memory is looked at.
const EVERY: Duration = Duration::from_millis(500);

/// The largest resident set of a node in each third of the time, in bytes.
pub async fn peaks(
    node: Arc<Mutex<Node>>,
    time: Duration,
    stop: watch::Receiver<bool>,
) -> [u64; 3] {
    let start = Instant::now();
    let mut peaks = [0; 3];
    while !*stop.borrow() {
        tokio::time::sleep(EVERY).await;
        let memory = node.lock().unwrap_or_else(PoisonError::into_inner).memory();
        let part = match start.elapsed().as_secs_f64() / time.as_secs_f64() {
            ..0.333 => 0,
            ..0.667 => 1,
            _ => 2,
        };
        peaks[part] = memory.unwrap_or(0).max(peaks[part]);
    }
    peaks
}
