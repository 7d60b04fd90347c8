use std::sync::Arc;

use tokio::sync::watch;

use crate::batches::Batches;
use crate::config::EventTrigger;
use crate::inbox::StoreError;
use crate::inbox::deliveries::{self, Attempt};
use crate::processing::Shared;
use crate::signals::{is_set, is_set_already};

/// An attempt that was made, and is to be recorded.
#[derive(Clone)]
pub(super) struct Made {
    pub event: i64,
    pub key: Option<String>,
    pub attempt: Attempt,
}

/// Attempts on their way to the disk.
pub(super) struct Recording {
    trigger: Arc<EventTrigger>,
    shared: Arc<Shared>,
    stop: watch::Receiver<bool>,
    made: Batches<Made, Option<bool>>,
}

/// Attempts that are on disk now.
#[derive(Debug, Default)]
pub(super) struct Recorded {
    pub events: Vec<i64>,
    /// Whether other deliveries may be due because of them.
    pub others_due: bool,
}

impl Recording {
    pub fn new(
        trigger: Arc<EventTrigger>,
        shared: Arc<Shared>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Self {
            trigger,
            shared,
            stop,
            made: Batches::new(),
        }
    }

    /// How many attempts are not on disk yet.
    pub fn len(&self) -> usize {
        self.made.len()
    }

    pub fn is_empty(&self) -> bool {
        self.made.is_empty()
    }

    pub fn add(&mut self, made: Made) {
        self.made.add(made);
    }

    /// Begins to write what has gathered, unless some is written already.
    pub fn begin(&mut self) {
        let Self {
            trigger,
            shared,
            stop,
            made,
        } = self;
        made.begin(|made| record(Arc::clone(trigger), Arc::clone(shared), stop.clone(), made));
    }

    /// Gives the attempts that are on disk now; never, if none is written. Nothing is
    /// lost if this is dropped and called again.
    pub async fn recorded(&mut self) -> Recorded {
        match self.made.written().await {
            (made, Ok(Some(others_due))) => Recorded {
                events: made.iter().map(|made| made.event).collect(),
                others_due,
            },
            // What is not recorded is not delivered again while the host
            // runs: the receiver has it. After a restart it is, with the same
            // key.
            (_, Ok(None) | Err(_)) => Recorded::default(),
        }
    }
}

/// Writes attempts, again and again until it is done; at a shutdown it is tried
/// once. Tells whether other deliveries may be due because of them, or nothing if
/// it is not done.
async fn record(
    trigger: Arc<EventTrigger>,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
    made: Arc<[Made]>,
) -> Option<bool> {
    let deliveries = made.len();
    let name = Arc::clone(&trigger);
    let lost = |error: StoreError| {
        tracing::warn!(
            trigger = name.name,
            deliveries,
            %error,
            "the results of deliveries could not be recorded; these deliveries are made again at the next start, with the same keys"
        );
        None
    };
    let mut waits = false;
    loop {
        let clock = shared.caller.clock.clone();
        let (trigger, made) = (Arc::clone(&trigger), Arc::clone(&made));
        let recorded = shared.lasting.inbox.write(move |connection| {
            // So that no wait is longer after a restart.
            clock.save(connection)?;
            let now = clock.now();
            let mut recording = deliveries::Recording::new(connection, &trigger.name);
            made.iter().try_fold(false, |others_due, made| {
                let key = made.key.as_deref();
                let due = recording.record(made.event, key, &made.attempt, now)?;
                Ok(others_due || due)
            })
        });
        match recorded.await {
            Ok(others_due) => {
                if waits {
                    tracing::info!(
                        trigger = name.name,
                        "the results of deliveries are recorded"
                    );
                }
                return Some(others_due);
            }
            Err(error @ StoreError::Closed) => return lost(error),
            Err(error) if is_set_already(&stop) => return lost(error),
            Err(error) => {
                if !waits {
                    tracing::warn!(
                        trigger = name.name,
                        deliveries,
                        %error,
                        "deliveries wait until their results can be recorded in the inbox"
                    );
                }
                waits = true;
                tokio::select! {
                    () = tokio::time::sleep(shared.lasting.poll) => {}
                    () = is_set(&mut stop) => {}
                }
            }
        }
    }
}
