use std::sync::Arc;

use tokio::sync::watch;

use super::{Called, Shared, store};
use crate::batches::Batches;
use crate::inbox::StoreError;
use crate::signals::{is_set, is_set_already};

/// What came out of notifications, on its way to the disk.
pub(super) struct Results {
    shared: Arc<Shared>,
    stop: watch::Receiver<bool>,
    called: Batches<Called, bool>,
    bytes: usize,
}

impl Results {
    pub fn new(shared: Arc<Shared>, stop: watch::Receiver<bool>) -> Self {
        Self {
            shared,
            stop,
            called: Batches::new(),
            bytes: 0,
        }
    }

    /// Of how many notifications.
    pub fn len(&self) -> usize {
        self.called.len()
    }

    pub fn is_empty(&self) -> bool {
        self.called.is_empty()
    }

    /// How many bytes their events have.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn add(&mut self, called: Called) {
        self.bytes += called.bytes();
        self.called.add(called);
    }

    /// Begins to write what has gathered, unless some is written already.
    pub fn begin(&mut self) {
        let Self {
            shared,
            stop,
            called,
            ..
        } = self;
        called.begin(|called| write(Arc::clone(shared), stop.clone(), called));
    }

    /// Gives the notifications whose results are on disk now; never, if none is
    /// written. Nothing is lost if this is dropped and called again.
    pub async fn written(&mut self) -> Vec<i64> {
        let (called, written) = self.called.written().await;
        self.bytes -= called.iter().map(Called::bytes).sum::<usize>();
        let ids = || called.iter().map(|called| called.id).collect();
        match written {
            Ok(true) => ids(),
            // Their commands are called again by the next host, and the same event
            // ids come out. This one's inbox is closed.
            Ok(false) => Vec::new(),
            Err(error) => {
                tracing::error!(%error, "the host crashed while it stored results; the commands whose results are not stored are called again");
                ids()
            }
        }
    }
}

/// Writes results, again and again until it is done: the calls were made, and what
/// came out of them is kept until it can be stored. At a shutdown it is tried once.
/// Tells whether it is done.
async fn write(
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
    called: Arc<[Called]>,
) -> bool {
    while let Err(error) = store(&shared, Arc::clone(&called)).await {
        if is_set_already(&stop) || error == StoreError::Closed {
            return false;
        }
        tokio::select! {
            () = tokio::time::sleep(shared.lasting.poll) => {}
            () = is_set(&mut stop) => {}
        }
    }
    true
}
