//! The console: a web page for operators and designers, and the JSON that it
//! is a client of.
//!
//! It listens at an address of its own. The page and its files are public and
//! hold nothing; everything else asks for a bearer token, and is guarded
//! against other web pages (see [`uip_web::guard`]).

mod access;
mod api;
mod changes;
mod page;
mod throughput;

use std::sync::Arc;

use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use http::request::Parts;
use uip_web::{Bell, guard};

use crate::AdapterInfo;
use crate::clock::Clock;
use crate::commands_api::{self, Limits, Tokens};
use crate::config::{Config, ConsoleSettings};
use crate::http_server::elsewhere;
use crate::http_server::health::Health;
use crate::http_server::refusal_log::Refused;
use crate::metrics::Metrics;
use crate::processing::{Shared, StoringAdapters};
use access::Access;
use api::Api;
use throughput::Samples;

pub(crate) use changes::{Change, watch};
pub(crate) use throughput::sample;

/// What the console keeps while a server runs, whatever its configuration.
pub(crate) struct Console {
    pub bell: Arc<Bell<Change>>,
    pub samples: Samples,
    access: Access,
}

impl Console {
    pub fn new(clock: Clock, version: &'static str) -> Self {
        Self {
            bell: Arc::new(Bell::new(version)),
            samples: Samples::default(),
            access: Access::new(clock),
        }
    }
}

/// What the console shows and works on: made from one configuration.
pub(crate) struct Shown<'g> {
    pub settings: &'g ConsoleSettings,
    pub config: &'g Config,
    pub infos: &'g [AdapterInfo],
    pub shared: &'g Arc<Shared>,
    pub health: &'g Arc<Health>,
}

/// The routes of the console.
pub(crate) fn router(console: &Arc<Console>, shown: &Shown<'_>) -> Router {
    let metrics = &shown.shared.lasting.metrics;
    let server = &shown.config.server;
    let adapters = StoringAdapters {
        adapters: Arc::clone(&shown.shared.caller.adapters),
        shared: Arc::clone(shown.shared),
    };
    let limits = Limits {
        max_body: server.max_body,
        max_bodies: server.max_bodies,
        body_timeout: server.body_timeout,
        ..Limits::default()
    };
    let tokens = Tokens::new(Some(shown.settings.token.clone()), []);
    let commands =
        commands_api::router_of(Arc::new(adapters), tokens, limits, console.bell.version());
    let api = Arc::new(Api::new(console, shown));
    let guarded = access::guarded(
        Router::new()
            .nest("/console/api", api::router(api))
            .merge(commands),
        console,
        shown.settings,
        metrics,
    );
    let router = Router::new()
        .route("/", get(|| async { Redirect::to("/console/") }))
        .route("/console", get(|| async { Redirect::to("/console/") }))
        .merge(page::router())
        .merge(guarded);
    let router = elsewhere::answered(router, metrics, server.body_timeout);
    kept_from_other_pages(router, shown.settings, metrics)
}

/// Refuses what other web pages send, and what comes under a name that is not
/// the console's, before anything else looks at it.
fn kept_from_other_pages(
    router: Router,
    settings: &ConsoleSettings,
    metrics: &Arc<Metrics>,
) -> Router {
    let hosts: Arc<[_]> = settings.hosts.clone().into();
    let metrics = Arc::clone(metrics);
    let guard = move |request: Request, next: Next| {
        let (hosts, metrics) = (Arc::clone(&hosts), Arc::clone(&metrics));
        async move {
            let (head, body) = request.into_parts();
            match guard::check(&head, &hosts) {
                Ok(()) => next.run(Request::from_parts(head, body)).await,
                Err(refused) => foreign(&refused, &head, &metrics),
            }
        }
    };
    // Around the whole router: also around what it has no route for.
    Router::new()
        .fallback_service(router)
        .layer(middleware::from_fn(guard))
}

fn foreign(refused: &guard::Refused, head: &Parts, metrics: &Metrics) -> Response {
    let (reason, advice) = match refused {
        guard::Refused::OtherOrigin => ("other-origin", None),
        _ => (
            "wrong-host",
            Some("if this is a name of the console, add it to console.hosts"),
        ),
    };
    metrics.refuse(&Refused {
        reason,
        path: Some(head.uri.path()),
        advice,
        ..Refused::default()
    });
    let mut response = (refused.status(), format!("{refused}\n")).into_response();
    uip_web::headers::of_data(response.headers_mut());
    response
}

/// Who asks.
type Role = Extension<access::Role>;
