//! Commands over HTTP, for engines that call out.
//!
//! `POST /adapters/{name}/commands/{command}` takes the request as a JSON
//! object and answers with the JSON object that `uip call` prints.
//! With `?dryRun=true` it tells what the command would send, and sends nothing.
//! `POST /adapters/{name}/call` takes `{"command", "request", "properties"}`: the
//! same, with values of properties for this call alone, where the configuration of
//! the instance allows that.
//! `GET /openapi.json` describes all of it. Both need the header
//! `Authorization: Bearer TOKEN`; the document too, since it names the
//! adapter instances, which may be tenants. A token opens all adapters or one;
//! the document has those that it opens.
//!
//! The status says what a caller may do next, without a look into the body:
//!
//! | status | when | was anything sent | next |
//! |---|---|---|---|
//! | 200 | the command succeeded | yes | |
//! | 422 | it failed for good (`permanent-failure`), or its answer is larger than the host takes | no | change something |
//! | 503 | it failed for now (`retryable` is true), or the host is too busy | no | send it again after `Retry-After` seconds |
//! | 424 | it is not known what came of it (`permanent-unknown-outcome`, or the adapter was stopped after a request had left) | perhaps | find out first |
//! | 400 | the body is not JSON, or does not fit the command | no | correct the request |
//! | 401 | the token is missing or wrong | no | |
//! | 403 | the token opens another adapter | no | |
//! | 404, 405 | no such adapter, command or method | no | |
//! | 408, 413, 415 | the body is too slow, too large, not `application/json` | no | |
//!
//! 424 (Failed Dependency) stands for the unknown outcome because HTTP clients
//! and workflow engines repeat 408, 409, 429 and any 5xx of their own accord,
//! and repeating may send a message twice. 503 is the only status here that
//! invites to a repetition of a call that the adapter saw.
//!
//! Every failure has the same form: `status`, `failure`, `retryable`, `code`,
//! `error`. Where the host itself refuses, `failure` is `execution-failed`,
//! and for a request that does not fit, `mistakes` lists every mistake.
//!
//! There is no deduplication: each call is made, and `Idempotency-Key` is not
//! looked at. For a caller that got no answer at all, the outcome is as
//! unknown as after 424.

mod answer;
mod auth;
mod body;
mod call;
mod envelope;
mod openapi;
mod refusal;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, middleware};
use bytes::Bytes;
use http::header;
use tokio::sync::Semaphore;

use crate::http_server::body::Budget;
use crate::{AdapterInfo, Adapters};
use auth::Scope;
use refusal::Refusal;

pub use auth::Tokens;
pub(crate) use auth::bearer_of;
pub use openapi::document;
pub(crate) use openapi::{Tree, document_of};
pub use refusal::Refused;

/// What a caller of the commands API can use up. Limits may be added: set those you
/// need and take the others from `..Limits::default()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest request, in bytes. Default 4 MiB.
    pub max_body: usize,
    /// How long a request's body may take. Default 30 seconds.
    pub body_timeout: Duration,
    /// How many bytes of the bodies of running calls may be in memory at once.
    /// More are answered with 503. Default 256 MiB.
    pub max_bodies: usize,
    /// How many calls may run at the same time. More are answered with 503.
    /// Default 256.
    pub max_calls: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_body: 4 << 20,
            body_timeout: Duration::from_secs(30),
            max_bodies: 256 << 20,
            max_calls: 256,
        }
    }
}

/// The routes under which an engine calls commands, behind bearer tokens: one
/// for all adapters, or one for each. An empty token lets nobody in.
///
/// Events that a command emits are for `adapters` to keep: nobody waits for
/// them here.
pub fn router(adapters: Arc<dyn Adapters>, tokens: impl Into<Tokens>) -> Router {
    router_with(adapters, tokens, Limits::default())
}

/// The same, with other limits.
pub fn router_with(
    adapters: Arc<dyn Adapters>,
    tokens: impl Into<Tokens>,
    limits: Limits,
) -> Router {
    router_of(adapters, tokens, limits, crate::VERSION)
}

/// The same, of a program that has this version.
pub(crate) fn router_of(
    adapters: Arc<dyn Adapters>,
    tokens: impl Into<Tokens>,
    limits: Limits,
    version: &'static str,
) -> Router {
    let infos = adapters.adapters();
    let api = Arc::new(Api {
        document: document_of(&infos, version).to_string().into(),
        version,
        infos,
        adapters,
        tokens: tokens.into(),
        limits,
        bodies: Budget::new(limits.max_bodies),
        places: Arc::new(Semaphore::new(limits.max_calls.min(Semaphore::MAX_PERMITS))),
    });
    let wrong_method = |allowed| {
        move |request: Request| async move {
            let (head, body) = request.into_parts();
            body::refuse_unread(Refusal::WrongMethod(allowed), &head.headers, body).await
        }
    };
    Router::new()
        .route(
            "/adapters/{name}/commands/{command}",
            post(call::call).fallback(wrong_method("POST")),
        )
        .route(
            "/adapters/{name}/call",
            post(call::call_with_properties).fallback(wrong_method("POST")),
        )
        .route(
            "/openapi.json",
            get(describe).fallback(wrong_method("GET, HEAD")),
        )
        .route_layer(middleware::from_fn_with_state(
            Arc::clone(&api),
            auth::require_token,
        ))
        .with_state(api)
}

/// What the routes work with.
struct Api {
    adapters: Arc<dyn Adapters>,
    infos: Vec<AdapterInfo>,
    document: Bytes,
    /// The program's.
    version: &'static str,
    tokens: Tokens,
    limits: Limits,
    bodies: Budget,
    places: Arc<Semaphore>,
}

/// The document of the adapters that the token opens.
async fn describe(State(api): State<Arc<Api>>, Extension(scope): Extension<Scope>) -> Response {
    let document = match scope {
        Scope::All => api.document.clone(),
        Scope::Adapters(_) => {
            let infos = api.infos.iter().filter(|info| scope.opens(&info.name));
            let infos: Vec<AdapterInfo> = infos.cloned().collect();
            document_of(&infos, api.version).to_string().into()
        }
    };
    let headers = [(header::CONTENT_TYPE, "application/json")];
    (headers, document).into_response()
}
