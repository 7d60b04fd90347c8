//! Keeps other web pages out.
//!
//! The sandbox asks for no password, so any page that is open in a browser on the same machine could reach it:
//! with a plain form or `fetch`, or under a name of its own that resolves to loopback (DNS rebinding). Programs
//! are not affected: none of the headers that are looked at here comes from them, but `Host`.

mod answers;
mod host;
mod page;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router, middleware};
use http::StatusCode;
use http::request::Parts;
use serde_json::json;

pub(crate) use answers::for_media;

use crate::model::HostName;
use crate::model::world::World;

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The sandbox's own controls, which ask for no token.
    Controls,
    /// The APIs that the sandbox plays, which ask for credentials.
    Api,
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum Refused {
    #[error(
        "the request has no `Host`, or several: name the sandbox by its address, by localhost, or by a name \
         given with --allow-host"
    )]
    NoHost,
    #[error(
        "`{0}` is not a name of this sandbox: use its IP address or localhost, or start it with --allow-host {0}"
    )]
    Host(String),
    #[error(
        "a web page of another origin sent this request, and may change nothing here: open the page from the \
         sandbox's own address"
    )]
    OtherOrigin,
}

impl Refused {
    /// 421 (Misdirected Request, RFC 9110, 15.5.20) or 403.
    fn status(&self) -> StatusCode {
        match self {
            Self::NoHost | Self::Host(_) => StatusCode::MISDIRECTED_REQUEST,
            Self::OtherOrigin => StatusCode::FORBIDDEN,
        }
    }
}

/// Whether a request may pass.
///
/// The controls are open only under a name that is certainly this machine's, for reading too: after DNS
/// rebinding a `GET` carries nothing else that gives it away. The APIs' routes are open under any name, since
/// clients are pointed at them in many ways, but not to a page under such a name.
fn check(head: &Parts, part: Part, allowed: &[HostName]) -> Result<(), Refused> {
    let host = host::of(head).ok_or(Refused::NoHost);
    let is_ours = |host: &str| host::is_local(host) || host::is_named(host, allowed);
    match (part, &host) {
        (Part::Controls, Ok(host)) if !is_ours(host) => return Err(Refused::Host(host.clone())),
        (Part::Controls, Err(refused)) => return Err(refused.clone()),
        (Part::Api, Ok(host)) if page::sent(head) && !is_ours(host) => {
            return Err(Refused::Host(host.clone()));
        }
        _ => {}
    }
    if page::is_foreign(head) {
        return Err(Refused::OtherOrigin);
    }
    Ok(())
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
    match check(&head, part, &world.settings.allowed_hosts) {
        Ok(()) => next.run(Request::from_parts(head, body)).await,
        Err(refused) => {
            tracing::warn!("refused {} {}: {refused}", head.method, head.uri.path());
            let body = Json(json!({"error": refused.to_string()}));
            (refused.status(), body).into_response()
        }
    }
}

#[cfg(test)]
mod tests;
