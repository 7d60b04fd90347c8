//! How tasks tell each other that something happened.

use tokio::sync::watch;

/// Says that something happened. No listener misses it, and several are one.
#[derive(Clone)]
pub(crate) struct Signal(watch::Sender<()>);

/// Hears a [`Signal`].
pub(crate) struct Listener(watch::Receiver<()>);

impl Signal {
    pub fn new() -> Self {
        Self(watch::Sender::new(()))
    }

    pub fn give(&self) {
        self.0.send_replace(());
    }

    pub fn listen(&self) -> Listener {
        Listener(self.0.subscribe())
    }
}

impl Listener {
    /// Returns when the signal was given since this last returned.
    pub async fn heard(&mut self) {
        if self.0.changed().await.is_err() {
            // Nobody is left who could give it.
            std::future::pending::<()>().await;
        }
    }
}

/// Waits until a flag is set, or nobody is left who could set it.
pub(crate) async fn is_set(flag: &mut watch::Receiver<bool>) {
    // An error says that nobody is left.
    let _ = flag.wait_for(|set| *set).await;
}

/// Whether a flag is set, or nobody is left who could set it.
pub(crate) fn is_set_already(flag: &watch::Receiver<bool>) -> bool {
    *flag.borrow() || flag.has_changed().is_err()
}
