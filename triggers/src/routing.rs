//! Which receivers wait for an event.

use std::sync::Arc;

use serde_json::Value;

use crate::EmittedEvent;
use crate::config::EventTrigger;
use crate::inbox::events::{Route, RoutedEvent};

/// The event triggers there are. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Routing(Arc<[EventTrigger]>);

impl Routing {
    pub fn new(triggers: Vec<EventTrigger>) -> Self {
        Self(triggers.into())
    }

    pub fn triggers(&self) -> &[EventTrigger] {
        &self.0
    }

    /// The receivers that wait for an event of this adapter, name and payload.
    pub fn routes(&self, adapter: &str, name: &str, payload: &str) -> Vec<Route> {
        let mut waiting = self
            .0
            .iter()
            .filter(|trigger| trigger.adapter == adapter && trigger.event == name)
            .peekable();
        if waiting.peek().is_none() {
            return Vec::new();
        }
        // A payload that cannot be read, because it is nested too deep, has no
        // key and meets no condition; triggers without a condition get it.
        let properties: Value = serde_json::from_str(payload).unwrap_or_default();
        waiting
            .filter(|trigger| {
                trigger
                    .condition
                    .as_ref()
                    .is_none_or(|condition| condition.holds(&properties))
            })
            .map(|trigger| Route {
                trigger: trigger.name.clone(),
                key: trigger.order_by.key(&properties),
            })
            .collect()
    }

    /// An event with the receivers that wait for it.
    pub fn route(&self, adapter: &str, event: EmittedEvent) -> RoutedEvent {
        let payload: String = Box::<str>::from(event.payload).into();
        RoutedEvent {
            routes: self.routes(adapter, &event.name, &payload),
            name: event.name,
            id: event.id,
            payload,
        }
    }
}
