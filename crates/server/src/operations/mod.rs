//! What an operator sees and does: the functions behind `uip events`,
//! `uip notifications` and `uip triggers`.
//!
//! They work on the inbox's file, whether a server runs on it or not. A server
//! that runs notices within a second what was changed; if none runs, the next
//! one does at its start.

mod changes;
mod error;
mod events;
mod filter;
mod notifications;
mod ranges;
mod show;
mod target;
mod time;
mod triggers;
mod waiting;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde::Serialize;

pub use changes::{Effect, Outcome};
pub use error::OperationError;
pub use events::{EventFilter, EventRow, Unclaimed};
pub use filter::Span;
pub use notifications::{NotificationDetails, NotificationFilter, NotificationRow};
pub use ranges::Replayed;
pub(crate) use show::payload;
pub use show::{DeliveryRow, EventDetails};
pub use target::DeliveriesOf;
pub use time::Time;
pub use triggers::TriggerRow;
pub(crate) use triggers::row as trigger_row;
pub use waiting::Waiting;

use crate::inbox::event_triggers::operated;
use crate::inbox::{is_served, open_to_operate};

/// An inbox, open to an operator.
pub struct Operations {
    connection: Connection,
    file: PathBuf,
}

impl Operations {
    /// Opens an inbox that exists.
    ///
    /// # Errors
    /// When it does not, or cannot be read and written.
    pub fn open(file: &Path) -> Result<Self, OperationError> {
        if !file.exists() {
            return Err(OperationError::NoFile(file.to_owned()));
        }
        Ok(Self {
            connection: open_to_operate(file)?,
            file: file.to_owned(),
        })
    }

    /// The connection, to count what a change would be about.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// What reads from the inbox.
    fn reading(&self) -> Reading<'_> {
        Reading(&self.connection)
    }

    /// Whether a server runs on the inbox.
    pub fn is_served(&self) -> bool {
        is_served(&self.file)
    }

    /// Changes something in one transaction, of which a server that runs is
    /// told.
    fn change<T>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T, OperationError>,
    ) -> Result<T, OperationError> {
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let value = change(&transaction)?;
        operated(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }
}

/// What an operator sees of an inbox, read over any connection to it.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'c>(pub &'c Connection);

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
#[non_exhaustive]
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
#[non_exhaustive]
pub enum DeliveryState {
    /// It waits for its receiver, for the first time or again.
    Pending,
    /// Its receiver took it.
    Delivered,
    /// It is a dead letter: kept, and not tried again.
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

    /// The state that has this number in the file.
    pub(crate) fn of_number(number: usize) -> Self {
        state(Self::ALL, number)
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }
}
