//! Which receivers wait for an event.

use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use uip_contract::Event;

use crate::AdapterInfo;
use crate::config::{Budget, EventTrigger, OrderBy, TooMuchWork};
use crate::inbox::events::{Route, RoutedEvent};
use crate::inbox::unclaimed::Origin;
use crate::ownership::Owner;
use crate::throttle::Throttle;

/// The event triggers there are. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Routing {
    triggers: Arc<[EventTrigger]>,
    /// The triggers whose conditions took too much work.
    undecided: Arc<Throttle<String>>,
}

impl Routing {
    /// `infos` say what the events of each adapter are ordered by, where a
    /// trigger does not.
    pub fn new(triggers: &[EventTrigger], infos: &[AdapterInfo]) -> Self {
        let with_order = |trigger: &EventTrigger| {
            let mut trigger = trigger.clone();
            if trigger.order_by.is_none() {
                let mut infos = infos.iter();
                let info = infos.find(|info| info.name == trigger.adapter);
                let event = info.and_then(|info| info.manifest.event(&trigger.event));
                trigger.order_by = event.map(OrderBy::of_event);
            }
            trigger
        };
        Self {
            triggers: triggers.iter().map(with_order).collect(),
            undecided: Arc::default(),
        }
    }

    pub fn triggers(&self) -> &[EventTrigger] {
        &self.triggers
    }

    /// The names of the triggers.
    pub fn names(&self) -> Vec<String> {
        let triggers = self.triggers.iter();
        triggers.map(|trigger| trigger.name.clone()).collect()
    }

    /// The receivers that wait for an event of this adapter, name and payload.
    /// Conditions that take long are evaluated where they hold up nothing else.
    pub async fn routes(&self, adapter: &str, name: &str, payload: &str) -> Vec<Route> {
        let waiting = || self.waiting(adapter, name);
        if waiting().all(|trigger| trigger.condition.is_none()) {
            return waiting().map(|trigger| route(trigger, payload)).collect();
        }
        // A payload that cannot be read, because it is nested too deep, meets no
        // condition; triggers without a condition get it.
        let properties: Arc<Value> = Arc::new(serde_json::from_str(payload).unwrap_or_default());
        let quick: Result<Vec<_>, _> = waiting()
            .filter_map(|trigger| {
                let meets = meets(trigger, &properties, Budget::QUICK);
                meets
                    .map(|meets| meets.then(|| route(trigger, payload)))
                    .transpose()
            })
            .collect();
        if let Ok(routes) = quick {
            return routes;
        }
        let thorough = {
            let (this, properties) = (self.clone(), Arc::clone(&properties));
            let (adapter, name) = (adapter.to_owned(), name.to_owned());
            let payload = payload.to_owned();
            move || this.routes_at_length(&adapter, &name, &payload, &properties)
        };
        match tokio::task::spawn_blocking(thorough).await {
            Ok(routes) => routes,
            // The runtime is ending and starts nothing any more.
            Err(_) => self.routes_at_length(adapter, name, payload, &properties),
        }
    }

    /// The same, with all the work that one event is worth. A condition that
    /// takes more counts as met: no event is lost because of it.
    fn routes_at_length(
        &self,
        adapter: &str,
        name: &str,
        payload: &str,
        properties: &Value,
    ) -> Vec<Route> {
        self.waiting(adapter, name)
            .filter(|trigger| {
                meets(trigger, properties, Budget::MOST).unwrap_or_else(|TooMuchWork| {
                    self.log_undecided(&trigger.name);
                    true
                })
            })
            .map(|trigger| route(trigger, payload))
            .collect()
    }

    fn waiting(&self, adapter: &str, name: &str) -> impl Iterator<Item = &EventTrigger> {
        self.triggers
            .iter()
            .filter(move |trigger| trigger.adapter == adapter && trigger.event == name)
    }

    fn log_undecided(&self, trigger: &str) {
        if let Some(left_out) = self.undecided.admits(trigger.to_owned(), Instant::now()) {
            tracing::warn!(
                trigger,
                left_out,
                "a condition takes too much work for an event, which is delivered as if it were met; make the trigger's condition simpler"
            );
        }
    }

    /// An event with the receivers that wait for it: none, if it belongs to no
    /// adapter.
    pub async fn route(&self, origin: Origin, owner: Owner, event: Event) -> RoutedEvent {
        let payload: String = Box::<str>::from(event.payload).into();
        let routes = match &owner {
            Owner::Adapter(adapter) => self.routes(adapter, &event.name, &payload).await,
            Owner::Nobody(_) => Vec::new(),
        };
        RoutedEvent {
            origin,
            owner,
            routes,
            name: event.name,
            id: event.id,
            payload,
        }
    }
}

fn meets(trigger: &EventTrigger, properties: &Value, budget: Budget) -> Result<bool, TooMuchWork> {
    match &trigger.condition {
        Some(condition) => condition.holds(properties, budget),
        None => Ok(true),
    }
}

fn route(trigger: &EventTrigger, payload: &str) -> Route {
    Route {
        trigger: trigger.name.clone(),
        key: trigger.order_by.as_ref().and_then(|it| it.key(payload)),
    }
}
