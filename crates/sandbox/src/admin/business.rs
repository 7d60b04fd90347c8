//! `/sandbox/number`, `/sandbox/profile` and `/sandbox/subscription`: the business's own side.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::Body;
use crate::model::account::DirectSendAccess;
use crate::model::world::World;

pub(super) async fn number(State(world): State<Arc<World>>) -> Json<Value> {
    Json(world.look(|state| Value::Object(state.account.number.clone())))
}

/// Changes fields of the phone number as Graph returns it; `null` removes a field.
pub(super) async fn change_number(
    State(world): State<Arc<World>>,
    Body(fields): Body<Map<String, Value>>,
) -> Json<Value> {
    Json(world.change(|state| {
        state.account.number.extend(fields);
        Value::Object(state.account.number.clone())
    }))
}

pub(super) async fn profile(State(world): State<Arc<World>>) -> Json<Value> {
    Json(world.look(|state| Value::Object(state.account.profile.clone())))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Subscription {
    subscribed: bool,
}

/// Whether the app is subscribed to the business account.
pub(super) async fn subscription(
    State(world): State<Arc<World>>,
    Body(subscription): Body<Subscription>,
) -> StatusCode {
    world.change(|state| state.account.subscribed = subscription.subscribed);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DirectSend {
    access: DirectSendAccess,
}

/// Whether the account may use Direct Send.
pub(super) async fn direct_send(
    State(world): State<Arc<World>>,
    Body(given): Body<DirectSend>,
) -> StatusCode {
    world.change(|state| state.account.direct_send = given.access);
    StatusCode::NO_CONTENT
}
