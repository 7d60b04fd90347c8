//! The sandbox's own controls over HTTP.
use crate::world::World;
use axum::Router;
use std::sync::Arc;
pub(crate) fn router(_world: Arc<World>) -> Router<Arc<World>> {
    Router::new()
}
