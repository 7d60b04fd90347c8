use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::watch;

use crate::clock::{Millis, millis};
use crate::config::InboxSettings;
use crate::inbox::StoreError;
use crate::inbox::clock::{Now, SAVE_EVERY};
use crate::inbox::event_triggers::{Operated, stamp};
use crate::inbox::pruning::{self, Cutoffs};
use crate::processing::{Shared, route_replayed};
use crate::signals::{is_set, is_set_already};
use crate::throttle::Throttle;

/// How often old rows are deleted.
const PRUNE_EVERY: Duration = Duration::from_hours(1);

/// Looks after what nobody waits for, until `stop` says so: events that are to
/// be sent again, and rows that are old.
pub(super) async fn run(current: watch::Receiver<Arc<Shared>>, mut stop: watch::Receiver<bool>) {
    let started = current.borrow().caller.clock.now();
    let mut next_pruning: Millis = 0;
    let mut saved = started;
    let log = Throttle::default();
    while !is_set_already(&stop) {
        let shared = Arc::clone(&current.borrow());
        if let Err(error) = read_operated(&shared).await {
            warn(
                &log,
                "cannot read what operators decided; trying again",
                &error,
            );
        }
        if let Err(error) = route_replayed(&shared).await {
            warn(&log, "cannot send events again; trying again", &error);
        }
        shared.lasting.inbox.tidy().await;
        let now = shared.caller.clock.now();
        if is_worth_saving(saved, now) {
            let clock = shared.caller.clock.clone();
            match shared
                .lasting
                .inbox
                .write(move |connection| clock.save(connection))
                .await
            {
                Ok(()) => saved = now,
                Err(error) => tracing::debug!(%error, "cannot write down the time"),
            }
        }
        // A clock that was set ahead makes nothing old.
        let ran = millis(now.time.since(started.time));
        let now = now.wall.min(started.wall.saturating_add(ran));
        if now >= next_pruning {
            match prune(&shared, &shared.settings, now, &stop).await {
                Ok(()) => next_pruning = now.saturating_add(millis(PRUNE_EVERY)),
                Err(error) => warn(&log, "cannot delete old rows; trying again", &error),
            }
        }
        tokio::select! {
            () = tokio::time::sleep(shared.lasting.poll) => {}
            () = is_set(&mut stop) => {}
        }
    }
}

/// Logs a failure that comes again with each try.
fn warn(log: &Throttle<&'static str>, what: &'static str, error: &StoreError) {
    if let Some(left_out) = log.admits(what, Instant::now()) {
        let left_out = (left_out > 0).then_some(left_out);
        tracing::warn!(%error, left_out, "{what}");
    }
}

/// By how much the wall clock may differ from the inbox's time before that is
/// written down, in milliseconds.
const DRIFT: u64 = 1000;

fn is_worth_saving(saved: Now, now: Now) -> bool {
    let ran = now.time.since(saved.time);
    let wall = now.wall.saturating_sub(saved.wall);
    ran >= SAVE_EVERY || wall.abs_diff(millis(ran)) > DRIFT
}

/// Reads what operators decided, and tells the deliveries if it is something
/// new.
async fn read_operated(shared: &Shared) -> Result<(), StoreError> {
    let mut operated = shared.lasting.inbox.read(Operated::read).await?;
    if operated.is_unstamped() {
        let now = shared.caller.clock.now().uptime;
        let stamp = move |connection: &_| {
            stamp(connection, now)?;
            Operated::read(connection)
        };
        operated = shared.lasting.inbox.write(stamp).await?;
    }
    shared.lasting.operated.send_if_modified(|known| {
        let is_new = **known != operated;
        if is_new {
            *known = Arc::new(operated);
        }
        is_new
    });
    Ok(())
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
        while !is_set_already(stop)
            && let Some(last) = shared
                .lasting
                .inbox
                .write(move |connection| step(connection, after, cutoffs))
                .await?
        {
            after = last;
        }
    }
    Ok(())
}
