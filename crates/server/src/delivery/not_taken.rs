use std::time::Duration;

/// Why a receiver did not take an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotTaken {
    /// What happened. It holds nothing of the event.
    pub error: String,
    /// How long the receiver asks to wait.
    pub wait: Option<Duration>,
    pub about: About,
}

/// What an attempt that failed speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// The receiver: it cannot be reached, fails, or wants fewer requests. Any
    /// other event would fare the same.
    Receiver,
    /// The address or the credentials: they may be wrong for every event, or
    /// the receiver uses these statuses for one.
    Address,
    /// The event: the receiver works, and refuses it.
    Event,
}

impl NotTaken {
    /// A failure of the receiver, which does not say how long to wait.
    pub(super) fn by_receiver(error: impl Into<String>) -> Self {
        Self::new(About::Receiver, error)
    }

    /// A failure that does not say how long to wait.
    pub(super) fn new(about: About, error: impl Into<String>) -> Self {
        Self {
            error: error.into(),
            wait: None,
            about,
        }
    }
}
