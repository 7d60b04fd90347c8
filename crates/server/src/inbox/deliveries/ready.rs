use crate::clock::Millis;
use crate::inbox::clock::{InboxTime, Uptime};

/// A delivery that is due.
pub(crate) struct Ready {
    /// The event's number: what deliveries are ordered by.
    pub event: i64,
    pub key: Option<String>,
    pub attempts: u32,
    /// How often the receiver refused the event.
    pub refusals: u32,
    pub created_at: InboxTime,
    /// When the event was stored, by the wall clock.
    pub emitted_at: Millis,
    pub waiting_since: Uptime,
    pub attempted_at: Option<InboxTime>,
    /// Whether an operator asked for it.
    pub at_once: bool,
    pub adapter: String,
    pub name: String,
    pub event_id: String,
    pub payload: String,
}

#[cfg(test)]
impl Ready {
    /// A delivery of an event of the adapter `shop`, of no customer.
    pub fn example(event_id: &str, payload: &str) -> Self {
        Self {
            event: 1,
            key: None,
            attempts: 0,
            refusals: 0,
            created_at: InboxTime::AT_ONCE,
            emitted_at: 784_111_777_000,
            waiting_since: Uptime::UNKNOWN,
            attempted_at: None,
            at_once: false,
            adapter: "shop".to_owned(),
            name: "message".to_owned(),
            event_id: event_id.to_owned(),
            payload: payload.to_owned(),
        }
    }
}
