//! `/sandbox/media`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Refusal};
use crate::guard;
use crate::model::media::Media;
use crate::model::world::World;

fn shown(media: &Media) -> Value {
    json!({
        "id": media.id(),
        "mimeType": media.mime_type(),
        "filename": media.filename(),
        "bytes": media.bytes().len(),
        "sha256": media.sha256_hex(),
        "fromCustomer": media.is_from_customer(),
    })
}

pub(super) async fn list(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(world.look(|state| state.media.all().iter().map(shown).collect()))
}

/// The content itself, as [`guard::for_media`] lets a browser have it.
pub(super) async fn content(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    world.look(|state| {
        let media = state.media.all().iter().find(|media| media.id() == id);
        let media = media.ok_or_else(|| none(&id))?;
        let mut response = media.content().into_response();
        guard::for_media(media.mime_type(), &mut response);
        Ok(response)
    })
}

fn none(id: &str) -> Refusal {
    Refusal(
        StatusCode::NOT_FOUND,
        format!("there is no media with the id {id}"),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stale {
    count: usize,
}

/// The next so many download links have expired before they are given out.
pub(super) async fn stale_links(
    State(world): State<Arc<World>>,
    Body(stale): Body<Stale>,
) -> StatusCode {
    world.change(|state| state.media.stale_links = stale.count);
    StatusCode::NO_CONTENT
}

/// Swaps the content for other bytes of the same length.
pub(super) async fn spoil(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    if world.change(|state| state.media.spoil(&id)) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(none(&id))
    }
}
