//! `/sandbox/requests`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};

use crate::model::requests::RecordedRequest;
use crate::model::world::World;

pub(super) async fn list(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(world.look(|state| state.requests.iter().map(shown).collect()))
}

fn shown(request: &RecordedRequest) -> Value {
    let headers: Map<String, Value> = request
        .headers()
        .iter()
        .map(|(name, value)| {
            (
                name.to_string(),
                json!(String::from_utf8_lossy(value.as_bytes())),
            )
        })
        .collect();
    json!({
        "at": request.at(),
        "method": request.method(),
        "path": request.path(),
        "query": request.query(),
        "headers": headers,
        "body": String::from_utf8_lossy(request.body()),
        "json": request.json(),
        "form": request.form_json(),
    })
}
