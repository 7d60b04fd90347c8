//! Commands over HTTP, for engines that call out.

use std::sync::Arc;

use crate::{Adapters, Secret};

/// The routes under which an engine calls commands, behind the bearer token
/// `token`.
pub fn router(_adapters: Arc<dyn Adapters>, _token: Secret) -> axum::Router {
    axum::Router::new()
}
