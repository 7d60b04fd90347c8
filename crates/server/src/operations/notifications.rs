use std::fmt;

use rusqlite::{OptionalExtension as _, Row, params};
use serde::Serialize;

use super::filter::customer_key;
use super::{NotificationState, OperationError, Operations, Reading, Span, Time, state};

/// Which notifications are listed. Conditions may be added: set those you need and
/// take the others from `..NotificationFilter::default()`.
#[derive(Debug, Clone)]
pub struct NotificationFilter {
    /// Those that came in at this trigger.
    pub trigger: Option<String>,
    /// Those in this state.
    pub state: Option<NotificationState>,
    /// Those that an event of this customer came out of.
    pub customer: Option<String>,
    /// Those that came in then.
    pub span: Span,
    /// Those that are listed after this one.
    pub after: Option<i64>,
    /// How many at most, the newest first.
    pub limit: u32,
}

impl Default for NotificationFilter {
    fn default() -> Self {
        Self {
            trigger: None,
            state: None,
            customer: None,
            span: Span::default(),
            after: None,
            limit: 50,
        }
    }
}

/// A notification, without its body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NotificationRow {
    /// Its number.
    pub id: i64,
    /// The trigger at which it came in.
    pub trigger: String,
    /// The adapter that it goes to.
    pub adapter: String,
    /// The command that it goes to.
    pub command: String,
    /// When it came in.
    pub received_at: Time,
    /// Where it stands.
    pub state: NotificationState,
    /// How often its command was called.
    pub attempts: u32,
    /// Why its command failed the last time.
    pub last_error: Option<String>,
}

/// A notification with its body and how many events came out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NotificationDetails {
    /// The notification.
    #[serde(flatten)]
    pub notification: NotificationRow,
    /// How many new events came out of it.
    pub events: u64,
    /// Its body, as it came: somebody's message.
    pub body: String,
}

const ROW: &str = "SELECT id, trigger, adapter, command, received_at, state, attempts, last_error
    FROM notifications";

fn notification_row(row: &Row<'_>) -> rusqlite::Result<NotificationRow> {
    Ok(NotificationRow {
        id: row.get(0)?,
        trigger: row.get(1)?,
        adapter: row.get(2)?,
        command: row.get(3)?,
        received_at: Time(row.get(4)?),
        state: state(NotificationState::ALL, row.get(5)?),
        attempts: row.get(6)?,
        last_error: row.get(7)?,
    })
}

impl Operations {
    /// `uip notifications list`: notifications, the newest first.
    ///
    /// # Errors
    /// When there is no such trigger, customer or notification, or the file
    /// cannot be read.
    pub fn notifications(
        &self,
        filter: &NotificationFilter,
    ) -> Result<Vec<NotificationRow>, OperationError> {
        self.reading().notifications(filter)
    }

    /// `uip notifications show`: one notification with its body.
    ///
    /// # Errors
    /// When there is no such notification.
    pub fn notification(&self, id: i64) -> Result<NotificationDetails, OperationError> {
        self.reading().notification(id)
    }
}

impl Reading<'_> {
    fn notifications(
        self,
        filter: &NotificationFilter,
    ) -> Result<Vec<NotificationRow>, OperationError> {
        if let Some(trigger) = &filter.trigger {
            self.check_webhook_trigger(trigger)?;
        }
        let customer = filter.customer.as_deref().map(customer_key);
        if let Some(customer) = customer {
            self.check_customer(customer)?;
        }
        if let Some(after) = filter.after {
            self.notification_row(after)?;
        }
        let number = filter.state.and_then(|wanted| {
            NotificationState::ALL
                .iter()
                .position(|state| *state == wanted)
        });
        let rows = self
            .0
            .prepare(&format!(
                "{ROW} WHERE (?1 IS NULL OR trigger = ?1) AND (?2 IS NULL OR state = ?2)
                 AND (?4 IS NULL OR received_at >= ?4) AND (?5 IS NULL OR received_at < ?5)
                 AND (?6 IS NULL OR id < ?6)
                 AND (?7 IS NULL OR id IN (
                     SELECT notification FROM events JOIN deliveries ON event = seq WHERE key = ?7))
                 ORDER BY id DESC LIMIT ?3"
            ))?
            .query_map(
                params![
                    filter.trigger,
                    number,
                    filter.limit,
                    filter.span.since.map(|time| time.0),
                    filter.span.until.map(|time| time.0),
                    filter.after,
                    customer,
                ],
                notification_row,
            )?
            .collect::<Result<_, _>>()?;
        Ok(rows)
    }

    pub(crate) fn notification_row(self, id: i64) -> Result<NotificationRow, OperationError> {
        self.0
            .query_row(&format!("{ROW} WHERE id = ?1"), [id], notification_row)
            .optional()?
            .ok_or(OperationError::NoNotification(id))
    }

    pub(crate) fn notification(self, id: i64) -> Result<NotificationDetails, OperationError> {
        let notification = self.notification_row(id)?;
        let body: Vec<u8> = self.0.query_row(
            "SELECT body FROM bodies WHERE notification = ?1",
            [id],
            |row| row.get(0),
        )?;
        let events = self.0.query_row(
            "SELECT count(*) FROM events WHERE notification = ?1",
            [id],
            |row| row.get(0),
        )?;
        Ok(NotificationDetails {
            notification,
            events,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }
}

impl Operations {
    /// `uip notifications replay`: takes a notification through its command
    /// again. Events that came out of it before are not sent again.
    ///
    /// # Errors
    /// When there is no such notification.
    pub fn replay_notification(&self, id: i64) -> Result<(), OperationError> {
        match self.replay_notifications("id = ?1", params![id])? {
            0 => Err(OperationError::NoNotification(id)),
            _ => Ok(()),
        }
    }

    /// Takes every notification that failed through its command again. Tells
    /// how many there are.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn replay_failed(&self) -> Result<usize, OperationError> {
        self.replay_notifications("state = 2", [])
    }

    fn replay_notifications(
        &self,
        which: &str,
        params: impl rusqlite::Params,
    ) -> Result<usize, OperationError> {
        let replayed = self.connection.execute(
            &format!(
                "UPDATE notifications SET state = 0, attempts = 0, next_at = 0, finished_at = NULL
                 WHERE {which}"
            ),
            params,
        )?;
        Ok(replayed)
    }
}

/// One line, without the notification's body.
impl fmt::Display for NotificationRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}  {}  {} → {}.{}  {}, attempts {}",
            self.id,
            self.received_at,
            self.trigger,
            self.adapter,
            self.command,
            self.state.word(),
            self.attempts
        )?;
        if let Some(error) = &self.last_error {
            write!(f, ", last error: {error}")?;
        }
        Ok(())
    }
}

/// Two lines; the second is the notification's body.
impl fmt::Display for NotificationDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, events {}", self.notification, self.events)?;
        f.write_str(&self.body)
    }
}
