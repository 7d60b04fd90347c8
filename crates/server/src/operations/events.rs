use std::fmt;

use rusqlite::{OptionalExtension as _, Row, params};
use serde::Serialize;

use super::filter::{customer_key, filtered};
use super::{DeliveryState, OperationError, Operations, Reading, Span, Time};

/// Which events are listed. Conditions may be added: set those you need and take the
/// others from `..EventFilter::default()`.
#[derive(Debug, Clone)]
pub struct EventFilter {
    /// Those of this adapter.
    pub adapter: Option<String>,
    /// Those of this name.
    pub event: Option<String>,
    /// Those with a delivery to this event trigger.
    pub trigger: Option<String>,
    /// Those with a delivery in this state.
    pub delivery: Option<DeliveryState>,
    /// Only those that belong to no adapter.
    pub unclaimed: bool,
    /// Those with a delivery that is ordered by this customer.
    pub customer: Option<String>,
    /// Those that were stored then.
    pub span: Span,
    /// Those that are listed after the event of this id.
    pub after: Option<String>,
    /// How many at most, the newest first.
    pub limit: u32,
}

impl Default for EventFilter {
    fn default() -> Self {
        Self {
            adapter: None,
            event: None,
            trigger: None,
            delivery: None,
            unclaimed: false,
            customer: None,
            span: Span::default(),
            after: None,
            limit: 50,
        }
    }
}

/// An event, without its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EventRow {
    #[serde(skip)]
    pub(crate) seq: i64,
    /// The adapter that it belongs to; empty if it is unclaimed.
    pub adapter: String,
    /// What no adapter has, if it is unclaimed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unclaimed: Option<Unclaimed>,
    /// Its name.
    pub event: String,
    /// Its id.
    pub event_id: String,
    /// The notification that it came out of; none if a command was called.
    pub notification: Option<i64>,
    /// When it was stored.
    pub created_at: Time,
    /// How many of its deliveries are pending, delivered and dead.
    pub pending: u64,
    /// See `pending`.
    pub delivered: u64,
    /// See `pending`.
    pub dead: u64,
}

/// Why an event belongs to no adapter: none has this value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Unclaimed {
    /// The property, as the manifest names it.
    pub property: String,
    /// The value that the event carries.
    pub value: String,
}

const ROW: &str = "SELECT seq, adapter, name, id, notification, created_at,
    (SELECT count(*) FROM deliveries WHERE event = seq AND state = 0),
    (SELECT count(*) FROM deliveries WHERE event = seq AND state = 1),
    (SELECT count(*) FROM deliveries WHERE event = seq AND state = 2),
    (SELECT property FROM unclaimed WHERE event = seq),
    (SELECT value FROM unclaimed WHERE event = seq)
    FROM events";

fn event_row(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    let property: Option<String> = row.get(9)?;
    let value: Option<String> = row.get(10)?;
    let unclaimed = property
        .zip(value)
        .map(|(property, value)| Unclaimed { property, value });
    Ok(EventRow {
        seq: row.get(0)?,
        adapter: match unclaimed {
            Some(_) => String::new(),
            None => row.get(1)?,
        },
        unclaimed,
        event: row.get(2)?,
        event_id: row.get(3)?,
        notification: Some(row.get(4)?).filter(|id| *id != 0),
        created_at: Time(row.get(5)?),
        pending: row.get(6)?,
        delivered: row.get(7)?,
        dead: row.get(8)?,
    })
}

impl EventFilter {
    /// The condition on deliveries. `?1` is the trigger, `?2` the customer.
    fn deliveries(&self) -> &'static str {
        // States are written out so that the partial indexes serve.
        match self.delivery {
            Some(DeliveryState::Pending) => {
                "seq IN (SELECT event FROM deliveries WHERE state = 0
                     AND (?1 IS NULL OR trigger = ?1) AND (?2 IS NULL OR key = ?2))"
            }
            Some(DeliveryState::Delivered) => {
                "seq IN (SELECT event FROM deliveries WHERE state = 1
                     AND (?1 IS NULL OR trigger = ?1) AND (?2 IS NULL OR key = ?2))"
            }
            Some(DeliveryState::Dead) => {
                "seq IN (SELECT event FROM deliveries WHERE state = 2
                     AND (?1 IS NULL OR trigger = ?1) AND (?2 IS NULL OR key = ?2))"
            }
            None if self.trigger.is_none() && self.customer.is_none() => "?1 IS ?2",
            None => {
                "EXISTS (SELECT 1 FROM deliveries WHERE event = seq
                     AND (?1 IS NULL OR trigger = ?1) AND (?2 IS NULL OR key = ?2))"
            }
        }
    }
}

