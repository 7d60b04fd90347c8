use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Called, Shared, store};
use crate::inbox::StoreError;
use crate::signals::is_set;

/// What came out of notifications, on its way to the disk. While some is written
/// the next gathers, in the order in which it came, and is then written together:
/// commands do not wait for the disk.
pub(super) struct Results {
    shared: Arc<Shared>,
    stop: watch::Receiver<bool>,
    gathered: Vec<Called>,
    bytes: usize,
    writing: Option<Writing>,
}

struct Writing {
    notifications: Vec<i64>,
    task: JoinHandle<()>,
}

impl Results {
    pub fn new(shared: Arc<Shared>, stop: watch::Receiver<bool>) -> Self {
        Self {
            shared,
            stop,
            gathered: Vec::new(),
            bytes: 0,
            writing: None,
        }
    }

    /// Of how many notifications.
    pub fn len(&self) -> usize {
        let writing = self.writing.as_ref();
        self.gathered.len() + writing.map_or(0, |writing| writing.notifications.len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many bytes of events have gathered.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn add(&mut self, called: Called) {
        self.bytes += called.bytes();
        self.gathered.push(called);
    }

    /// Writes what has gathered. Gives the notifications whose results are on disk
    /// now, or never will be; nothing, if there are none to come. Nothing is lost if
    /// this is dropped and called again.
    pub async fn written(&mut self) -> Vec<i64> {
        if self.writing.is_none() && !self.gathered.is_empty() {
            let called = std::mem::take(&mut self.gathered);
            self.bytes = 0;
            self.writing = Some(Writing {
                notifications: called.iter().map(|called| called.id).collect(),
                task: tokio::spawn(write(
                    Arc::clone(&self.shared),
                    self.stop.clone(),
                    Arc::new(called),
                )),
            });
        }
        let Some(writing) = &mut self.writing else {
            return std::future::pending().await;
        };
        if let Err(error) = (&mut writing.task).await {
            tracing::error!(%error, "the results of notifications could not be stored; the commands are called again");
        }
        let writing = self.writing.take();
        writing
            .map(|writing| writing.notifications)
            .unwrap_or_default()
    }
}

/// Writes results, again and again until it is done: the calls were made, and what
/// came out of them is kept until it can be stored. At a shutdown it is not; the
/// next start makes the calls again, and the same event ids come out.
async fn write(shared: Arc<Shared>, mut stop: watch::Receiver<bool>, called: Arc<Vec<Called>>) {
    while let Err(error) = store(&shared, Arc::clone(&called)).await {
        if *stop.borrow() || error == StoreError::Closed {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(shared.lasting.poll) => {}
            () = is_set(&mut stop) => {}
        }
    }
}
