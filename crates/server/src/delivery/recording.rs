use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::config::EventTrigger;
use crate::inbox::StoreError;
use crate::inbox::deliveries::{self, Attempt};
use crate::processing::Shared;
use crate::signals::is_set;

/// An attempt that was made, and is to be recorded.
#[derive(Clone)]
pub(super) struct Made {
    pub event: i64,
    pub key: Option<String>,
    pub attempt: Attempt,
}

/// Attempts on their way to the disk. While some are written the next ones
/// gather, and are then written together: a receiver does not wait for the
/// disk once for each event.
pub(super) struct Recording {
    trigger: Arc<EventTrigger>,
    shared: Arc<Shared>,
    stop: watch::Receiver<bool>,
    gathered: Vec<Made>,
    writing: Option<Writing>,
}

struct Writing {
    events: Vec<i64>,
    task: JoinHandle<Option<bool>>,
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
            gathered: Vec::new(),
            writing: None,
        }
    }

    /// How many attempts are not on disk yet.
    pub fn len(&self) -> usize {
        let writing = self.writing.as_ref();
        self.gathered.len() + writing.map_or(0, |writing| writing.events.len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn add(&mut self, made: Made) {
        self.gathered.push(made);
    }

    /// Writes what has gathered. Gives the attempts that are on disk now; never,
    /// if there are none to come. Nothing is lost if this is dropped and called
    /// again.
    pub async fn recorded(&mut self) -> Recorded {
        if self.writing.is_none() && !self.gathered.is_empty() {
            let made = std::mem::take(&mut self.gathered);
            self.writing = Some(Writing {
                events: made.iter().map(|made| made.event).collect(),
                task: tokio::spawn(record(
                    Arc::clone(&self.trigger),
                    Arc::clone(&self.shared),
                    self.stop.clone(),
                    made.into(),
                )),
            });
        }
        let Some(writing) = &mut self.writing else {
            return std::future::pending().await;
        };
        let written = (&mut writing.task).await;
        let events = self.writing.take().map(|writing| writing.events);
        match written {
            Ok(Some(others_due)) => Recorded {
                events: events.unwrap_or_default(),
                others_due,
            },
            // What is not recorded is not delivered again while the host
            // runs: the receiver has it. After a restart it is, with the same
            // key.
            Ok(None) | Err(_) => Recorded::default(),
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
            Ok(others_due) => return Some(others_due),
            Err(StoreError::Closed) => return None,
            Err(_) if *stop.borrow() => return None,
            Err(_) => tokio::select! {
                () = tokio::time::sleep(shared.lasting.poll) => {}
                () = is_set(&mut stop) => {}
            },
        }
    }
}
