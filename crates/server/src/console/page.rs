//! The page and its files: public, and without content.

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use http::HeaderMap;
use uip_web::Assets;

macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_bytes!(concat!("../../console/", $name)).as_slice())),*]
    };
}

/// The console's own files.
const FILES: &[(&str, &[u8])] = files! {
    "index.html" "console.css" "icon.svg"
    "adapter.mjs" "app.mjs" "commands.mjs" "deliveries.mjs" "events.mjs" "expressions.mjs"
    "form-model.mjs" "form.mjs" "health.mjs" "notifications.mjs" "parts.mjs" "session.mjs"
    "setup.mjs" "templates.mjs" "words.mjs"
};

const INDEX: &str = "index.html";

pub(super) fn router() -> Router {
    let assets = Arc::new(Assets::new(FILES));
    let index = Arc::clone(&assets);
    Router::new()
        .route(
            "/console/",
            get(move |headers: HeaderMap| async move { index.serve(INDEX, &headers) }),
        )
        .route(
            "/console/assets/{*name}",
            get(
                move |Path(name): Path<String>, headers: HeaderMap| async move {
                    assets.serve(&name, &headers)
                },
            ),
        )
}
