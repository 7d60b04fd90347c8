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

#[cfg(test)]
mod tests {
    use super::*;

    /// R5 and S4: what the browser refuses is not even written.
    #[test]
    fn the_page_makes_no_html_of_text_and_asks_no_other_server() {
        let others = [
            "DOMParser",
            "document.cookie",
            "EventSource",
            "http://",
            "https://",
            "style=",
        ];
        for (name, content) in FILES {
            let text = std::str::from_utf8(content).unwrap();
            for way in uip_web::FORBIDDEN_IN_MODULES.into_iter().chain(others) {
                // The namespace of a picture is not an address.
                let text = text.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
                assert!(!text.contains(way), "{name} contains {way}");
            }
        }
    }

    #[test]
    fn every_file_of_the_page_is_served() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/console");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            // Types are for the check of the modules, not for a browser.
            .filter(|name| !name.ends_with(".d.ts"))
            .collect();
        found.sort();
        let mut served: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        served.sort_unstable();
        assert_eq!(found, served);
    }
}
