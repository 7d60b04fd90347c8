use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use rusqlite::{Connection, params};
use serde::Deserialize;
use serde_json::{Value, json};

use super::events::gone;
use super::{Answer, Apis, Problem, answered};
use crate::config::{Budget, Condition, TooMuchWork};
use crate::operations::payload;

/// On how many events a condition is tried at most, and for how long.
const MOST: u32 = 100;
const TIME: Duration = Duration::from_secs(2);

/// How many events are looked through to find those of a kind.
const SCANNED: u32 = 5000;

/// A condition, and the events that it is tried on: one, or the last ones of a
/// kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tried {
    condition: String,
    seq: Option<i64>,
    adapter: Option<String>,
    event: Option<String>,
    last: Option<u32>,
}

/// Tells for which events a condition holds, as the server itself decides it.
pub(super) async fn tried(State(api): Apis, body: Result<Json<Tried>, JsonRejection>) -> Answer {
    let Json(tried) = body?;
    let condition = Condition::parse(&tried.condition)
        .map_err(|problem| Problem::bad_request(format!("condition: {problem}")))?;
    let result = api.read(move |connection| evaluated(connection, &condition, &tried));
    Ok(answered(&result.await?))
}

fn evaluated(
    connection: &Connection,
    condition: &Condition,
    tried: &Tried,
) -> Result<Value, Problem> {
    let events: Vec<(i64, String)> = match tried.seq {
        Some(seq) => match payload(connection, seq) {
            Ok(payload) => vec![(seq, payload)],
            Err(rusqlite::Error::QueryReturnedNoRows) => return Err(gone(seq)),
            Err(error) => return Err(error.into()),
        },
        None => last(connection, tried)?,
    };
    let started = Instant::now();
    let (mut holds, mut undecided, mut looked_at) = (Vec::new(), Vec::new(), 0_u32);
    for (seq, payload) in events {
        if started.elapsed() > TIME {
            break;
        }
        looked_at += 1;
        // As for deliveries: what is nested too deep meets no condition.
        let properties: Value = serde_json::from_str(&payload).unwrap_or_default();
        match condition.holds(&properties, Budget::MOST) {
            Ok(true) => holds.push(seq),
            Ok(false) => {}
            Err(TooMuchWork) => undecided.push(seq),
        }
    }
    Ok(json!({ "tried": looked_at, "holds": holds, "tooMuchWork": undecided }))
}

/// The last events of a kind whose payload is still kept.
fn last(connection: &Connection, tried: &Tried) -> rusqlite::Result<Vec<(i64, String)>> {
    connection
        .prepare_cached(
            "SELECT seq, payload FROM (
                 SELECT seq, adapter, name, payload FROM events ORDER BY seq DESC LIMIT ?4
             ) WHERE (?1 IS NULL OR adapter = ?1) AND (?2 IS NULL OR name = ?2) AND payload <> ''
             ORDER BY seq DESC LIMIT ?3",
        )?
        .query_map(
            params![
                tried.adapter,
                tried.event,
                tried.last.unwrap_or(MOST).min(MOST),
                SCANNED
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .collect()
}
