//! What lists can be narrowed to, and whether there is such a thing.

use rusqlite::params;

use super::{OperationError, Reading, Time};
use crate::inbox::event_triggers::{Name, names};

/// A span of time on the wall clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// It begins here.
    pub since: Option<Time>,
    /// It ends before this.
    pub until: Option<Time>,
}

/// A customer as deliveries are ordered by it: WhatsApp's ids of customers have
/// no `+`.
pub(super) fn customer_key(customer: &str) -> &str {
    customer.strip_prefix('+').unwrap_or(customer)
}

/// The parameters of a query that a filter narrows, from `?1`: trigger,
/// customer, adapter, event, since, until; then the others.
macro_rules! filtered {
    ($filter:expr, $($more:expr),* $(,)?) => {
        rusqlite::params![
            $filter.trigger,
            $filter
                .customer
                .as_deref()
                .map($crate::operations::filter::customer_key),
            $filter.adapter,
            $filter.event,
            $filter.span.since.map(|time| time.0),
            $filter.span.until.map(|time| time.0),
            $($more),*
        ]
    };
}
pub(super) use filtered;

impl Reading<'_> {
    fn exists(self, query: &str, name: &str) -> Result<bool, OperationError> {
        let query = format!("SELECT EXISTS ({query})");
        Ok(self.0.query_row(&query, [name], |row| row.get(0))?)
    }

    fn check_name(self, kind: Name, kept: &str, name: &str) -> Result<(), OperationError> {
        let known = names(self.0, kind)?;
        if known.iter().any(|known| known == name) || self.exists(kept, name)? {
            return Ok(());
        }
        Err(OperationError::no_name(kind.word(), name, &known))
    }

    pub(super) fn check_adapter(self, name: &str) -> Result<(), OperationError> {
        let kept = "SELECT 1 FROM events WHERE adapter = ?1";
        self.check_name(Name::Adapter, kept, name)
    }

    pub(super) fn check_event(self, name: &str) -> Result<(), OperationError> {
        let kept = "SELECT 1 FROM events WHERE name = ?1";
        self.check_name(Name::Event, kept, name)
    }

    pub(super) fn check_webhook_trigger(self, name: &str) -> Result<(), OperationError> {
        let kept = "SELECT 1 FROM notifications WHERE trigger = ?1";
        self.check_name(Name::WebhookTrigger, kept, name)
    }

    pub(super) fn check_event_trigger(self, name: &str) -> Result<(), OperationError> {
        let known = "SELECT 1 FROM event_triggers WHERE name = ?1";
        let kept = "SELECT 1 FROM deliveries WHERE trigger = ?1";
        if self.exists(known, name)? || self.exists(kept, name)? {
            return Ok(());
        }
        let known: Vec<String> = self
            .0
            .prepare("SELECT name FROM event_triggers WHERE configured ORDER BY name")?
            .query_map(params![], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Err(OperationError::no_name("event trigger", name, &known))
    }

    pub(super) fn check_customer(self, key: &str) -> Result<(), OperationError> {
        if self.exists("SELECT 1 FROM deliveries WHERE key = ?1", key)? {
            return Ok(());
        }
        Err(OperationError::NoName {
            kind: "customer",
            name: key.to_owned(),
            hint: "no delivery is ordered by it; a customer whose events have a user id is known by that alone".to_owned(),
        })
    }
}
