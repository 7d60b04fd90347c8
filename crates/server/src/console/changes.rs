//! Tells open pages what changed, and never what it changed to.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::watch;
use uip_web::Bell;

use super::Console;
use crate::processing::Lasting;
use crate::signals::{is_set, is_set_already};

/// The least time between two rings.
const PAUSE: Duration = Duration::from_millis(40);

/// What can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Change {
    /// Notifications came in.
    Notifications,
    /// Events came out of notifications or commands, or were replayed.
    Events,
    /// Attempts to deliver were made.
    Deliveries,
    /// Requests were refused, or an address was confirmed.
    Refusals,
    /// An operator changed something.
    Operated,
    /// The configuration was reloaded.
    Configuration,
}

/// Rings the bell for what happens, until `stop` says so. Then every stream is
/// ended, which a shutdown would wait for.
pub(crate) async fn watch(
    console: Arc<Console>,
    lasting: Lasting,
    mut stop: watch::Receiver<bool>,
) {
    let bell: &Bell<Change> = &console.bell;
    let recent = &lasting.metrics.recent;
    let mut stored = lasting.stored.listen();
    let mut routed = lasting.routed.listen();
    let mut tried = recent.tried.listen();
    let mut refused = recent.refused.listen();
    let mut operated = lasting.operated.subscribe();
    while !is_set_already(&stop) {
        let change = tokio::select! {
            () = is_set(&mut stop) => break,
            () = stored.heard() => Change::Notifications,
            () = routed.heard() => Change::Events,
            () = tried.heard() => Change::Deliveries,
            () = refused.heard() => Change::Refusals,
            Ok(()) = operated.changed() => Change::Operated,
        };
        bell.ring(change);
        // Whoever waits meanwhile is heard afterwards: each signal once.
        tokio::select! {
            () = is_set(&mut stop) => break,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
    bell.close();
}
