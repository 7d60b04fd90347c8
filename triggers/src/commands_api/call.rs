use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
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
    let started = Instant::now();
    let (head, body) = request.into_parts();
    let (adapter, command, place) = match check(&api, target, &head) {
        Ok(checked) => checked,
        Err(refusal) => return body::refuse_unread(refusal, &head.headers, body).await,
    };
    let request = match body::read(&head.headers, body, &api.limits).await {
        Ok(request) => request,
        Err(ReadError::Refused(refusal)) => return refusal.into_response(),
        Err(ReadError::NotAnObject(kind)) => {
            let mistake = format!("the request must be a JSON object, but it is {kind}");
            return Refusal::InvalidRequest(command, vec![mistake]).into_response();
        }
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

/// Everything that can be checked before the body is read. Gives the names of
/// the adapter and the command, and a place among the calls.
fn check(
    api: &Api,
    target: Result<Path<(String, String)>, PathRejection>,
    head: &Parts,
) -> Result<(String, String, OwnedSemaphorePermit), Refusal> {
    let Ok(Path((adapter, command))) = target else {
        // A name that is not UTF-8.
        return Err(Refusal::unknown_adapter("?", std::iter::empty()));
    };
    let names = || api.infos.iter().map(|info| info.name.as_str());
    let info = api
        .infos
        .iter()
        .find(|info| info.name == adapter)
        .ok_or_else(|| Refusal::unknown_adapter(&adapter, names()))?;
    if !info.commands().any(|known| known == command) {
        let known = info.commands();
        return Err(Refusal::unknown_command(&adapter, &command, known));
    }
    let mistakes = query_mistakes(head.uri.query());
    if !mistakes.is_empty() {
        return Err(Refusal::InvalidRequest(command, mistakes));
    }
    if !body::is_json(&head.headers) {
        return Err(Refusal::NotJsonType);
    }
    let place = Arc::clone(&api.places)
        .try_acquire_owned()
        .map_err(|_| Refusal::Overloaded)?;
    Ok((adapter, command, place))
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
