use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use super::{Answer, Apis, answered};
use crate::StoreError;
use crate::inbox::stats;

/// How many readings of the counters make one interval of the page's charts: a
/// minute.
const MINUTE: usize = 12;

/// Whether notifications can be stored, why not, and what to do; and how much
/// waits.
pub(super) async fn health(State(api): Apis) -> Answer {
    let ready = api.health.ready().await;
    let names = api.shared.caller.routing.names();
    let inbox = &api.shared.lasting.inbox;
    // What waits is told also if the inbox cannot be written.
    let waiting = api.read(move |connection| Ok(stats::stats(connection, &names)?));
    let now = api.shared.caller.clock.now().time;
    let waiting = waiting.await.ok().map(|stats| {
        let oldest = stats.oldest_notification.map(|it| now.since(it).as_secs());
        let pending: u64 = stats.triggers.iter().map(|it| it.pending).sum();
        let dead: u64 = stats.triggers.iter().flat_map(|it| it.dead).sum();
        json!({
            "notifications": stats.notifications_waiting,
            "oldestSeconds": oldest,
            "failed": stats.notifications_failed,
            "pending": pending,
            "dead": dead,
        })
    });
    let size = inbox.size();
    let (reason, error) = match &ready {
        Ok(()) => (None, None),
        Err(error) => (Some(error.word()), Some(error.to_string())),
    };
    Ok(answered(&json!({
        "ready": ready.is_ok(),
        "reason": reason,
        "error": error,
        "advice": ready.as_ref().err().map(advice),
        "waiting": waiting,
        "databaseBytes": size.database,
        "walBytes": size.wal,
        "connections": api.shared.lasting.metrics.connections.get(),
        "configuredAt": api.configured_at,
    })))
}

/// What to do, as `docs/operating.md` has it.
pub(super) fn advice(error: &StoreError) -> &'static str {
    match error {
        StoreError::Full(_) => {
            "Free space, or raise inbox.maxSizeMegabytes. If the log says that the write-ahead log takes the space, stop the program that reads the file."
        }
        StoreError::ReadOnly(_) => {
            "Correct the permissions of the file. After a disk error, check the file system and mount it again."
        }
        StoreError::Locked(_) => {
            "Stop the other process that locks the file, such as a backup or a shell."
        }
        StoreError::Broken(_) => "Read the error in the log and the system's log.",
        StoreError::Moved(_) => {
            "Move the same file back. If it was deleted, wait until what was accepted is delivered, then restart the server."
        }
        StoreError::Overloaded => "Nothing, if it is temporary.",
        StoreError::Closed => "The server is shutting down.",
    }
}

/// The last requests that were refused.
pub(super) async fn refusals(State(api): Apis) -> Response {
    let refusals = api.shared.lasting.metrics.recent.refusals();
    answered(&json!({ "refusals": refusals }))
}

/// The last hour by the minute, and the totals since the server started.
pub(super) async fn throughput(State(api): Apis) -> Response {
    let metrics = &api.shared.lasting.metrics;
    let (intervals, totals) = api.console.samples.read(metrics, MINUTE);
    let body: Value = json!({ "intervals": intervals, "totals": totals });
    answered(&body)
}
