//! Requests that no trigger, command or page is meant by.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware;
use axum::response::Response;

use super::refusal::Refusal;
use super::{refusal_log, unread};
use crate::commands_api::Refused;
use crate::metrics::Metrics;

/// Answers what none of the routes does: another path, another method. `time`
/// is how long a body may take that comes along.
pub(crate) fn answered(router: Router, metrics: &Arc<Metrics>, time: Duration) -> Router {
    let with = |refusal: fn(&str) -> Refusal| {
        let metrics = Arc::clone(metrics);
        move |request: Request| async move {
            let refusal = refusal(request.uri().path());
            refuse(&metrics, refusal, request, time).await
        }
    };
    router
        .fallback(with(Refusal::of_path))
        .method_not_allowed_fallback(with(|_| Refusal::WrongMethod))
}

/// Counts what the commands API refuses.
pub(crate) fn counted(router: Router, metrics: &Arc<Metrics>) -> Router {
    let metrics = Arc::clone(metrics);
    router.route_layer(middleware::map_response(move |response: Response| {
        if let Some(Refused(reason)) = response.extensions().get() {
            metrics.refuse(&refusal_log::Refused {
                reason,
                ..refusal_log::Refused::default()
            });
        }
        std::future::ready(response)
    }))
}

/// Refuses a request whose body is not read.
pub(super) async fn refuse(
    metrics: &Metrics,
    refusal: Refusal,
    request: Request,
    time: Duration,
) -> Response {
    let (head, body) = request.into_parts();
    let response = refusal.counted(metrics, None, Some(head.uri.path()));
    unread::after(response, &head.headers, body, unread::MOST, time).await
}
