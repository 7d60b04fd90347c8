//! `/sandbox/faults`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use serde_json::{Value, json};

use super::{Body, Refusal};
use crate::model::faults::{Fault, Faults, Operation};
use crate::model::world::World;

/// So many faults can wait.
const MOST_FAULTS: usize = 10_000;

fn shown(faults: &Faults) -> Vec<Value> {
    faults
        .all()
        .map(|(on, fault)| {
            let mut shown = json!(fault);
            if *on != Operation::Send {
                shown["on"] = json!(on);
            }
            shown
        })
        .collect()
}

pub(super) async fn list(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(world.look(|state| shown(&state.faults)))
}

fn read(mut given: Value) -> Result<(Operation, Fault), Refusal> {
    let not_one = |error| Refusal::bad(format!("this is not a fault: {error}"));
    let on = match given.as_object_mut().and_then(|fault| fault.remove("on")) {
        Some(on) => serde_json::from_value(on).map_err(not_one)?,
        None => Operation::default(),
    };
    Ok((on, serde_json::from_value(given).map_err(not_one)?))
}

/// Takes one fault or an array of them.
pub(super) async fn add(
    State(world): State<Arc<World>>,
    Body(given): Body<Value>,
) -> Result<(StatusCode, Json<Vec<Value>>), Refusal> {
    let given = match given {
        Value::Array(faults) => faults,
        one => vec![one],
    };
    let faults = given.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let pending = world.change(|state| {
        let waiting = state.faults.len();
        if waiting + faults.len() > MOST_FAULTS {
            return Err(Refusal::bad(format!(
                "{waiting} faults wait already, and no more than {MOST_FAULTS} can; none was added"
            )));
        }
        for (on, fault) in faults {
            state.faults.add(on, fault);
        }
        Ok(shown(&state.faults))
    })?;
    Ok((StatusCode::CREATED, Json(pending)))
}

/// Removes one, by the id that `GET /sandbox/view/faults` gives.
pub(super) async fn remove(
    State(world): State<Arc<World>>,
    Path(id): Path<u64>,
) -> Result<StatusCode, Refusal> {
    if world.change(|state| state.faults.remove(id)) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        let message = format!("no fault with the id {id} waits; it may have been used up");
        Err(Refusal(StatusCode::NOT_FOUND, message))
    }
}

pub(super) async fn clear(State(world): State<Arc<World>>) -> StatusCode {
    world.change(|state| state.faults.clear());
    StatusCode::NO_CONTENT
}
