use std::sync::Arc;
use std::time::Instant;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use serde_json::Value;
use tokio::sync::OwnedSemaphorePermit;
use uip_contract::{CallError, DryRun, Event, Refusal as NotTaken};

use super::Api;
use super::answer::{answer, broken};
use super::auth::Scope;
use super::body::{self, ReadError};
use super::refusal::Refusal;
use crate::http_server::body::Taken;

/// Calls a command.
pub(super) async fn call(
    State(api): State<Arc<Api>>,
    Extension(scope): Extension<Scope>,
    target: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Response {
    let started = Instant::now();
    let (head, body) = request.into_parts();
    let (target, place) = match check(&api, &scope, target, &head) {
        Ok(checked) => checked,
        Err(refusal) => return body::refuse_unread(refusal, &head.headers, body).await,
    };
    let read = body::read(&head.headers, body, &api.limits, &api.bodies).await;
    let (request, room) = match read {
        Ok(read) => read,
        Err(ReadError::Refused(refusal)) => return refusal.into_response(),
        Err(ReadError::NotAnObject(kind)) => {
            let mistake = format!("the request must be a JSON object, but it is {kind}");
            return Refusal::InvalidRequest(target.command, vec![mistake]).into_response();
        }
        Err(ReadError::Repeated(mistakes)) => {
            return Refusal::InvalidRequest(target.command, mistakes).into_response();
        }
    };
    let result = run(&api, &target, request, (place, room)).await;
    let response = match result {
        Ok(DryRun::Answer(response)) => answer(&target.command, Ok(response)),
        Ok(requests) => axum::Json(&requests).into_response(),
        Err(error) => answer(&target.command, Err(error)),
    };
    tracing::info!(
        adapter = target.adapter,
        command = target.command,
        dry_run = target.dry_run,
        status = response.status().as_u16(),
        milliseconds = started.elapsed().as_millis(),
        "a command was called"
    );
    response
}

/// What is asked for.
#[derive(Clone)]
struct Target {
    adapter: String,
    command: String,
    dry_run: bool,
}

/// Everything that can be checked before the body is read. Gives what is asked
/// for, and a place among the calls.
fn check(
    api: &Api,
    scope: &Scope,
    path: Result<Path<(String, String)>, PathRejection>,
    head: &Parts,
) -> Result<(Target, OwnedSemaphorePermit), Refusal> {
    let Ok(Path((adapter, command))) = path else {
        // A name that is not UTF-8.
        return Err(Refusal::unknown_adapter("?", std::iter::empty()));
    };
    // The same whether there is such an adapter or not: it may be a tenant.
    if !scope.opens(&adapter) {
        return Err(Refusal::forbidden(&adapter));
    }
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
    let dry_run = match dry_run(head.uri.query()) {
        Ok(dry_run) => dry_run,
        Err(mistakes) => return Err(Refusal::InvalidRequest(command, mistakes)),
    };
    if !body::is_json(&head.headers) {
        return Err(Refusal::NotJsonType);
    }
    let place = Arc::clone(&api.places)
        .try_acquire_owned()
        .map_err(|_| Refusal::Overloaded)?;
    let target = Target {
        adapter,
        command,
        dry_run,
    };
    Ok((target, place))
}

/// Whether the query asks for a dry run. Anything else in it is refused and
/// not passed over: a caller that asks for something else than a call must not
/// get a call.
fn dry_run(query: Option<&str>) -> Result<bool, Vec<String>> {
    let mut dry_run = None;
    let mut mistakes = Vec::new();
    for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match (&*name, &*value) {
            ("dryRun", _) if dry_run.is_some() => {
                mistakes.push("dryRun: given more than once".to_owned());
            }
            ("dryRun", "true") => dry_run = Some(true),
            ("dryRun", "false") => dry_run = Some(false),
            ("dryRun", _) => mistakes.push("dryRun: expected true or false".to_owned()),
            _ => {
                let name: String = name.escape_debug().take(80).collect();
                mistakes.push(format!("the query parameter `{name}` is unknown"));
            }
        }
    }
    if mistakes.is_empty() {
        Ok(dry_run.unwrap_or(false))
    } else {
        Err(mistakes)
    }
}

/// Makes the call in a task of its own, so that it ends and is accounted for
/// even if the caller goes away.
async fn run(
    api: &Api,
    target: &Target,
    request: Value,
    held: (OwnedSemaphorePermit, Taken),
) -> Result<DryRun, CallError> {
    let adapters = Arc::clone(&api.adapters);
    let Target {
        adapter,
        command,
        dry_run,
    } = target.clone();
    let task = tokio::spawn(async move {
        let result = if dry_run {
            adapters.dry_run(&adapter, &command, request).await
        } else {
            // The adapters keep the events.
            let passed = Arc::new(|_: Event| std::future::ready(Ok::<_, NotTaken>(())));
            let called = adapters.call(&adapter, &command, request, passed).await;
            called.map(DryRun::Answer)
        };
        drop(held);
        result
    });
    task.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a call failed in the host");
        Err(broken())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dry_run_is_asked_for_by_name_and_every_other_parameter_is_a_mistake() {
        assert_eq!(dry_run(None), Ok(false));
        assert_eq!(dry_run(Some("")), Ok(false));
        assert_eq!(dry_run(Some("dryRun=true")), Ok(true));
        assert_eq!(dry_run(Some("dryRun=false")), Ok(false));
        for twice in ["dryRun=true&dryRun=false", "dryRun=true&dryRun=true"] {
            assert_eq!(
                dry_run(Some(twice)),
                Err(vec!["dryRun: given more than once".to_owned()])
            );
        }
        assert_eq!(
            dry_run(Some("dryRun=yes&dryrun=true&a%0Ab")),
            Err(vec![
                "dryRun: expected true or false".to_owned(),
                "the query parameter `dryrun` is unknown".to_owned(),
                "the query parameter `a\\nb` is unknown".to_owned(),
            ])
        );
    }
}
