//! What a page needs that is built into a program: its files, the headers that keep a browser strict, guards
//! against other web pages, and a stream that tells the page what changed.
//!
//! It knows nothing about what the pages show. A program makes [`Assets`] of its files once, puts
//! [`guard::check`] before every route of the page and of the page's data, and rings a [`Bell`] when something
//! changes:
//!
//! ```
//! use std::sync::Arc;
//!
//! use axum::Router;
//! use axum::routing::get;
//! use http::HeaderMap;
//! use uip_web::{Assets, Bell, LAST_EVENT_ID};
//!
//! #[derive(Clone, PartialEq, Eq, Hash, serde::Serialize)]
//! #[serde(rename_all = "camelCase")]
//! enum Change {
//!     Order(u64),
//!     Settings,
//! }
//!
//! let assets = Arc::new(Assets::new(&[("index.html", b"<!doctype html>")]));
//! let bell = Arc::new(Bell::<Change>::new("1.0.0"));
//! bell.ring(Change::Order(7));
//!
//! let changes = Arc::clone(&bell);
//! let app: Router = Router::new()
//!     .route(
//!         "/ui/{*name}",
//!         get(move |axum::extract::Path(name): axum::extract::Path<String>, headers: HeaderMap| async move {
//!             assets.serve(&name, &headers)
//!         }),
//!     )
//!     .route(
//!         "/changes",
//!         get(move |headers: HeaderMap| async move { changes.stream(headers.get(LAST_EVENT_ID)) }),
//!     );
//! # let _ = app;
//! ```
//!
//! # The files that every page has
//!
//! Next to the page's own files, [`Assets`] serves `vendor/preact.mjs` and `vendor/hooks.mjs` (Preact, unchanged but
//! for the address of an import), and below `shared/` the modules and the style sheet that the pages have in common.
//! Their first lines say what each is for.

mod assets;
mod bell;
pub mod guard;
pub mod headers;

pub use assets::Assets;
pub use bell::{Bell, KEEP_ALIVE, LAST_EVENT_ID, MAXIMUM_STREAMS};

/// What makes HTML or code of text. No module of a page may contain it: each page has a
/// test that looks for these words in its files.
pub const FORBIDDEN_IN_MODULES: [&str; 8] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "dangerouslySetInnerHTML",
    "document.write",
    "eval(",
    "new Function",
    "srcdoc",
];
