//! `/sandbox/notifications` and `/sandbox/callback`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::{StatusCode, Uri};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Refusal};
use crate::callback::verify;
use crate::model::account::Callbacks;
use crate::model::change::Change;
use crate::model::notifications::{Notification, Update};
use crate::model::world::World;

fn shown(notification: &Notification) -> Value {
    json!({
        "body": notification.text(),
        "signature": notification.signature(),
        "attempts": notification.attempts(),
    })
}

pub(super) async fn list(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(world.look(|state| state.outbox.notifications.all().iter().map(shown).collect()))
}

pub(super) async fn take(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    let taken = world.change(|state| {
        state.outbox.close_batch(&world.settings);
        state.outbox.notifications.take()
    });
    Json(taken.iter().map(shown).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Notify {
    field: String,
    value: Value,
}

/// Any webhook field.
pub(super) async fn notify(
    State(world): State<Arc<World>>,
    Body(notify): Body<Notify>,
) -> StatusCode {
    let update = Update::Field {
        field: notify.field,
        value: notify.value,
    };
    world.change(|state| state.outbox.add(update, &world.settings));
    StatusCode::CREATED
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Callback {
    url: Option<String>,
    verify_token: Option<String>,
}

/// Sends notifications there from now on; without a URL they are only collected.
pub(super) async fn call_back(
    State(world): State<Arc<World>>,
    Body(callback): Body<Callback>,
) -> Result<StatusCode, Refusal> {
    if let Some(url) = callback.url.as_deref().filter(|url| !is_callback(url)) {
        return Err(Refusal::bad(format!(
            "url must be http://HOST/PATH, for the sandbox calls no https; it is {url:?}"
        )));
    }
    world.change(|state| {
        state.change_callback(|account| account.callbacks = Callbacks::of_app(callback.url));
        if let Some(token) = callback.verify_token {
            state.verify_token = token;
        }
    });
    Ok(StatusCode::NO_CONTENT)
}

/// Whether a URL can be called: `http` with a host.
fn is_callback(url: &str) -> bool {
    let uri = url.parse::<Uri>().ok();
    uri.is_some_and(|uri| uri.scheme_str() == Some("http") && uri.host().is_some())
}

pub(super) async fn verify_callback(
    State(world): State<Arc<World>>,
) -> Result<StatusCode, Refusal> {
    let (url, token, challenge) = world.change(|state| {
        let url = state.account.callback().map(str::to_owned);
        (url, state.verify_token.clone(), state.ids.trace())
    });
    let url = url.ok_or_else(|| Refusal::bad("there is no callback URL to verify"))?;
    verify(&url, &token, &challenge)
        .await
        .map_err(|error| Refusal(StatusCode::BAD_GATEWAY, error.to_string()))?;
    tracing::info!("the callback repeated the challenge");
    world.change(|state| {
        state.verified = Some(url);
        state.has_changed(Change::Business);
    });
    Ok(StatusCode::NO_CONTENT)
}
