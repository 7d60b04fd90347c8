//! What a browser asks for by itself: no request to Graph, so it is not recorded and meets no fault.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use http::StatusCode;

use crate::endpoint::endpoint;
use crate::model::world::World;

const WELCOME: &str = "This is uip-sandbox, which plays WhatsApp's Cloud API.\n\
    Its state is at /sandbox; crates/sandbox/README.md tells of the controls.\n";

pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/", get(|| async { WELCOME }).fallback(endpoint))
        .route(
            "/favicon.ico",
            get(|| async { StatusCode::NOT_FOUND }).fallback(endpoint),
        )
}
