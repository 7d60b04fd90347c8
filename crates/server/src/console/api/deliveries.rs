use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Deserialize;
use serde_json::{Value, json};

use super::events::names;
use super::summary::masked;
use super::{Answer, Api, Apis, Problem, answered};
use crate::inbox::clock::{InboxTime, SavedClock};
use crate::inbox::stats::trigger_stats;
use crate::operations::{Reading, Time, trigger_row};

/// How many deliveries are shown at most, and how many that wait behind one are
/// counted.
const MOST: usize = 200;
const COUNTED: u32 = 1000;

/// Every event trigger with what waits for it and what its receiver did not
/// take.
pub(super) async fn triggers(State(api): Apis) -> Answer {
    let destinations = destinations(&api);
    let now = api.shared.caller.clock.now().time;
    let rows = api.read(move |connection| {
        let names = names(connection)?;
        let rows = names.into_iter().map(|name| {
            let destination = destinations.iter().find(|(known, ..)| *known == name);
            trigger(connection, name, destination, now)
        });
        rows.collect::<Result<Vec<Value>, Problem>>()
    });
    let mut rows = rows.await?;
    // One that is gone and has nothing left is of no interest.
    rows.retain(|row| row["configured"] == true || row["pending"] != 0 || row["dead"] != 0);
    Ok(answered(&json!({ "triggers": rows })))
}

/// The name of a trigger, and the kind and the host of its receiver.
type Shown = (String, &'static str, String);

fn destinations(api: &Api) -> Vec<Shown> {
    let triggers = api.shared.caller.routing.triggers().iter();
    let shown = triggers.map(|trigger| {
        let (kind, host) = trigger.deliver.shown();
        (trigger.name.clone(), kind, host)
    });
    shown.collect()
}

fn trigger(
    connection: &Connection,
    name: String,
    destination: Option<&Shown>,
    now: InboxTime,
) -> Result<Value, Problem> {
    let clock = SavedClock::read_or_new(connection)?;
    let stats = trigger_stats(connection, &name)?;
    let next: Option<(i64, InboxTime, Option<String>)> = connection
        .prepare_cached(
            "SELECT event, next_at, last_error FROM deliveries
             WHERE trigger = ?1 AND state = 0 AND next_at IS NOT NULL
             ORDER BY next_at, event LIMIT 1",
        )?
        .query_row([&name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let last_dead: Option<Option<String>> = connection
        .prepare_cached(
            "SELECT last_error FROM deliveries WHERE trigger = ?1 AND state = 2
             ORDER BY event DESC LIMIT 1",
        )?
        .query_row([&name], |row| row.get(0))
        .optional()?;
    let mut causes = serde_json::Map::new();
    for (cause, count) in crate::DeadCause::ALL.iter().zip(stats.dead) {
        causes.insert(cause.word().to_owned(), count.into());
    }
    let row = trigger_row(connection, name)?;
    let mut value = serde_json::to_value(&row).unwrap_or_default();
    if let Some(value) = value.as_object_mut() {
        let (event, at, error) = match next {
            Some((event, at, error)) => (Some(event), Some(Time(clock.wall_at(at))), error),
            None => (None, None, None),
        };
        let oldest = stats.oldest.map(|oldest| now.since(oldest).as_secs());
        value.insert("oldestSeconds".to_owned(), json!(oldest));
        value.insert("nextEvent".to_owned(), json!(event));
        value.insert("nextAt".to_owned(), json!(at));
        let error = error.or_else(|| last_dead.flatten());
        value.insert("lastError".to_owned(), json!(error));
        value.insert("deadByCause".to_owned(), causes.into());
        value.insert("kind".to_owned(), json!(destination.map(|it| it.1)));
        value.insert("host".to_owned(), json!(destination.map(|it| &it.2)));
    }
    Ok(value)
}

/// Which deliveries of a trigger are wanted.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Wanted {
    state: InState,
    /// Those of events with a smaller number; for dead ones.
    before: Option<i64>,
    limit: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum InState {
    /// Those whose turn it is, by the time of their next attempt. How many
    /// wait behind each is told with it.
    Pending,
    /// The newest events first.
    Dead,
}

/// The deliveries of one event trigger.
pub(super) async fn list(
    State(api): Apis,
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<Wanted>, QueryRejection>,
) -> Answer {
    let (Path(trigger), Query(wanted)) = (path?, query?);
    let rows = api.read(move |connection| rows(connection, &trigger, &wanted));
    Ok(answered(&rows.await?))
}

fn rows(connection: &Connection, trigger: &str, wanted: &Wanted) -> Result<Value, Problem> {
    let limit = wanted.limit.unwrap_or(50).clamp(1, MOST);
    let before = wanted.before.unwrap_or(i64::MAX);
    let query = match wanted.state {
        InState::Pending => {
            "SELECT event FROM deliveries WHERE trigger = ?1 AND state = 0 AND next_at IS NOT NULL
             AND event < ?2 ORDER BY next_at, event LIMIT ?3"
        }
        InState::Dead => {
            "SELECT event FROM deliveries WHERE trigger = ?1 AND state = 2 AND event < ?2
             ORDER BY event DESC LIMIT ?3"
        }
    };
    let found: Vec<i64> = connection
        .prepare_cached(query)?
        .query_map(params![trigger, before, limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let is_full = found.len() == limit;
    let next = found.last().copied();
    let next = next.filter(|_| is_full && wanted.state == InState::Dead);
    let mut rows = Vec::new();
    for seq in found {
        rows.extend(row(connection, trigger, seq)?);
    }
    Ok(json!({ "deliveries": rows, "next": next, "more": is_full }))
}

fn row(connection: &Connection, trigger: &str, seq: i64) -> Result<Option<Value>, Problem> {
    let reading = Reading(connection);
    let Some(event) = reading.find_by_number(seq)? else {
        return Ok(None);
    };
    let deliveries = reading.deliveries(seq)?;
    let Some(delivery) = deliveries.into_iter().find(|it| it.trigger == trigger) else {
        return Ok(None);
    };
    let behind: u32 = connection
        .prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM deliveries
             WHERE trigger = ?1 AND key = ?2 AND state = 0 AND event <> ?3 LIMIT ?4)",
        )?
        .query_row(params![trigger, delivery.key, seq, COUNTED], |row| {
            row.get(0)
        })?;
    let waits = delivery.waiting.as_ref().map(ToString::to_string);
    Ok(Some(json!({
        "seq": seq,
        "adapter": event.adapter,
        "event": event.event,
        "eventId": event.event_id,
        "createdAt": event.created_at,
        "customer": delivery.key.as_deref().map(masked),
        "state": delivery.state,
        "cause": delivery.cause,
        "attempts": delivery.attempts,
        "refusals": delivery.refusals,
        "nextAt": delivery.next_at,
        "lastError": delivery.last_error,
        "waits": waits,
        "behind": behind,
    })))
}
