//! What an operator sees and does: the functions behind `uip events` and
//! `uip notifications`.
//!
//! They work on the inbox's file, whether a host runs on it or not. A host
//! that runs notices within a second what is to be replayed; one that does not
//! does it at its next start.

mod events;
mod notifications;
mod time;

use std::path::Path;

use rusqlite::Connection;
use serde::Serialize;

pub use events::{DeliveryRow, EventDetails, EventFilter, EventRow};
pub use notifications::{NotificationDetails, NotificationFilter, NotificationRow};
pub use time::Time;

use crate::inbox::{StoreError, open_to_operate};

/// An inbox, open to an operator.
pub struct Operations(Connection);

/// Why an operation is not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OperationError {
    /// There is no such file.
    #[error("{0}: no such file; has `uip serve` run with this configuration?")]
    NoFile(std::path::PathBuf),
    /// The file cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such event.
    #[error("no event `{0}`; `uip events list` shows those there are")]
    NoEvent(String),
    /// Several adapters have an event of this id.
    #[error("several adapters have an event `{0}`; name one with --adapter")]
    SeveralEvents(String),
    /// The event's payload is deleted already.
    #[error(
        "the content of event `{0}` is deleted already, after inbox.keepDays; it cannot be replayed"
    )]
    Emptied(String),
    /// There is no such notification.
    #[error("no notification {0}; `uip notifications list` shows those there are")]
    NoNotification(i64),
}

impl From<rusqlite::Error> for OperationError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Operations {
    /// Opens an inbox that is there.
    ///
    /// # Errors
    /// When there is none, or it cannot be read and written.
    pub fn open(file: &Path) -> Result<Self, OperationError> {
        if !file.exists() {
            return Err(OperationError::NoFile(file.to_owned()));
        }
        Ok(Self(open_to_operate(file)?))
    }
}

/// A state, by its number in the file.
fn state<T: Copy>(states: [T; 3], number: usize) -> T {
    let [first, second, third] = states;
    match number {
        0 => first,
        1 => second,
        _ => third,
    }
}

/// Where a notification stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NotificationState {
    /// It waits for its command, for the first time or again.
    Waiting,
    /// Its command did what it was asked for.
    Done,
    /// Its command failed for good.
    Failed,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryState {
    /// It waits for its receiver, for the first time or again.
    Pending,
    /// Its receiver took it.
    Delivered,
    /// It was given up.
    Dead,
}

impl NotificationState {
    const ALL: [Self; 3] = [Self::Waiting, Self::Done, Self::Failed];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

impl DeliveryState {
    const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Dead];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }
}
