//! What a browser asks for by itself: no request to Graph, so it is not recorded and meets no fault.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::{StatusCode, header};

use crate::endpoint::endpoint;
use crate::model::world::World;
use crate::page;

const WELCOME: &str = "This is uip-sandbox, which plays WhatsApp's Cloud API.\n\
    Its page is here for a browser, its state is at /sandbox; crates/sandbox/README.md tells of the controls.\n";

pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/", get(root).fallback(endpoint))
        .route(
            "/favicon.ico",
            get(|| async { StatusCode::NOT_FOUND }).fallback(endpoint),
        )
}

/// The page for a browser, a sentence for a program.
async fn root(request: Request) -> Response {
    let accepted = request.headers().get_all(header::ACCEPT).iter();
    let mut accepted = accepted.filter_map(|value| value.to_str().ok());
    if accepted.any(|value| value.contains("text/html")) {
        page::shell(request.headers())
    } else {
        WELCOME.into_response()
    }
}
