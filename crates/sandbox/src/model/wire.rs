//! How a handler takes a connection away from HTTP.

use axum::response::Response;
use tokio::sync::mpsc;

use crate::model::faults::Script;

/// A request's own connection.
#[derive(Debug, Clone)]
pub(crate) struct Wire {
    scripts: mpsc::Sender<Script>,
}

impl Wire {
    pub(crate) fn new() -> (Self, mpsc::Receiver<Script>) {
        let (scripts, wanted) = mpsc::channel(1);
        (Self { scripts }, wanted)
    }

    /// Asks for the bare socket to be handed over to `script` as soon as this poll is over.
    pub(crate) fn ask_for(&self, script: Script) {
        // One script is enough: the first takes the connection.
        let _ = self.scripts.try_send(script);
    }

    /// Hands the bare socket over to `script`. Never returns: the connection's task drops the handler.
    pub(crate) async fn take_over(&self, script: Script) -> Response {
        let _ = self.scripts.send(script).await;
        std::future::pending().await
    }
}
