//! The page's own routes. All are controls: they are guarded as such, not recorded, and meet no fault.

use std::sync::{Arc, LazyLock};

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uip_web::{Assets, LAST_EVENT_ID};

use super::behavior;
use super::traffic::{self, Wanted};
use super::view::chat::{Chat, Thread};
use super::view::{preview, summary};
use crate::admin::{Body, Refusal};
use crate::callback::post_again;
use crate::model::traffic::Exchange;
use crate::model::world::World;

/// So many messages are returned at most.
const MOST_MESSAGES: usize = 200;

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    Assets::new(&[
        ("bubble.mjs", include_bytes!("../../page/bubble.mjs")),
        ("business.mjs", include_bytes!("../../page/business.mjs")),
        ("composer.mjs", include_bytes!("../../page/composer.mjs")),
        ("connect.mjs", include_bytes!("../../page/connect.mjs")),
        ("dialogs.mjs", include_bytes!("../../page/dialogs.mjs")),
        ("export.mjs", include_bytes!("../../page/export.mjs")),
        ("faults.mjs", include_bytes!("../../page/faults.mjs")),
        ("index.html", include_bytes!("../../page/index.html")),
        ("inspector.mjs", include_bytes!("../../page/inspector.mjs")),
        ("main.css", include_bytes!("../../page/main.css")),
        ("main.mjs", include_bytes!("../../page/main.mjs")),
        ("media.mjs", include_bytes!("../../page/media.mjs")),
        ("people.mjs", include_bytes!("../../page/people.mjs")),
        ("phone.mjs", include_bytes!("../../page/phone.mjs")),
        ("store.mjs", include_bytes!("../../page/store.mjs")),
        ("templates.mjs", include_bytes!("../../page/templates.mjs")),
        ("traffic.mjs", include_bytes!("../../page/traffic.mjs")),
        ("words.mjs", include_bytes!("../../page/words.mjs")),
    ])
});

/// The query of a request.
type Asked<T> = Result<Query<T>, QueryRejection>;

/// The query, or what is wrong with it.
fn asked<T>(query: Asked<T>) -> Result<T, Refusal> {
    let query = query.map_err(|error| Refusal::bad(error.body_text()))?;
    Ok(query.0)
}

/// The page itself.
pub(crate) fn shell(request: &HeaderMap) -> Response {
    ASSETS.serve("index.html", request)
}

/// Below `/sandbox`.
pub(crate) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/ui/{*name}", get(file))
        .route("/changes", get(changes))
        .route("/view", get(view))
        .route("/view/people/{id}/messages", get(messages))
        .route("/view/faults", get(faults))
        .route("/view/templates/{id}", get(template))
        .route("/view/templates/preview", post(preview_of))
        .route("/traffic", get(rows))
        .route("/traffic/{id}", get(row))
        .route("/traffic/{id}/post", post(again))
        .route("/behavior", get(behavior::show).patch(behavior::change))
}

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    ASSETS.serve(&name, &headers)
}

async fn changes(State(world): State<Arc<World>>, headers: HeaderMap) -> Response {
    world.bell.stream(headers.get(LAST_EVENT_ID))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Looking {
    /// A customer who is listed in any case.
    with: Option<String>,
}

async fn view(
    State(world): State<Arc<World>>,
    looking: Asked<Looking>,
) -> Result<Json<Value>, Refusal> {
    let with = asked(looking)?.with;
    Ok(Json(
        world.look(|state| summary::of(&world, state, with.as_deref())),
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    before: Option<u64>,
    limit: Option<usize>,
}

async fn messages(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    page: Asked<Page>,
) -> Result<Json<Value>, Refusal> {
    let page = asked(page)?;
    let limit = page.limit.unwrap_or(MOST_MESSAGES).min(MOST_MESSAGES);
    let chat: Option<Chat> = world.look(|state| {
        let person = state.customers.find(&id)?;
        Some(Thread::new(state, person).page(page.before, limit))
    });
    let chat = chat.ok_or_else(|| none("customer", &id))?;
    Ok(Json(json!(chat)))
}

fn none(what: &str, id: &str) -> Refusal {
    Refusal(StatusCode::NOT_FOUND, format!("there is no {what} {id}"))
}

/// The faults that wait, each with the id that `DELETE /sandbox/faults/{id}` takes.
async fn faults(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    Json(world.look(|state| {
        let all = state.faults.numbered();
        all.map(|(id, (on, fault))| {
            json!({
                "id": id,
                "on": on,
                "fault": fault,
                "words": fault.to_string(),
                "sends": fault.accepts(),
            })
        })
        .collect()
    }))
}

async fn template(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let found = world.look(|state| {
        let template = state.templates.by_id(&id)?;
        let sample = preview::sample(template, state.clock.seconds());
        Some((template.listing.clone(), sample))
    });
    let (listing, sample) = found.ok_or_else(|| none("template with the id", &id))?;
    Ok(Json(json!({
        "template": listing,
        "sample": sample,
        "preview": previewed(&world, &sample),
    })))
}

/// The preview, or why there is none.
fn previewed(world: &World, template: &Map<String, Value>) -> Value {
    match preview::of(world, template) {
        Ok(bubble) => json!({"message": bubble}),
        Err(error) => json!({"error": error.summary(), "code": error.code()}),
    }
}

/// How a template looks with the values of a request's `template`.
async fn preview_of(
    State(world): State<Arc<World>>,
    Body(template): Body<Map<String, Value>>,
) -> Json<Value> {
    Json(previewed(&world, &template))
}

async fn rows(
    State(world): State<Arc<World>>,
    wanted: Asked<Wanted>,
) -> Result<Json<Value>, Refusal> {
    let wanted = asked(wanted)?;
    Ok(Json(world.look(|state| wanted.rows(&state.traffic))))
}

async fn row(
    State(world): State<Arc<World>>,
    id: Result<Path<u64>, PathRejection>,
) -> Result<Json<Value>, Refusal> {
    let Path(id) = id.map_err(|error| Refusal::bad(error.body_text()))?;
    let found = world.look(|state| {
        let row = state.traffic.find(id)?;
        Some(traffic::detail(row, &world.settings))
    });
    found
        .map(Json)
        .ok_or_else(|| none("exchange", &id.to_string()))
}

/// Posts a webhook again: the same bytes with the same signature. A notification of Meta's goes to the callback of
/// now, one of Twilio's to its own URL, which the signature covers.
async fn again(
    State(world): State<Arc<World>>,
    id: Result<Path<u64>, PathRejection>,
) -> Result<Json<Value>, Refusal> {
    let Path(id) = id.map_err(|error| Refusal::bad(error.body_text()))?;
    let (post, callback) = world
        .look(|state| {
            let row = state.traffic.find(id)?;
            let callback = state.account.callback().map(str::to_owned);
            match &row.exchange {
                Exchange::Webhook(post) => Some((post.clone(), callback)),
                Exchange::Api(_) | Exchange::Reset { .. } => None,
            }
        })
        .ok_or_else(|| none("webhook", &id.to_string()))?;
    let url = match post.carrier {
        crate::Carrier::CloudApi => callback,
        crate::Carrier::Twilio => post.url.clone(),
    };
    let url = url.ok_or_else(|| {
        Refusal(
            StatusCode::CONFLICT,
            "there is no callback URL: set one first".to_owned(),
        )
    })?;
    let tried = post_again(&world, &url, &post).await;
    world.change(|state| {
        if state.traffic.tried_row(id, tried) {
            state.row_changed(id);
        }
    });
    row(State(world), Ok(Path(id))).await
}
