//! Every request that is not for the sandbox's own controls: recorded, met by a fault if one waits, answered.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use http_body_util::{BodyExt as _, Limited};

use crate::answer::{Answer, play};
use crate::graph;
use crate::model::GraphError;
use crate::model::Wire;
use crate::model::faults::Fault;
use crate::model::requests::RecordedRequest;
use crate::model::world::World;

/// Meta takes documents of up to 100 MB; nothing larger can be meant.
const LARGEST_REQUEST: usize = 110 * 1024 * 1024;

pub(crate) async fn endpoint(
    State(world): State<Arc<World>>,
    Extension(wire): Extension<Wire>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, LARGEST_REQUEST).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) => {
            tracing::warn!("a request's body did not arrive whole: {error}");
            let error = GraphError::new(1).details("The request's body did not arrive whole.");
            return graph::refusal(&world, &error).into_response();
        }
    };
    let fault = world.change(|state| {
        let at = state.clock.seconds();
        let headers = head.headers.clone();
        let request = RecordedRequest::new(&head.method, &head.uri, headers, body.clone(), at);
        let operation = request.operation();
        state.requests.push(request);
        operation.and_then(|operation| state.faults.next(operation))
    });
    tracing::info!("{} {}", head.method, head.uri.path());

    let Some(fault) = fault else {
        return graph::answer(&world, &head, body).await.into_response();
    };
    tracing::info!("fault: {fault}");
    let genuine = match &fault {
        Fault::Error(error) => graph::refusal(&world, error),
        fault if fault.accepts() => graph::answer(&world, &head, body).await,
        _ => Answer::bytes(500, "text/plain", ""),
    };
    play(fault, genuine, &wire).await
}
