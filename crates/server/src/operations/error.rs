use super::{Time, Unclaimed};
use crate::inbox::StoreError;
use uip_contract::did_you_mean;

/// Why an operation is not done. Nothing was changed, except with [`Self::Partly`],
/// [`Self::PartlyReplayed`] and [`Self::Stored`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OperationError {
    /// There is no such file.
    #[error("{0}: no such file; has `uip serve` run with this configuration?")]
    NoFile(std::path::PathBuf),
    /// The file cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file could not be read or written any more after a part was changed.
    #[error(
        "{0}; what was changed before that stays changed: look at it, and run the command again for the rest"
    )]
    Partly(StoreError),
    /// The same, where a repeat would send what was changed again.
    #[error("{error}; a repeat would send events again: {left}")]
    PartlyReplayed {
        /// Why it ended.
        error: StoreError,
        /// What is done, and how the rest is done.
        left: String,
    },
    /// The file could not be read any more after the change was stored.
    #[error("{0}; the change is stored, and the server takes it up: do not repeat the command")]
    Stored(StoreError),
    /// There is no such event.
    #[error("no event `{0}`; `uip events list` shows which there are")]
    NoEvent(String),
    /// Several adapters have an event of this id.
    #[error("several adapters have an event `{0}`; name one with --adapter")]
    SeveralEvents(String),
    /// The event's payload is deleted already.
    #[error(
        "the content of event `{0}` is deleted already, after inbox.keepDays; it cannot be replayed"
    )]
    Emptied(String),
    /// The event belongs to no adapter.
    #[error(
        "nothing was changed: no adapter has {} = {}; add one to the trigger in uip.toml, reload with SIGHUP, and replay the event again",
        .0.property,
        .0.value
    )]
    Unclaimed(Unclaimed),
    /// The event belongs to no adapter, so it has no deliveries to retry or drop.
    #[error(
        "nothing was changed: the event is unclaimed and has no deliveries, since no adapter had {} = {}; add one to the trigger in uip.toml, reload with SIGHUP, and replay the event",
        .0.property,
        .0.value
    )]
    NoDeliveries(Unclaimed),
    /// The event belongs to no adapter, and was to go to one trigger alone.
    #[error(
        "nothing was changed: event `{0}` is unclaimed, so which event triggers it matches is not known; replay it without --trigger, and it goes to all those of the adapter that it belongs to"
    )]
    NotForTrigger(String),
    /// The event was unclaimed, came again, and belongs to an adapter already.
    #[error("nothing was changed: event `{0}` came again meanwhile, and belongs to an adapter")]
    Known(String),
    /// There is no such notification.
    #[error("no notification {0}; `uip notifications list` shows which there are")]
    NoNotification(i64),
    /// There is no adapter, event, trigger or customer of this name.
    #[error("no {kind} `{name}`; {hint}")]
    NoName {
        /// What it would be.
        kind: &'static str,
        /// The name.
        name: String,
        /// What was perhaps meant, or what there is.
        hint: String,
    },
    /// The event trigger is not configured any more.
    #[error("event trigger `{0}` is not configured any more; add it to uip.toml again")]
    NotConfigured(String),
}

impl OperationError {
    /// The same, after something was changed.
    pub(super) fn afterwards(self) -> Self {
        match self {
            Self::Store(error) => Self::Partly(error),
            other => other,
        }
    }

    /// The same, after the deliveries of events until a time were replayed that were
    /// delivered before.
    pub(super) fn replayed_until(self, until: Time) -> Self {
        let left = format!(
            "those until {until} are replayed already; look at them, and replay the rest with --since {until}"
        );
        self.replayed(left)
    }

    /// The same, after every delivery was replayed.
    pub(super) fn replayed_deliveries(self) -> Self {
        let left = "every delivery is pending again, and only events without one are left";
        self.replayed(left.to_owned())
    }

    fn replayed(self, left: String) -> Self {
        match self {
            Self::Store(error) | Self::Partly(error) => Self::PartlyReplayed { error, left },
            other => other,
        }
    }

    /// The same, after the change was stored.
    pub(super) fn stored(self) -> Self {
        match self {
            Self::Store(error) => Self::Stored(error),
            other => other,
        }
    }

    pub(super) fn no_name(kind: &'static str, name: &str, known: &[String]) -> Self {
        Self::NoName {
            kind,
            name: name.to_owned(),
            hint: did_you_mean(name, known.iter().map(String::as_str)),
        }
    }
}

impl From<rusqlite::Error> for OperationError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}
