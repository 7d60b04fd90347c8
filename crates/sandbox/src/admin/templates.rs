//! `/sandbox/templates` and `/sandbox/reviews`: what Meta decides about templates.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use serde_json::{Map, Value};

use super::{Body, Refusal};
use crate::model::change::Change;
use crate::model::templates::Review;
use crate::model::templates::review;
use crate::model::world::World;

pub(super) async fn list(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(world.look(|state| {
        let templates = state.templates.all().iter();
        templates.map(|template| template.listing.clone()).collect()
    }))
}

/// Sets fields of a template as Graph lists it. A content of Twilio's has the status, the reason and the category of
/// its approval changed.
pub(super) async fn change(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Body(fields): Body<Map<String, Value>>,
) -> Result<Json<Value>, Refusal> {
    world
        .change(|state| {
            review::change(state, &world.settings, &id, fields);
            state.has_changed(Change::Templates);
            let template = state.templates.by_id(&id);
            let content = state.twilio.contents.find(&id);
            let account = &world.settings.twilio.account_sid;
            template
                .map(|template| template.listing.clone())
                .or_else(|| content.map(|content| content.listed_with_approval(account)))
        })
        .map(Json)
        .ok_or_else(|| none(&id))
}

/// Adds a template as it is, without a review: `APPROVED` unless it has another status.
pub(super) async fn add(
    State(world): State<Arc<World>>,
    Body(mut definition): Body<Map<String, Value>>,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    world.change(|state| {
        let text = |key: &str| {
            definition
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let (name, language) = (text("name"), text("language"));
        if state.templates.find(name, language).is_some() {
            let message = format!("there is a template {name} in {language} already");
            return Err(Refusal(StatusCode::CONFLICT, message));
        }
        let id = state.ids.object();
        definition.insert("id".to_owned(), Value::String(id.clone()));
        let added = state.templates.add(Value::Object(definition));
        added.map_err(Refusal::bad)?;
        state.has_changed(Change::Templates);
        let added = state
            .templates
            .by_id(&id)
            .map(|template| template.listing.clone());
        Ok((StatusCode::CREATED, Json(added.unwrap_or_default())))
    })
}

/// Replaces a template as it is, without a review.
pub(super) async fn replace(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Body(definition): Body<Map<String, Value>>,
) -> Result<Json<Value>, Refusal> {
    world.change(|state| {
        if !state
            .templates
            .replace(&id, Value::Object(definition))
            .map_err(Refusal::bad)?
        {
            return Err(none(&id));
        }
        state.has_changed(Change::Templates);
        let replaced = state.templates.by_id(&id);
        let listing = replaced.map(|template| template.listing.clone());
        listing.map(Json).ok_or_else(|| none(&id))
    })
}

/// Removes a template.
pub(super) async fn remove(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    world.change(|state| {
        if state.templates.by_id(&id).is_none() {
            return Err(none(&id));
        }
        let now = state.clock.seconds();
        state.templates.remove(&[id], now);
        state.has_changed(Change::Templates);
        Ok(StatusCode::NO_CONTENT)
    })
}

/// Decides about a template now.
pub(super) async fn review(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Body(review): Body<Review>,
) -> Result<StatusCode, Refusal> {
    if world.change(|state| review::decide(state, &world.settings, &id, &review)) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(none(&id))
    }
}

/// Decides about the next template that is created or edited.
pub(super) async fn add_review(
    State(world): State<Arc<World>>,
    Body(review): Body<Review>,
) -> StatusCode {
    world.change(|state| state.reviews.push_back(review));
    StatusCode::CREATED
}

fn none(id: &str) -> Refusal {
    Refusal(
        StatusCode::NOT_FOUND,
        format!("there is no template with the id {id}"),
    )
}
