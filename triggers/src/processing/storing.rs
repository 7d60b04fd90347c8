use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use super::{Called, Shared};
use crate::inbox::events::{self, RoutedEvent};
use crate::inbox::{StoreError, notifications};
use crate::metrics::OfEvent;
use crate::{AdapterInfo, Adapters, CallFault, DryRun, EventCollector, Outcome};

/// How many events are sent again at a time.
const REPLAYED: usize = 64;

/// Stores what came out of notifications: their events, the deliveries of
/// those, and the notifications' new states, all or nothing.
pub(crate) async fn store(
    shared: &Shared,
    adapter: &Arc<str>,
    batch: Arc<Vec<Called>>,
) -> Result<(), StoreError> {
    let now = shared.caller.clock.now();
    let stored = {
        let adapter = Arc::clone(adapter);
        let batch = Arc::clone(&batch);
        move |connection: &rusqlite::Connection| {
            let mut new = Vec::new();
            for called in batch.iter() {
                for event in &called.events {
                    new.push(events::insert(connection, &adapter, called.id, event, now)?);
                }
                notifications::end(connection, called.id, &called.end, now)?;
            }
            Ok(new)
        }
    };
    let new = shared.inbox.write(stored).await?;
    let events = batch.iter().flat_map(|called| &called.events);
    count(shared, adapter, events.zip(new));
    Ok(())
}

fn count<'e>(
    shared: &Shared,
    adapter: &str,
    events: impl Iterator<Item = (&'e RoutedEvent, bool)>,
) {
    let mut any = false;
    for (event, new) in events {
        let labels = OfEvent {
            adapter: adapter.to_owned(),
            event: event.name.clone(),
        };
        if new {
            any = true;
            shared.metrics.events.get_or_create(&labels).inc();
        } else {
            shared.metrics.repeated_events.get_or_create(&labels).inc();
        }
    }
    if any {
        shared.routed.give();
    }
}

/// Makes the deliveries pending again that an operator asked to send again.
pub(crate) async fn route_replayed(shared: &Shared) -> Result<(), StoreError> {
    loop {
        let replayed = shared
            .inbox
            .read(|connection| events::replayed(connection, REPLAYED))
            .await?;
        if replayed.is_empty() {
            return Ok(());
        }
        let mut decided = Vec::with_capacity(replayed.len());
        for event in replayed {
            let routing = &shared.caller.routing;
            let routes = routing.routes(&event.adapter, &event.name, &event.payload);
            let routes = routes.await;
            decided.push((event, routes));
        }
        let now = shared.caller.clock.now();
        shared
            .inbox
            .write(move |connection| {
                for (event, routes) in decided {
                    events::replay(connection, event.seq, event.replay, &routes, now)?;
                }
                Ok(())
            })
            .await?;
        shared.routed.give();
    }
}

/// Adapters whose calls store the events that they emit, as those of
/// notifications are. The caller's own collector gets them too, before.
pub(crate) struct StoringAdapters {
    pub adapters: Arc<dyn Adapters>,
    pub shared: Arc<Shared>,
}

/// The number of the notification that an event came from, where there is
/// none: somebody called a command.
const NO_NOTIFICATION: i64 = 0;

#[async_trait]
impl Adapters for StoringAdapters {
    fn adapters(&self) -> Vec<AdapterInfo> {
        self.adapters.adapters()
    }

    async fn call(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
        events: &dyn EventCollector,
    ) -> Result<Outcome, CallFault> {
        let storing = Storing {
            adapter,
            shared: &self.shared,
            events,
        };
        self.adapters
            .call(adapter, command, request, &storing)
            .await
    }

    async fn dry_run(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
    ) -> Result<DryRun, CallFault> {
        self.adapters.dry_run(adapter, command, request).await
    }
}

struct Storing<'c> {
    adapter: &'c str,
    shared: &'c Shared,
    events: &'c dyn EventCollector,
}

#[async_trait]
impl EventCollector for Storing<'_> {
    async fn receive(&self, event: crate::EmittedEvent) -> Result<(), String> {
        self.events.receive(event.clone()).await?;
        let event = self.shared.caller.routing.route(self.adapter, event).await;
        let adapter = self.adapter.to_owned();
        let now = self.shared.caller.clock.now();
        let stored = event.clone();
        let new = self
            .shared
            .inbox
            .write(move |connection| {
                events::insert(connection, &adapter, NO_NOTIFICATION, &stored, now)
            })
            .await
            .map_err(|error| error.to_string())?;
        count(self.shared, self.adapter, [(&event, new)].into_iter());
        Ok(())
    }
}
