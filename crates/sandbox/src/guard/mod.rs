//! Keeps other web pages out.
//!
//! The sandbox asks for no password, so any page that is open in a browser on the same machine could reach it:
//! with a plain form or `fetch`, or under a name of its own that resolves to loopback (DNS rebinding). Programs
//! are not affected: none of the headers that are looked at here comes from them, but `Host`.

mod answers;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router, middleware};
use serde_json::json;
use uip_web::guard::{Refused, check, check_api};

pub(crate) use answers::for_media;

use crate::model::world::World;

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The sandbox's own controls, which ask for no token.
    Controls,
    /// The APIs that the sandbox plays, which ask for credentials.
    Api,
}

/// What a refused request is told: why, and how to ask instead.
fn told(refused: &Refused) -> String {
    match refused {
        Refused::NoHost => format!(
            "{refused}: name the sandbox by its address, by localhost, or by a name given with --allow-host"
        ),
        Refused::Host(host) => format!("{refused}, or start it with --allow-host {host}"),
        Refused::OtherOrigin => refused.to_string(),
    }
}

/// The controls, guarded.
pub(crate) fn controls(router: Router<Arc<World>>, world: &Arc<World>) -> Router<Arc<World>> {
    let world = Arc::clone(world);
    router
        .layer(middleware::from_fn_with_state(world, guard_controls))
        .layer(middleware::map_response(answers::of_controls))
}

/// The APIs' routes, guarded.
pub(crate) fn api(router: Router<Arc<World>>, world: &Arc<World>) -> Router<Arc<World>> {
    let world = Arc::clone(world);
    router.layer(middleware::from_fn_with_state(world, guard_api))
}

async fn guard_controls(world: State<Arc<World>>, request: Request, next: Next) -> Response {
    guard(&world, Part::Controls, request, next).await
}

async fn guard_api(world: State<Arc<World>>, request: Request, next: Next) -> Response {
    guard(&world, Part::Api, request, next).await
}

async fn guard(world: &World, part: Part, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let allowed = &world.settings.allowed_hosts;
    let checked = match part {
        Part::Controls => check(&head, allowed),
        Part::Api => check_api(&head, allowed),
    };
    match checked {
        Ok(()) => next.run(Request::from_parts(head, body)).await,
        Err(refused) => {
            tracing::warn!("refused {} {}: {refused}", head.method, head.uri.path());
            let body = Json(json!({"error": told(&refused)}));
            (refused.status(), body).into_response()
        }
    }
}
