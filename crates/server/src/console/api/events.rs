use std::collections::BTreeSet;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use rusqlite::{Connection, params};
use serde::Deserialize;
use serde_json::{Value, json};

use super::summary::Summary;
use super::{Answer, Apis, Problem, answered};
use crate::AdapterInfo;
use crate::clock::Millis;
use crate::operations::{DeliveryState, EventRow, Reading, payload};

/// How many events one request looks through. If it finds too few, the page
/// asks on from where it ended.
const SCANNED: usize = 2000;

/// How many events are shown at most.
const MOST: usize = 200;

/// Which events are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct Wanted {
    adapter: Option<String>,
    event: Option<String>,
    /// `pending`, `delivered`, `dead` or `unclaimed`.
    state: Option<InState>,
    trigger: Option<String>,
    customer: Option<String>,
    /// An event's id, or text in its payload.
    q: Option<String>,
    since: Option<Millis>,
    until: Option<Millis>,
    /// Those with a smaller number: where the page before ended.
    before: Option<i64>,
    limit: Option<usize>,
    /// Whether to show what customers wrote.
    texts: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum InState {
    Pending,
    Delivered,
    Dead,
    Unclaimed,
}

/// Events, the newest first, as far as one request looks.
pub(super) async fn list(State(api): Apis, query: Result<Query<Wanted>, QueryRejection>) -> Answer {
    let Query(wanted) = query?;
    let infos = api.infos.clone();
    let page = api.read(move |connection| page(connection, &infos, &wanted));
    Ok(answered(&page.await?))
}

/// One event with its payload, its deliveries and their attempts.
pub(super) async fn one(State(api): Apis, path: Result<Path<i64>, PathRejection>) -> Answer {
    let Path(seq) = path?;
    let found = api.read(move |connection| Ok(Reading(connection).event_by_number(seq)?));
    let event = found.await?.ok_or_else(|| gone(seq))?;
    let recent = &api.shared.lasting.metrics.recent;
    let deliveries: Vec<Value> = event
        .deliveries
        .iter()
        .map(|delivery| {
            let attempts = recent.attempts(seq, &delivery.trigger);
            let says = delivery.waiting.as_ref().map(ToString::to_string);
            json!({ "delivery": delivery, "says": says, "attempts": attempts })
        })
        .collect();
    // The payload as it was emitted, byte for byte, is text within the JSON: a
    // browser would read its large numbers wrongly.
    let text = event.properties.as_ref().map(|properties| properties.get());
    Ok(answered(&json!({
        "seq": seq,
        "event": event.event,
        "deliveries": deliveries,
        "payload": text,
    })))
}

pub(super) fn gone(seq: i64) -> Problem {
    Problem::not_found(format!("event {seq} is not kept any more"))
}

fn page(connection: &Connection, infos: &[AdapterInfo], wanted: &Wanted) -> Result<Value, Problem> {
    let limit = wanted.limit.unwrap_or(50).clamp(1, MOST);
    let mut events = Vec::new();
    let exact = match (&wanted.q, wanted.before) {
        (Some(id), None) => by_id(connection, infos, id)?,
        _ => Vec::new(),
    };
    for seq in &exact {
        events.extend(shown(connection, infos, wanted, *seq)?);
    }
    let start = match (wanted.before, wanted.until) {
        (Some(before), _) => before,
        (None, Some(until)) => first_since(connection, until)?,
        (None, None) => i64::MAX,
    };
    let candidates = candidates(connection, wanted, start)?;
    let mut next = (candidates.len() == SCANNED)
        .then(|| candidates.last().copied())
        .flatten();
    let mut searched_to = None;
    for seq in candidates {
        let Some(row) = Reading(connection).find_by_number(seq)? else {
            continue;
        };
        searched_to = Some(row.created_at);
        if wanted.since.is_some_and(|since| row.created_at.0 < since) {
            next = None;
            break;
        }
        if !exact.contains(&seq)
            && fits(connection, &row, wanted)?
            && let Some(event) = shown(connection, infos, wanted, seq)?
        {
            events.push(event);
        }
        if events.len() >= limit {
            next = Some(seq);
            break;
        }
    }
    Ok(json!({ "events": events, "next": next, "searchedTo": searched_to }))
}

/// The numbers of events that may fit, the greatest first.
fn candidates(connection: &Connection, wanted: &Wanted, before: i64) -> Result<Vec<i64>, Problem> {
    let limit = i64::try_from(SCANNED).unwrap_or(i64::MAX);
    let mut numbers = match wanted.state {
        Some(InState::Dead) => {
            // The index of dead letters begins with the trigger.
            let triggers: Vec<String> = match &wanted.trigger {
                Some(trigger) => vec![trigger.clone()],
                None => names(connection)?,
            };
            let mut dead = connection.prepare_cached(
                "SELECT event FROM deliveries WHERE trigger = ?1 AND state = 2 AND event < ?2
                 ORDER BY event DESC LIMIT ?3",
            )?;
            let mut numbers = BTreeSet::new();
            for trigger in triggers {
                let found = dead.query_map(params![trigger, before, limit], |row| row.get(0))?;
                for number in found {
                    numbers.insert(number?);
                }
            }
            numbers.into_iter().rev().collect()
        }
        Some(InState::Unclaimed) => numbers(
            connection,
            "SELECT event FROM unclaimed WHERE event < ?1 ORDER BY event DESC LIMIT ?2",
            before,
            limit,
        )?,
        Some(InState::Pending | InState::Delivered) | None => numbers(
            connection,
            "SELECT seq FROM events WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2",
            before,
            limit,
        )?,
    };
    numbers.truncate(SCANNED);
    Ok(numbers)
}

