//! `/sandbox/customers`: acting as the other side.

pub(super) mod answers;
pub(super) mod others;
pub(super) mod transcript;

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{FromRequestParts, Path, State};
use http::StatusCode;
use http::request::Parts;
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

/// The customer that a path names, by digits with an optional `+` or by a user id. With `to` in the query, what
/// the customer sends goes to that number of the business's.
pub(in crate::admin) struct Who(pub(in crate::admin) Customer);

impl FromRequestParts<Arc<World>> for Who {
    type Rejection = Refusal;

    async fn from_request_parts(
        parts: &mut Parts,
        world: &Arc<World>,
    ) -> Result<Self, Self::Rejection> {
        let Path(id) = Path::<String>::from_request_parts(parts, world)
            .await
            .map_err(|error| Refusal::bad(error.body_text()))?;
        let digits = id.trim_start_matches('+');
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number && !crate::model::ids::is_user_id(&id) {
            return Err(Refusal::bad(format!(
                "{id} is neither a phone number in digits nor a business-scoped user id"
            )));
        }
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        let to = form_urlencoded::parse(query).find(|(name, _)| name == "to");
        let customer = match &to {
            // Before the customer is met: a number that is not ours has no effect.
            Some((_, number)) => {
                let line = world.settings.line(number);
                line.map_err(|error| Refusal::bad(error.to_string()))?;
                Customer::new(Arc::clone(world), &id).writing_to(number)
            }
            None => Ok(Customer::new(Arc::clone(world), &id)),
        };
        let customer = customer.map_err(|error| Refusal::bad(error.to_string()))?;
        Ok(Self(customer))
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
    Who(customer): Who,
) -> Json<Value> {
    Json(world.look(|state| {
        state
            .customers
            .find(customer.id())
            .map_or(Value::Null, |person| shown(person, state.clock.seconds()))
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Change {
    name: Option<String>,
    username: Option<String>,
    user_id: Option<String>,
    opted_out: Option<bool>,
    number_hidden: Option<bool>,
    window_open: Option<bool>,
    fails_with: Option<i64>,
    refused_with: Option<i64>,
    reachable: Option<bool>,
    parent_user_id: Option<bool>,
    with_agent: Option<bool>,
}

pub(in crate::admin) async fn change(
    State(world): State<Arc<World>>,
    Who(customer): Who,
    Body(change): Body<Change>,
) -> Result<Json<Value>, Refusal> {
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
    if let Some(opted_out) = change.opted_out {
        customer.opted_out_of_marketing(opted_out);
    }
    if change.reachable == Some(false) {
        customer.not_on_whatsapp();
    }
    let customer = match change.number_hidden {
        Some(hidden) => customer.with_number_hidden(hidden)?,
        None => customer,
    };
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
    Ok(show(State(world), Who(customer)).await)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::admin) struct Say {
    text: String,
}

pub(in crate::admin) async fn say(Who(customer): Who, Body(say): Body<Say>) -> Made {
    made(&customer.says(&say.text))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct React {
    message_id: String,
    #[serde(default)]
    emoji: String,
}

pub(in crate::admin) async fn react(Who(customer): Who, Body(react): Body<React>) -> Made {
    made(&if react.emoji.is_empty() {
        customer.unreacts(&react.message_id)
    } else {
        customer.reacts(&react.message_id, &react.emoji)
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Reply {
    message_id: String,
    text: String,
}

pub(in crate::admin) async fn reply(Who(customer): Who, Body(reply): Body<Reply>) -> Made {
    made(&customer.replies(&reply.message_id, &reply.text))
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
pub(in crate::admin) async fn send(Who(customer): Who, Body(send): Body<Send>) -> Made {
    let customer = match &send.message_id {
        Some(quoted) => customer.quoting(quoted),
        None => customer,
    };
    made(&customer.sends_with(&send.kind, send.content, send.with))
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
    Who(customer): Who,
    Body(progress): Body<Progress>,
) -> Result<StatusCode, Refusal> {
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
