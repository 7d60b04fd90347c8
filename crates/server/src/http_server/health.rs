use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};
use tokio::sync::Mutex;

use crate::inbox::clock::InboxClock;
use crate::inbox::{Inbox, StoreError, stats};
use crate::metrics::Metrics;

/// For how long an answer is good. Whoever asks more often gets it again, so
/// that asking costs nothing.
const FRESH: Duration = Duration::from_secs(1);

/// How long the inbox may take to write before the host counts as not ready.
const PROBE_TIMEOUT: Duration = Duration::from_secs(5);

/// What health and metrics are told from.
pub(crate) struct Health {
    pub inbox: Inbox,
    pub metrics: Arc<Metrics>,
    pub clock: InboxClock,
    /// How many adapters there are.
    pub adapters: usize,
    /// The event triggers' names.
    pub triggers: Vec<String>,
    pub probed: Mutex<Option<(Instant, Result<(), StoreError>)>>,
    pub counted: Mutex<Option<Instant>>,
}

/// `/healthz`, `/readyz`, `/metrics`.
pub(crate) fn router(health: Arc<Health>) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(health)
}

impl Health {
    /// Whether notifications can be stored.
    pub async fn ready(&self) -> Result<(), StoreError> {
        let mut probed = self.probed.lock().await;
        if let Some((at, result)) = &*probed
            && at.elapsed() < FRESH
        {
            return result.clone();
        }
        let result = tokio::time::timeout(PROBE_TIMEOUT, self.inbox.probe())
            .await
            .unwrap_or_else(|_| Err(StoreError::Locked("it takes too long".to_owned())));
        *probed = Some((Instant::now(), result.clone()));
        result
    }
}

async fn ready(State(health): State<Arc<Health>>) -> Response {
    match health.ready().await {
        Ok(()) => format!("ready; adapters: {}\n", health.adapters).into_response(),
        Err(error) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("not ready: {}\n", error.word()),
        )
            .into_response(),
    }
}

async fn metrics(State(health): State<Arc<Health>>) -> Response {
    let mut counted = health.counted.lock().await;
    if counted.is_none_or(|at| at.elapsed() >= FRESH) {
        let triggers = health.triggers.clone();
        match health
            .inbox
            .read(move |connection| stats::stats(connection, &triggers))
            .await
        {
            Ok(stats) => health.metrics.set(&stats, health.clock.now().time),
            Err(error) => tracing::warn!(%error, "cannot count what waits"),
        }
        health.metrics.set_size(health.inbox.size());
        *counted = Some(Instant::now());
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], health.metrics.text()).into_response()
}
