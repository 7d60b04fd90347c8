use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use uip_contract::{CallError, CommandCall, DryRun, Event, EventSink, Refusal, Response};

use super::{Called, Shared};
use crate::inbox::events::{self, Replay, RoutedEvent};
use crate::inbox::unclaimed::{self, Origin};
use crate::inbox::{StoreError, notifications};
use crate::metrics::{OfEvent, OfTrigger};
use crate::ownership::{Owner, Unmatched};
use crate::{AdapterInfo, Adapters};

/// How many events are sent again at a time.
const REPLAYED: usize = 64;

/// Stores what came out of notifications: their events, the deliveries of
/// those, and the notifications' new states, all or nothing.
pub(crate) async fn store(shared: &Shared, batch: Arc<[Called]>) -> Result<(), StoreError> {
    let now = shared.caller.clock.now();
    let stored = {
        let batch = Arc::clone(&batch);
        move |connection: &rusqlite::Connection| {
            let mut new = Vec::new();
            let mut events = events::Insertion::new(connection)?;
            let mut endings = notifications::Endings::new(connection);
            for called in batch.iter() {
                for event in &called.events {
                    new.push(events.insert(called.id, event, now)?);
                }
                endings.end(called.id, &called.end, now)?;
            }
            Ok(new)
        }
    };
    let new = shared.lasting.inbox.write(stored).await?;
    let events = batch.iter().flat_map(|called| &called.events);
    count(shared, events.zip(new));
    Ok(())
}

fn count<'e>(shared: &Shared, events: impl Iterator<Item = (&'e RoutedEvent, bool)>) {
    let mut any = false;
    for (event, new) in events {
        let adapter = match &event.owner {
            Owner::Adapter(adapter) => adapter.to_string(),
            Owner::Nobody(unmatched) => {
                if new {
                    tell_unclaimed(shared, event, unmatched);
                }
                continue;
            }
        };
        let labels = OfEvent {
            adapter,
            event: event.name.clone(),
        };
        if new {
            any = true;
            shared.lasting.metrics.events.get_or_create(&labels).inc();
        } else {
            shared
                .lasting
                .metrics
                .repeated_events
                .get_or_create(&labels)
                .inc();
        }
    }
    if any {
        shared.lasting.routed.give();
    }
}

/// Counts and logs an event that belongs to no adapter.
fn tell_unclaimed(shared: &Shared, event: &RoutedEvent, unmatched: &Unmatched) {
    let trigger = event.origin.trigger.as_deref().unwrap_or_default();
    let labels = OfTrigger {
        trigger: trigger.to_owned(),
    };
    shared
        .lasting
        .metrics
        .unclaimed
        .get_or_create(&labels)
        .inc();
    let left_out = shared
        .lasting
        .unclaimed
        .admits(unmatched.clone(), Instant::now());
    if let Some(left_out) = left_out {
        tracing::warn!(
            trigger,
            property = unmatched.property,
            value = unmatched.value,
            event = event.id,
            left_out,
            "no adapter has the value that an event carries; the event is kept and not delivered: add an adapter with it to the trigger, reload, and use `uip events replay --unclaimed`"
        );
    }
}

/// Makes the deliveries pending again that an operator asked to send again, and
/// gives unclaimed events to the adapters that they belong to now.
pub(crate) async fn route_replayed(shared: &Shared) -> Result<(), StoreError> {
    loop {
        let replayed = shared
            .lasting
            .inbox
            .read(|connection| events::replayed(connection, REPLAYED))
            .await?;
        if replayed.is_empty() {
            return Ok(());
        }
        let mut decided = Vec::with_capacity(replayed.len());
        for event in replayed {
            let owner = match &event.unclaimed {
                None => Some(event.adapter.as_str().into()),
                Some((origin, _)) => shared.caller.ownership.claimant(origin, &event.payload),
            };
            let routes = match &owner {
                Some(owner) => {
                    let routing = &shared.caller.routing;
                    routing.routes(owner, &event.name, &event.payload).await
                }
                None => Vec::new(),
            };
            decided.push((event, owner, routes));
        }
        let now = shared.caller.clock.now();
        shared
            .lasting
            .inbox
            .write(move |connection| {
                for (event, owner, routes) in decided {
                    let which = match (owner, event.unclaimed) {
                        (_, None) => event.replay,
                        (None, Some(_)) => Replay::Dead,
                        (Some(owner), Some(_)) => {
                            if !unclaimed::claim(connection, event.seq, &owner)? {
                                continue;
                            }
                            Replay::All
                        }
                    };
                    events::replay(connection, event.seq, which, &routes, now)?;
                }
                Ok(())
            })
            .await?;
        shared.lasting.routed.give();
    }
}

/// Adapters whose calls store the events that they emit, as those of
/// notifications are. The caller's own sink gets them too, before.
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
        call: CommandCall,
        events: Arc<dyn EventSink>,
    ) -> Result<Response, CallError> {
        let storing = self.storing(&call.adapter, events);
        self.adapters.call(call, storing).await
    }

    async fn dry_run(&self, call: CommandCall) -> Result<DryRun, CallError> {
        self.adapters.dry_run(call).await
    }
}

impl StoringAdapters {
    fn storing(&self, adapter: &str, events: Arc<dyn EventSink>) -> Arc<Storing> {
        Arc::new(Storing {
            adapter: adapter.into(),
            shared: Arc::clone(&self.shared),
            events,
        })
    }
}

struct Storing {
    adapter: Arc<str>,
    shared: Arc<Shared>,
    events: Arc<dyn EventSink>,
}

#[async_trait]
impl EventSink for Storing {
    async fn receive(&self, event: Event) -> Result<(), Refusal> {
        self.events.receive(event.clone()).await?;
        // In a task of its own: it goes on when the call is stopped meanwhile,
        // so that what is stored is counted and delivered.
        let stored = store_called(Arc::clone(&self.shared), Arc::clone(&self.adapter), event);
        match tokio::spawn(stored).await {
            Ok(stored) => stored.map_err(|error| Refusal(error.to_string())),
            Err(error) => Err(Refusal(format!("the event was not stored: {error}"))),
        }
    }
}

/// Stores an event of a command that somebody called.
async fn store_called(
    shared: Arc<Shared>,
    adapter: Arc<str>,
    event: Event,
) -> Result<(), StoreError> {
    let origin = Origin {
        trigger: None,
        adapter,
    };
    let owner = shared.caller.ownership.owner(&origin, event.payload.get());
    let event = shared.caller.routing.route(origin, owner, event).await;
    let now = shared.caller.clock.now();
    let stored = event.clone();
    let new = shared
        .lasting
        .inbox
        .write(move |connection| {
            events::Insertion::new(connection)?.insert(NO_NOTIFICATION, &stored, now)
        })
        .await?;
    count(&shared, [(&event, new)].into_iter());
    Ok(())
}
