use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::watch;

use crate::clock::{Millis, millis};
use crate::config::InboxSettings;
use crate::inbox::StoreError;
use crate::inbox::pruning::{self, Cutoffs};
use crate::processing::{Shared, route_replayed};
use crate::signals::is_set;

/// How often old rows are deleted.
const PRUNE_EVERY: Duration = Duration::from_hours(1);

/// Looks after what nobody waits for, until `stop` says so: events that are to
/// be sent again, and rows that are old.
pub(super) async fn run(
    shared: Arc<Shared>,
    settings: InboxSettings,
    mut stop: watch::Receiver<bool>,
) {
    let mut next_pruning: Millis = 0;
    while !*stop.borrow() {
        if let Err(error) = route_replayed(&shared).await {
            tracing::warn!(%error, "cannot send events again; trying again");
        }
        shared.inbox.tidy().await;
        let now = shared.caller.clock.now();
        if now >= next_pruning {
            match prune(&shared, &settings, now, &stop).await {
                Ok(()) => next_pruning = now.saturating_add(millis(PRUNE_EVERY)),
                Err(error) => tracing::warn!(%error, "cannot delete old rows; trying again"),
            }
        }
        tokio::select! {
            () = tokio::time::sleep(shared.poll) => {}
            () = is_set(&mut stop) => {}
        }
    }
}

type Step = fn(&Connection, i64, Cutoffs) -> rusqlite::Result<Option<i64>>;

async fn prune(
    shared: &Shared,
    settings: &InboxSettings,
    now: Millis,
    stop: &watch::Receiver<bool>,
) -> Result<(), StoreError> {
    let before = |age| now.saturating_sub(millis(age));
    let cutoffs = Cutoffs {
        keep: before(settings.keep),
        keep_dead: before(settings.keep_dead),
        keep_dedupe: before(settings.keep_dedupe),
    };
    for step in [pruning::notifications as Step, pruning::events as Step] {
        let mut after = i64::MIN;
        while !*stop.borrow()
            && let Some(last) = shared
                .inbox
                .write(move |connection| step(connection, after, cutoffs))
                .await?
        {
            after = last;
        }
    }
    Ok(())
}
