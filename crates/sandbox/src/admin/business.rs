//! `/sandbox/number`, `/sandbox/profile` and `/sandbox/subscription`: the business's own side.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Body;
use crate::model::account::{DirectSendAccess, Health, HealthEntity};
use crate::model::change::Change;
use crate::model::world::World;

pub(super) async fn number(State(world): State<Arc<World>>) -> Json<Value> {
    Json(world.look(|state| Value::Object(state.account.listed_number(&world.settings))))
}

/// Changes fields of the phone number as Graph returns it; `null` removes a field.
pub(super) async fn change_number(
    State(world): State<Arc<World>>,
    Body(fields): Body<Map<String, Value>>,
) -> Json<Value> {
    Json(world.change(|state| {
        state.account.number.extend(fields);
        state.has_changed(Change::Business);
        Value::Object(state.account.listed_number(&world.settings))
    }))
}

pub(super) async fn account(State(world): State<Arc<World>>) -> Json<Value> {
    Json(world.look(|state| Value::Object(state.account.listed_waba(&world.settings))))
}

/// Changes fields of the business account as Graph returns it; `null` removes a field.
pub(super) async fn change_account(
    State(world): State<Arc<World>>,
    Body(fields): Body<Map<String, Value>>,
) -> Json<Value> {
    Json(world.change(|state| {
        state.account.waba.extend(fields);
        Value::Object(state.account.listed_waba(&world.settings))
    }))
}

/// Sets the health of some entities.
pub(super) async fn health(
    State(world): State<Arc<World>>,
    Body(healths): Body<BTreeMap<HealthEntity, Health>>,
) -> StatusCode {
    world.change(|state| {
        for (entity, health) in healths {
            state.account.health.set(entity, health);
        }
    });
    StatusCode::NO_CONTENT
}

/// How far the number has come, with the code that the business got by SMS or a call.
pub(super) async fn registration(State(world): State<Arc<World>>) -> Json<Value> {
    Json(world.look(|state| {
        let registration = &state.account.registration;
        json!({
            "verified": registration.verified,
            "registered": registration.registered,
            "pin": registration.pin,
            "verificationCode": registration.code,
        })
    }))
}

/// The customers that the business has blocked.
pub(super) async fn blocked(State(world): State<Arc<World>>) -> Json<Vec<String>> {
    Json(world.look(|state| state.account.blocked.clone()))
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
    world.change(|state| {
        state.change_callback(|account| account.subscribed = subscription.subscribed);
    });
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
