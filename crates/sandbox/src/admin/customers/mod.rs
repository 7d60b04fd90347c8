//! `/sandbox/customers`: acting as the other side.

pub(super) mod answers;
pub(super) mod others;

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::admin::{Body, Refusal};
use crate::customer::Customer;
use crate::model::GraphError;
use crate::model::customers::Person;
use crate::model::world::World;

pub(in crate::admin) type Made = (StatusCode, Json<Value>);

pub(in crate::admin) fn made(id: &str) -> Made {
    (StatusCode::CREATED, Json(json!({"id": id})))
}

fn shown(person: &Person, now: u64) -> Value {
    json!({
        "waId": person.wa_id,
        "userId": person.user_id,
        "parentUserId": person.parent_user_id,
        "name": person.name,
        "username": person.username,
        "lastWrote": person.wrote.latest(),
        "optedOut": person.opted_out,
        "withAgent": person.with_agent,
        "received": person.received,
        "sent": person.sent,
        "seesTyping": person.sees_typing(now),
    })
}

/// The customer named in a path: digits, with an optional `+`, or a user id.
pub(in crate::admin) fn named(world: &Arc<World>, id: &str) -> Result<Customer, Refusal> {
    let digits = id.trim_start_matches('+');
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number || crate::model::ids::is_user_id(id) {
        Ok(Customer::new(Arc::clone(world), id))
    } else {
        Err(Refusal::bad(format!(
            "{id} is neither a phone number in digits nor a business-scoped user id"
        )))
    }
}

pub(in crate::admin) async fn list(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(world.look(|state| {
        let now = state.clock.seconds();
        let everybody = state.customers.all().iter();
        everybody.map(|person| shown(person, now)).collect()
    }))
}

pub(in crate::admin) async fn show(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let customer = named(&world, &id)?;
    Ok(Json(world.look(|state| {
        state
            .customers
            .find(customer.id())
            .map_or(Value::Null, |person| shown(person, state.clock.seconds()))
    })))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Change {
    name: Option<String>,
    username: Option<String>,
    user_id: Option<String>,
    opted_out: Option<bool>,
    window_open: Option<bool>,
    fails_with: Option<i64>,
    refused_with: Option<i64>,
    reachable: Option<bool>,
    parent_user_id: Option<bool>,
    with_agent: Option<bool>,
}

pub(in crate::admin) async fn change(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Body(change): Body<Change>,
) -> Result<Json<Value>, Refusal> {
    let customer = named(&world, &id)?;
    if change.reachable == Some(true) {
        customer.reachable();
    }
    if let Some(name) = &change.name {
        customer.named(name);
    }
    if let Some(username) = &change.username {
        customer.with_username(username);
    }
    if let Some(user_id) = &change.user_id {
        customer.with_user_id(user_id);
    }
    if change.parent_user_id == Some(true) {
        customer.with_parent_user_id();
    }
    if let Some(with_agent) = change.with_agent {
        customer.handled_by_agent(with_agent);
    }
    if change.opted_out == Some(true) {
        customer.opted_out();
    }
    if let Some(open) = change.window_open {
        if open {
            customer.last_wrote(Duration::ZERO);
        } else {
            customer.never_wrote();
        }
    }
    if let Some(code) = change.fails_with {
        customer.fails_with(code);
    }
    if let Some(code) = change.refused_with {
        customer.refused_with(code);
    }
    show(State(world), Path(id)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::admin) struct Say {
    text: String,
}

pub(in crate::admin) async fn say(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Body(say): Body<Say>,
) -> Result<Made, Refusal> {
    Ok(made(&named(&world, &id)?.says(&say.text)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct React {
    message_id: String,
    #[serde(default)]
    emoji: String,
}

pub(in crate::admin) async fn react(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Body(react): Body<React>,
) -> Result<Made, Refusal> {
    let customer = named(&world, &id)?;
    Ok(made(&if react.emoji.is_empty() {
        customer.unreacts(&react.message_id)
    } else {
        customer.reacts(&react.message_id, &react.emoji)
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Reply {
    message_id: String,
    text: String,
}

pub(in crate::admin) async fn reply(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Body(reply): Body<Reply>,
) -> Result<Made, Refusal> {
    Ok(made(
        &named(&world, &id)?.replies(&reply.message_id, &reply.text),
    ))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Send {
    #[serde(rename = "type")]
    kind: String,
    content: Value,
    message_id: Option<String>,
    #[serde(default)]
    with: Map<String, Value>,
}

/// A message of any type, perhaps quoting another.
pub(in crate::admin) async fn send(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Body(send): Body<Send>,
) -> Result<Made, Refusal> {
    let customer = named(&world, &id)?;
    let customer = match &send.message_id {
        Some(quoted) => customer.quoting(quoted),
        None => customer,
    };
    Ok(made(&customer.sends_with(
        &send.kind,
        send.content,
        send.with,
    )))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Progress {
    message_id: String,
    status: Reached,
    /// Why it failed. Only its code is required.
    error: Option<GraphError>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Reached {
    Sent,
    Failed,
    Delivered,
    Read,
    Played,
}

pub(in crate::admin) async fn status(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Body(progress): Body<Progress>,
) -> Result<StatusCode, Refusal> {
    let customer = named(&world, &id)?;
    match progress.status {
        Reached::Sent => customer.reports_sent(&progress.message_id),
        Reached::Failed => {
            let error = progress.error.ok_or_else(|| {
                Refusal::bad("the status failed needs an error, such as {\"code\": 131026}")
            })?;
            customer.reports_failed(&progress.message_id, &error);
        }
        Reached::Delivered => customer.gets(&progress.message_id),
        Reached::Read => customer.opens(&progress.message_id),
        Reached::Played => customer.plays(&progress.message_id),
    }
    Ok(StatusCode::NO_CONTENT)
}
