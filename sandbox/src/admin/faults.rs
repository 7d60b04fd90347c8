//! `/sandbox/faults`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde_json::Value;

use super::{Body, Refusal};
use crate::faults::Fault;
use crate::world::World;

pub(super) async fn list(State(world): State<Arc<World>>) -> Json<Vec<Fault>> {
    Json(world.look(|state| state.faults.iter().cloned().collect()))
}

/// Takes one fault or an array of them.
pub(super) async fn add(
    State(world): State<Arc<World>>,
    Body(given): Body<Value>,
) -> Result<(StatusCode, Json<Vec<Fault>>), Refusal> {
    let given = match given {
        Value::Array(faults) => faults,
        one => vec![one],
    };
    let faults = given
        .into_iter()
        .map(|fault| {
            serde_json::from_value::<Fault>(fault)
                .map_err(|error| Refusal::bad(format!("this is not a fault: {error}")))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let pending = world.change(|state| {
        state.faults.extend(faults);
        state.faults.iter().cloned().collect()
    });
    Ok((StatusCode::CREATED, Json(pending)))
}

pub(super) async fn clear(State(world): State<Arc<World>>) -> StatusCode {
    world.change(|state| state.faults.clear());
    StatusCode::NO_CONTENT
}
