//! The JSON that the page is made from. What the page can do, a script can.
//!
//! Whatever is read comes over a connection that only reads, with a limit. What
//! changes something works as `uip events`, `uip notifications` and `uip
//! triggers` do, and is logged with who did it.

mod adapters;
mod answer;
mod condition;
mod deliveries;
mod events;
mod form;
mod health;
mod notifications;
mod operate;
mod setup;
mod summary;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::HeaderMap;
use rusqlite::Connection;
use serde_json::json;
use uip_web::LAST_EVENT_ID;

use super::{Console, Role, Shown};
use crate::AdapterInfo;
use crate::clock::Millis;
use crate::config::WebhookTrigger;
use crate::http_server::health::Health;
use crate::processing::Shared;
use answer::{Answer, Problem, answered};

/// What the routes work with.
pub(super) struct Api {
    console: Arc<Console>,
    infos: Vec<AdapterInfo>,
    webhooks: Vec<WebhookTrigger>,
    shared: Arc<Shared>,
    health: Arc<Health>,
    /// When the configuration was read.
    configured_at: Millis,
}

impl Api {
    pub fn new(console: &Arc<Console>, shown: &Shown<'_>) -> Self {
        Self {
            console: Arc::clone(console),
            infos: shown.infos.to_vec(),
            webhooks: shown.config.webhook_triggers.clone(),
            shared: Arc::clone(shown.shared),
            health: Arc::clone(shown.health),
            configured_at: shown.shared.caller.clock.now().wall,
        }
    }

    fn info(&self, name: &str) -> Result<&AdapterInfo, Problem> {
        let mut infos = self.infos.iter();
        infos
            .find(|info| info.name == name)
            .ok_or_else(|| Problem::not_found(format!("there is no adapter `{name}`")))
    }

    /// Reads from the inbox, without the connection that writes.
    async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let inbox = &self.shared.lasting.inbox;
        inbox.read(move |connection| Ok(query(connection))).await?
    }
}

type Apis = State<Arc<Api>>;

pub(super) fn router(api: Arc<Api>) -> Router {
    Router::new()
        .route("/me", get(me))
        .route("/changes", get(changes))
        .route("/adapters", get(adapters::list))
        .route("/adapters/{name}", get(adapters::one))
        .route("/events", get(events::list))
        .route("/events/{seq}", get(events::one))
        .route("/condition", post(condition::tried))
        .route("/deliveries", get(deliveries::triggers))
        .route("/deliveries/{trigger}", get(deliveries::list))
        .route("/notifications", get(notifications::list))
        .route("/notifications/{id}", get(notifications::one))
        .route("/refusals", get(health::refusals))
        .route("/health", get(health::health))
        .route("/throughput", get(health::throughput))
        .route("/setup", get(setup::rows))
        .route("/setup/connection", post(setup::connection))
        .route("/setup/receiver", post(setup::receiver))
        .route("/setup/verify-token", post(setup::verify_token))
        .route("/operate/{action}", post(operate::operate))
        .with_state(api)
}

/// Who asks, and of what version.
async fn me(State(api): Apis, Extension(role): Role) -> Response {
    let adapters: Vec<&str> = api.infos.iter().map(|info| info.name.as_str()).collect();
    answered(&json!({
        "role": role,
        "version": api.console.bell.version(),
        "boot": api.console.bell.boot(),
        "adapters": adapters,
    }))
}

async fn changes(State(api): Apis, headers: HeaderMap) -> Response {
    api.console.bell.stream(headers.get(LAST_EVENT_ID))
}
