use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::sync::OwnedSemaphorePermit;

use super::Api;
use super::answer::{answer, broken};
use super::body::{self, ReadError};
use super::refusal::Refusal;
use crate::{CallFault, EmittedEvent, EventCollector, Outcome};

/// Calls a command.
pub(super) async fn call(
    State(api): State<Arc<Api>>,
    target: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Response {
    let (adapter, command) = match target {
        Ok(Path(target)) => target,
        // A name that is not UTF-8.
        Err(_) => return Refusal::unknown_adapter("?", std::iter::empty()).into_response(),
    };
    let started = Instant::now();
    let (request, place) = match prepare(&api, &adapter, &command, request).await {
        Ok(prepared) => prepared,
        Err(refusal) => return refusal.into_response(),
    };
    let result = run(&api, &adapter, &command, request, place).await;
    let response = answer(&command, result);
    tracing::info!(
        adapter,
        command,
        status = response.status().as_u16(),
        milliseconds = started.elapsed().as_millis(),
        "a command was called"
    );
    response
}

/// Everything that is checked before a command is asked.
async fn prepare(
    api: &Api,
    adapter: &str,
    command: &str,
    request: Request,
) -> Result<(Value, OwnedSemaphorePermit), Refusal> {
    let names = || api.infos.iter().map(|info| info.name.as_str());
    let info = api
        .infos
        .iter()
        .find(|info| info.name == adapter)
        .ok_or_else(|| Refusal::unknown_adapter(adapter, names()))?;
    if !info.commands().any(|known| known == command) {
        return Err(Refusal::unknown_command(adapter, command, info.commands()));
    }
    let unfit = |mistakes| Refusal::InvalidRequest(command.to_owned(), mistakes);
    let (head, body) = request.into_parts();
    let parameters = query_mistakes(head.uri.query());
    if !parameters.is_empty() {
        return Err(unfit(parameters));
    }
    let place = Arc::clone(&api.places)
        .try_acquire_owned()
        .map_err(|_| Refusal::Overloaded)?;
    match body::read(&head.headers, body, &api.limits).await {
        Ok(request) => Ok((request, place)),
        Err(ReadError::Refused(refusal)) => Err(refusal),
        Err(ReadError::NotAnObject(kind)) => Err(unfit(vec![format!(
            "the request must be a JSON object, but it is {kind}"
        )])),
    }
}

/// Query parameters are refused and not passed over: a caller that asks with
/// one for something else than a call must not get a call.
fn query_mistakes(query: Option<&str>) -> Vec<String> {
    url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .map(|(name, _)| {
            let name: String = name.escape_debug().take(80).collect();
            format!("the query parameter `{name}` is unknown")
        })
        .collect()
}

/// Makes the call in a task of its own, so that it ends and is accounted for
/// even if the caller goes away.
async fn run(
    api: &Api,
    adapter: &str,
    command: &str,
    request: Value,
    place: OwnedSemaphorePermit,
) -> Result<Outcome, CallFault> {
    let adapters = Arc::clone(&api.adapters);
    let (adapter, command) = (adapter.to_owned(), command.to_owned());
    let task = tokio::spawn(async move {
        let result = adapters.call(&adapter, &command, request, &Passing).await;
        drop(place);
        result
    });
    task.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a call failed in the host");
        Err(broken())
    })
}

/// Lets events pass: the adapters keep them.
struct Passing;

#[async_trait]
impl EventCollector for Passing {
    async fn receive(&self, _event: EmittedEvent) -> Result<(), String> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_query_parameter_is_a_mistake() {
        assert!(query_mistakes(None).is_empty());
        assert!(query_mistakes(Some("")).is_empty());
        assert_eq!(
            query_mistakes(Some("dryRun=true&a%0Ab")),
            [
                "the query parameter `dryRun` is unknown",
                "the query parameter `a\\nb` is unknown"
            ]
        );
    }
}
