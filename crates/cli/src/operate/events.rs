use std::process::ExitCode;

use uip_server::Replay;
use uip_server::operations::{DeliveriesOf, DeliveryState, EventFilter, EventRow, OperationError};

use super::{as_json, changes, open, rows};
use crate::args::{Common, EventState, Events, WhichEvents};
use crate::failure::Failure;
use crate::output::{show, tell};

/// What `uip events` is asked for.
pub fn events(common: &Common, verb: &Events) -> Result<ExitCode, Failure> {
    let inbox = open(common)?;
    match verb {
        Events::List(list) => {
            let filter = EventFilter {
                delivery: list.state.and_then(EventState::delivery),
                unclaimed: matches!(list.state, Some(EventState::Unclaimed)),
                after: list.page.after.clone(),
                limit: list.page.limit,
                ..filter(&list.which)
            };
            table(list.json, &inbox.events(&filter)?)?;
        }
        Events::Dead(dead) => {
            let filter = EventFilter {
                delivery: Some(DeliveryState::Dead),
                after: dead.page.after.clone(),
                limit: dead.page.limit,
                ..filter(&dead.which)
            };
            table(dead.json, &inbox.events(&filter)?)?;
        }
        Events::Show(wanted) => {
            let event = inbox.event(wanted.adapter.as_deref(), &wanted.id)?;
            if wanted.json {
                as_json(&event)?;
            } else {
                show(event)?;
            }
        }
        Events::Retry(retry) => {
            let which = DeliveriesOf::event(&retry.id)
                .adapter(retry.adapter.as_deref())
                .trigger(retry.trigger.as_deref());
            return changes::of_event(&inbox, &retry.id, inbox.retry_event(which));
        }
        Events::Drop(drop) => {
            let Some(id) = &drop.id else {
                let dropped = inbox.drop_events(&filter(&drop.which))?;
                tell(format!("deliveries that were dropped: {dropped}"))?;
                return Ok(ExitCode::SUCCESS);
            };
            let effects = inbox.drop_event(target(id, &drop.which));
            return changes::of_event(&inbox, id, effects);
        }
        Events::Replay(replay) => {
            let which = if replay.all {
                Replay::All
            } else {
                Replay::Dead
            };
            if replay.unclaimed {
                let count = inbox.replay_unclaimed(&filter(&replay.which))?;
                return changes::claimed(&inbox, count);
            }
            let Some(id) = &replay.id else {
                let cause = replay.cause.map(Into::into);
                let replayed = inbox.replay_events(&filter(&replay.which), which, cause)?;
                return changes::replayed(&inbox, replayed);
            };
            let adapter = replay.which.adapter.as_deref();
            let was_unclaimed = inbox.event(adapter, id)?.event.unclaimed.is_some();
            let effects = match inbox.replay_event(target(id, &replay.which), which) {
                Err(
                    error @ (OperationError::Unclaimed(_)
                    | OperationError::NotForTrigger(_)
                    | OperationError::Known(_)),
                ) => {
                    return Ok(changes::not_done(&format!("{id}: {error}")));
                }
                effects => effects?,
            };
            return match effects {
                Some(effects) if !replay.all && !was_unclaimed => {
                    changes::effects(&inbox, id, &effects)
                }
                effects => changes::routed(&inbox, id, effects.as_deref()),
            };
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn target<'w>(id: &'w str, which: &'w WhichEvents) -> DeliveriesOf<'w> {
    DeliveriesOf::event(id)
        .adapter(which.adapter.as_deref())
        .trigger(which.trigger.as_deref())
}

fn filter(which: &WhichEvents) -> EventFilter {
    EventFilter {
        adapter: which.adapter.clone(),
        event: which.event.clone(),
        trigger: which.trigger.clone(),
        customer: which.customer.clone(),
        span: (&which.times).into(),
        ..EventFilter::default()
    }
}

fn table(json: bool, events: &[EventRow]) -> Result<(), Failure> {
    let header = [
        "Stored",
        "Event",
        "Pending",
        "Delivered",
        "Dead",
        "Event id",
    ];
    rows(json, events, header, |row| {
        [
            row.created_at.to_string(),
            row.source(),
            row.pending.to_string(),
            row.delivered.to_string(),
            row.dead.to_string(),
            row.event_id.clone(),
        ]
    })
}
