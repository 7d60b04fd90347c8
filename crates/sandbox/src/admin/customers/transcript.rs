//! `/sandbox/customers/{id}/transcript`: a chat as a file, and its replay.

use std::time::Duration;

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Who;
use crate::admin::{Body, Refusal};
use crate::model::transcript::Transcript;

/// So long is waited for each message of the business's unless the query says otherwise, in seconds.
const PATIENCE: u64 = 60;
const LONGEST_PATIENCE: u64 = 60 * 60;

pub(in crate::admin) async fn transcript(Who(customer): Who) -> Json<Transcript> {
    Json(customer.transcript())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::admin) struct Waiting {
    patience_seconds: Option<u64>,
}

/// Replays a chat. It ends early if the caller goes away.
pub(in crate::admin) async fn replay(
    Who(customer): Who,
    waiting: Result<Query<Waiting>, QueryRejection>,
    Body(transcript): Body<Transcript>,
) -> Result<Json<Value>, Refusal> {
    let Query(waiting) = waiting.map_err(|error| Refusal::bad(error.body_text()))?;
    let seconds = waiting.patience_seconds.unwrap_or(PATIENCE);
    let patience = Duration::from_secs(seconds.min(LONGEST_PATIENCE));
    let replayed = customer.replays_within(&transcript, patience).await;
    let sent = replayed.map_err(|error| Refusal(StatusCode::CONFLICT, error.to_string()))?;
    Ok(Json(json!({"sent": sent})))
}