fn numbers(
    connection: &Connection,
    query: &str,
    before: i64,
    limit: i64,
) -> rusqlite::Result<Vec<i64>> {
    connection
        .prepare_cached(query)?
        .query_map(params![before, limit], |row| row.get(0))?
        .collect()
}

/// The event triggers that are known.
pub(super) fn names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT name FROM event_triggers ORDER BY name")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// The events of this id.
fn by_id(connection: &Connection, infos: &[AdapterInfo], id: &str) -> rusqlite::Result<Vec<i64>> {
    let mut found = connection
        .prepare_cached("SELECT event FROM unclaimed WHERE id = ?1 LIMIT 20")?
        .query_map([id], |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    let mut of_adapter =
        connection.prepare_cached("SELECT seq FROM events WHERE adapter = ?1 AND id = ?2")?;
    for info in infos {
        for seq in of_adapter.query_map([&*info.name, id], |row| row.get(0))? {
            found.push(seq?);
        }
    }
    Ok(found)
}

/// The number of the first event that was stored at a time or after it: events
/// are numbered as they are stored.
fn first_since(connection: &Connection, time: Millis) -> rusqlite::Result<i64> {
    let (mut low, mut high): (i64, i64) = connection.query_row(
        "SELECT coalesce((SELECT min(seq) FROM events), 0), coalesce((SELECT max(seq) FROM events), -1) + 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut stored = connection
        .prepare_cached("SELECT created_at FROM events WHERE seq >= ?1 ORDER BY seq LIMIT 1")?;
    while low < high {
        let middle = low + (high - low) / 2;
        let at: Millis = stored.query_row([middle], |row| row.get(0))?;
        if at < time {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn fits(connection: &Connection, row: &EventRow, wanted: &Wanted) -> Result<bool, Problem> {
    let is =
        |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|wanted| wanted == value);
    // An unclaimed event belongs to no adapter, whichever is looked at.
    let is_of_adapter =
        wanted.state == Some(InState::Unclaimed) || is(&wanted.adapter, &row.adapter);
    if !is_of_adapter || !is(&wanted.event, &row.event) {
        return Ok(false);
    }
    if wanted.until.is_some_and(|until| row.created_at.0 >= until) {
        return Ok(false);
    }
    let state = match wanted.state {
        Some(InState::Pending) => Some(0),
        Some(InState::Delivered) => Some(1),
        Some(InState::Dead) => Some(2),
        Some(InState::Unclaimed) | None => None,
    };
    if state.is_some() || wanted.trigger.is_some() {
        let has: bool = connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM deliveries WHERE event = ?1
                 AND (?2 IS NULL OR trigger = ?2) AND (?3 IS NULL OR state = ?3))",
            )?
            .query_row(params![row.seq, wanted.trigger, state], |row| row.get(0))?;
        if !has {
            return Ok(false);
        }
    }
    if wanted.customer.is_none() && wanted.q.is_none() {
        return Ok(true);
    }
    let text = payload(connection, row.seq)?;
    if let Some(customer) = &wanted.customer {
        let key = customer.strip_prefix('+').unwrap_or(customer);
        let is_key: bool = connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM deliveries WHERE event = ?1 AND key = ?2)",
            )?
            .query_row(params![row.seq, key], |row| row.get(0))?;
        // Without an event trigger there is no key.
        if !is_key && !text.contains(&format!("\"{key}\"")) {
            return Ok(false);
        }
    }
    Ok(wanted.q.as_ref().is_none_or(|q| contains(row, &text, q)))
}

/// Whether an event's id or payload contains a text, in any case. How the sender
/// of the payload escaped its characters makes no difference.
fn contains(row: &EventRow, payload: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    let has = |found: &str| found.to_lowercase().contains(&text);
    if has(&row.event_id) || has(payload) {
        return true;
    }
    payload.contains('\\')
        && serde_json::from_str::<Value>(payload).is_ok_and(|payload| is_within(&payload, &has))
}

fn is_within(value: &Value, has: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => has(text),
        Value::Array(items) => items.iter().any(|item| is_within(item, has)),
        Value::Object(members) => {
            let mut members = members.iter();
            members.any(|(name, value)| has(name) || is_within(value, has))
        }
        _ => false,
    }
}

/// An event as a list shows it, if it is still kept.
fn shown(
    connection: &Connection,
    infos: &[AdapterInfo],
    wanted: &Wanted,
    seq: i64,
) -> Result<Option<Value>, Problem> {
    let Some(row) = Reading(connection).find_by_number(seq)? else {
        return Ok(None);
    };
    // An unclaimed event is of the adapter whose command emitted it.
    let stored: String = connection
        .prepare_cached("SELECT adapter FROM events WHERE seq = ?1")?
        .query_row([seq], |row| row.get(0))?;
    let name = stored.trim_start_matches(crate::inbox::unclaimed::NOBODY);
    let info = infos.iter().find(|info| info.name == name);
    let summary = Summary::of(info, &row.event, &payload(connection, seq)?);
    let deliveries: Vec<Value> = connection
        .prepare_cached("SELECT trigger, state FROM deliveries WHERE event = ?1 ORDER BY trigger")?
        .query_map([seq], |row| {
            let state = DeliveryState::of_number(row.get(1)?);
            Ok(json!({ "trigger": row.get::<_, String>(0)?, "state": state }))
        })?
        .collect::<Result<_, _>>()?;
    let mut event = json!({
        "seq": seq,
        "words": summary.words,
        "customer": summary.customer,
        "deliveries": deliveries,
    });
    if let (Some(event), Ok(Value::Object(row))) =
        (event.as_object_mut(), serde_json::to_value(&row))
    {
        event.extend(row);
        if wanted.texts {
            event.insert("text".to_owned(), summary.text.into());
        }
    }
    Ok(Some(event))
}

#[cfg(test)]
mod tests;
