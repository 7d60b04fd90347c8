//! The sandbox's own controls over HTTP, under `/sandbox`. They ask for no token: do not expose them.

mod business;
mod customers;
mod faults;
mod media;
mod notifications;
mod requests;
mod root;
mod settings;
mod templates;
mod twilio;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, FromRequest, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post};
use axum::{Json, Router};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use self::customers::{answers, others, transcript};
use crate::customer::{CannotAnswer, CannotFollow, CannotHide};
use crate::model::change::Change;
use crate::model::twilio::messages::outbound::release_due;
use crate::model::world::World;
use crate::page;

/// A document of 100 MB in base64, and some more.
const LARGEST_BODY: usize = 140 * 1024 * 1024;

pub(crate) fn router() -> Router<Arc<World>> {
    let controls = Router::new()
        .route("/", get(summary))
        .route("/settings", get(settings::settings))
        .route(
            "/faults",
            get(faults::list).post(faults::add).delete(faults::clear),
        )
        .route("/faults/{id}", delete(faults::remove))
        .route("/requests", get(requests::list))
        .route("/customers", get(customers::list))
        .route(
            "/customers/{id}",
            get(customers::show).patch(customers::change),
        )
        .route("/customers/{id}/say", post(customers::say))
        .route("/customers/{id}/react", post(customers::react))
        .route("/customers/{id}/reply", post(customers::reply))
        .route("/customers/{id}/send", post(customers::send))
        .route("/customers/{id}/tap", post(answers::tap))
        .route("/customers/{id}/choose", post(answers::choose))
        .route("/customers/{id}/submit", post(answers::submit))
        .route("/customers/{id}/media", post(answers::media))
        .route("/customers/{id}/location", post(answers::location))
        .route("/customers/{id}/contacts", post(answers::contacts))
        .route("/customers/{id}/follow", post(answers::follow))
        .route("/customers/{id}/order", post(answers::order))
        .route(
            "/customers/{id}/share-contact-info",
            post(answers::share_contact_info),
        )
        .route("/customers/{id}/status", post(customers::status))
        .route(
            "/customers/{id}/transcript",
            get(transcript::transcript).post(transcript::replay),
        )
        .route("/customers/{id}/change-number", post(others::change_number))
        .route(
            "/customers/{id}/change-user-id",
            post(others::change_user_id),
        )
        .route("/customers/{id}/agent", post(others::agent))
        .route("/customers/{id}/app", post(others::app))
        .route("/media", get(media::list))
        .route("/media/stale-links", post(media::stale_links))
        .route("/media/{id}", get(media::content))
        .route("/media/{id}/spoil", post(media::spoil))
        .route(
            "/number",
            get(business::number).patch(business::change_number),
        )
        .route(
            "/account",
            get(business::account).patch(business::change_account),
        )
        .route("/health", patch(business::health))
        .route("/registration", get(business::registration))
        .route("/blocked", get(business::blocked))
        .route("/profile", get(business::profile))
        .route("/templates", get(templates::list).post(templates::add))
        .route(
            "/templates/{id}",
            patch(templates::change)
                .put(templates::replace)
                .delete(templates::remove),
        )
        .route("/templates/{id}/review", post(templates::review))
        .route("/reviews", post(templates::add_review))
        .route("/subscription", post(business::subscription))
        .route("/direct-send", post(business::direct_send))
        .route(
            "/notifications",
            get(notifications::list).post(notifications::notify),
        )
        .route("/notifications/take", post(notifications::take))
        .route("/callback", post(notifications::call_back))
        .route("/callback/verify", post(notifications::verify_callback))
        .route("/twilio", get(twilio::show).patch(twilio::change))
        .route("/twilio/webhooks", get(twilio::webhooks))
        .route("/twilio/webhooks/take", post(twilio::take))
        .route("/twilio/contents", get(twilio::contents))
        .route("/clock", get(clock).post(advance))
        .route("/reset", post(reset))
        .merge(page::router())
        .fallback(nothing_here)
        .method_not_allowed_fallback(nothing_here)
        .layer(DefaultBodyLimit::max(LARGEST_BODY));
    Router::new()
        .nest("/sandbox", controls)
        .route("/sandbox/", get(summary))
        .merge(root::router())
}

/// What a control refuses, in one line.
pub(crate) struct Refusal(pub(crate) StatusCode, pub(crate) String);

impl Refusal {
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, message.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({"error": self.1}))).into_response()
    }
}

impl From<CannotAnswer> for Refusal {
    fn from(error: CannotAnswer) -> Self {
        Self(StatusCode::CONFLICT, error.to_string())
    }
}

impl From<CannotHide> for Refusal {
    fn from(error: CannotHide) -> Self {
        Self(StatusCode::CONFLICT, error.to_string())
    }
}

impl From<CannotFollow> for Refusal {
    fn from(error: CannotFollow) -> Self {
        Self(StatusCode::CONFLICT, error.to_string())
    }
}

/// A JSON body. Errors in it are returned as a [`Refusal`]. The content type is ignored.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: axum::extract::Request, state: &S) -> Result<Self, Refusal> {
        let bytes = axum::body::Bytes::from_request(request, state)
            .await
            .map_err(|error| Refusal::bad(error.to_string()))?;
        Json::from_bytes(&bytes)
            .map(|Json(value)| Self(value))
            .map_err(|error: JsonRejection| Refusal::bad(error.body_text()))
    }
}

async fn summary(State(world): State<Arc<World>>) -> Json<Value> {
    let settings = &world.settings;
    Json(world.look(|state| {
        json!({
            "phoneNumberId": settings.phone_number_id,
            "businessAccountId": settings.business_account_id,
            "displayPhoneNumber": settings.display_phone_number,
            "appId": settings.app_id,
            "callbackUrl": state.account.callback(),
            "requests": state.requests.made(),
            "connections": state.connections,
            "pendingFaults": state.faults.len(),
            "customers": state.customers.all().len(),
            "media": state.media.all().len(),
            "notifications": state.outbox.notifications.all().made(),
            "twilioAccountSid": settings.twilio.account_sid,
            "twilioNumber": settings.twilio.number,
            "webhooks": state.twilio.webhooks.all().made(),
        })
    }))
}

async fn clock(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!({"now": world.look(|state| state.clock.seconds())}))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Advance {
    advance_seconds: u64,
}

async fn advance(State(world): State<Arc<World>>, Body(by): Body<Advance>) -> Json<Value> {
    let now = world.change(|state| {
        state.clock.advance(Duration::from_secs(by.advance_seconds));
        state.has_changed(Change::Clock);
        release_due(state, &world.settings);
        state.clock.seconds()
    });
    Json(json!({"now": now}))
}

async fn reset(State(world): State<Arc<World>>) -> StatusCode {
    world.reset();
    tracing::info!("everything is forgotten");
    StatusCode::NO_CONTENT
}

async fn nothing_here() -> Refusal {
    Refusal(
        StatusCode::NOT_FOUND,
        "there is no such control, or not with this method; see crates/sandbox/README.md"
            .to_owned(),
    )
}