impl Operations {
    /// `uip events list`: events, the newest first.
    ///
    /// # Errors
    /// When there is no such adapter, event, trigger or customer, or the file
    /// cannot be read.
    pub fn events(&self, filter: &EventFilter) -> Result<Vec<EventRow>, OperationError> {
        self.reading().events(filter)
    }
}

impl Reading<'_> {
    fn events(self, filter: &EventFilter) -> Result<Vec<EventRow>, OperationError> {
        self.check(filter)?;
        let after = filter
            .after
            .as_deref()
            .map(|id| self.find(filter.adapter.as_deref(), id))
            .transpose()?;
        let rows = self
            .0
            .prepare(&format!(
                "{ROW} WHERE {} AND (?3 IS NULL OR adapter = ?3) AND (?4 IS NULL OR name = ?4)
                 AND (?5 IS NULL OR created_at >= ?5) AND (?6 IS NULL OR created_at < ?6)
                 AND (?7 IS NULL OR seq < ?7)
                 AND (NOT ?9 OR seq IN (SELECT event FROM unclaimed))
                 ORDER BY seq DESC LIMIT ?8",
                filter.deliveries()
            ))?
            .query_map(
                filtered![
                    filter,
                    after.map(|event| event.seq),
                    filter.limit,
                    filter.unclaimed
                ],
                event_row,
            )?
            .collect::<Result<_, _>>()?;
        Ok(rows)
    }

    /// Whether there is everything that a filter names.
    pub(super) fn check(self, filter: &EventFilter) -> Result<(), OperationError> {
        if let Some(adapter) = &filter.adapter {
            self.check_adapter(adapter)?;
        }
        if let Some(event) = &filter.event {
            self.check_event(event)?;
        }
        if let Some(trigger) = &filter.trigger {
            self.check_event_trigger(trigger)?;
        }
        if let Some(customer) = &filter.customer {
            self.check_customer(customer_key(customer))?;
        }
        Ok(())
    }

    /// The event of this number, if it is still kept.
    pub(crate) fn find_by_number(self, seq: i64) -> Result<Option<EventRow>, OperationError> {
        let row = self
            .0
            .query_row(&format!("{ROW} WHERE seq = ?1"), [seq], event_row);
        Ok(row.optional()?)
    }

    pub(super) fn find(self, adapter: Option<&str>, id: &str) -> Result<EventRow, OperationError> {
        if let Some(adapter) = adapter {
            self.check_adapter(adapter)?;
        }
        // Written out, so that the index on both serves.
        let of_adapter = match adapter {
            Some(_) => "adapter = ?2",
            None => "?2 IS NULL",
        };
        let mut found: Vec<EventRow> = self
            .0
            .prepare(&format!("{ROW} WHERE id = ?1 AND {of_adapter} LIMIT 2"))?
            .query_map(params![id, adapter], event_row)?
            .collect::<Result<_, _>>()?;
        match (found.pop(), found.pop()) {
            (Some(event), None) => Ok(event),
            (Some(_), Some(_)) => Err(OperationError::SeveralEvents(id.to_owned())),
            (None, _) => Err(OperationError::NoEvent(id.to_owned())),
        }
    }
}

impl EventRow {
    /// Where it comes from: `sales.message`, or `(unclaimed).message`.
    pub fn source(&self) -> String {
        let adapter = match self.unclaimed {
            Some(_) => "(unclaimed)",
            None => &self.adapter,
        };
        format!("{adapter}.{}", self.event)
    }
}

/// One line, without the event's content.
impl fmt::Display for EventRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            event_id,
            created_at,
            pending,
            delivered,
            dead,
            ..
        } = self;
        write!(f, "{created_at}  {}  {event_id}  ", self.source())?;
        if let Some(Unclaimed { property, value }) = &self.unclaimed {
            return write!(f, "no adapter has {property} = {value}");
        }
        write!(f, "pending {pending}, delivered {delivered}, dead {dead}")
    }
}
