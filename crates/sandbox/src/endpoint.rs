//! Every request that is not for the sandbox's own controls: recorded, met by a fault if one waits, answered.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use http::request::Parts;
use http_body_util::{BodyExt as _, Limited};

use crate::answer::{Answer, play};
use crate::model::GraphError;
use crate::model::Wire;
use crate::model::faults::Fault;
use crate::model::requests::RecordedRequest;
use crate::model::twilio::TwilioError;
use crate::model::world::World;
use crate::{graph, twilio};

/// Meta takes documents of up to 100 MB; nothing larger can be meant.
const LARGEST_REQUEST: usize = 110 * 1024 * 1024;

/// The APIs that share the sandbox's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Api {
    Graph,
    Twilio,
}

impl Api {
    fn of(path: &str) -> Self {
        if twilio::serves(path) {
            Self::Twilio
        } else {
            Self::Graph
        }
    }

    async fn answer(self, world: &World, head: &Parts, body: Bytes) -> Answer {
        match self {
            Self::Graph => graph::answer(world, head, body).await,
            Self::Twilio => twilio::answer(world, head, body),
        }
    }

    /// A refusal with this code, in the API's words.
    fn refusal(self, world: &World, head: &Parts, error: &GraphError) -> Answer {
        match self {
            Self::Graph => graph::refusal(world, error),
            Self::Twilio => twilio::refusal(world, head.uri.path(), &TwilioError::from(error)),
        }
    }
}

pub(crate) async fn endpoint(
    State(world): State<Arc<World>>,
    Extension(wire): Extension<Wire>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let api = Api::of(head.uri.path());
    let body = match Limited::new(body, LARGEST_REQUEST).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) => {
            tracing::warn!("a request's body did not arrive whole: {error}");
            let error = GraphError::new(1).details("The request's body did not arrive whole.");
            return api.refusal(&world, &head, &error).into_response();
        }
    };
    let started = Instant::now();
    let (fault, row) = world.change(|state| {
        let at = state.clock.seconds();
        let headers = head.headers.clone();
        let request = RecordedRequest::new(&head.method, &head.uri, headers, body.clone(), at);
        let operation = request.operation();
        let fault = operation.and_then(|operation| state.faults.next(operation));
        let row = state.add_call(request.clone(), fault.as_ref().map(ToString::to_string));
        state.requests.push(request);
        (fault, row)
    });
    let answered = |answer: &Answer, cut: Option<&'static str>, late: Duration| {
        let answer = answer.for_traffic(cut, started.elapsed().saturating_add(late));
        world.change(|state| state.answered(row, answer));
    };
    tracing::info!("{} {}", head.method, head.uri.path());

    let Some(fault) = fault else {
        let answer = api.answer(&world, &head, body).await;
        answered(&answer, None, Duration::ZERO);
        return answer.into_response();
    };
    tracing::info!("fault: {fault}");
    let genuine = match &fault {
        Fault::Error(error) => api.refusal(&world, &head, error),
        fault if fault.accepts() => api.answer(&world, &head, body).await,
        _ => Answer::bytes(500, "text/plain", ""),
    };
    match &fault {
        Fault::Answer {
            status,
            headers,
            body,
        } => {
            let other = Answer {
                status: *status,
                headers: headers.clone(),
                body: body.clone().into_bytes(),
            };
            answered(&other, None, Duration::ZERO);
        }
        Fault::Delay { millis } => answered(&genuine, None, Duration::from_millis(*millis)),
        fault => answered(&genuine, fault.cuts(), Duration::ZERO),
    }
    play(fault, genuine, &wire).await
}
