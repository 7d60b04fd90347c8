use std::sync::Arc;
use std::time::Instant;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use serde_json::Value;
use tokio::sync::OwnedSemaphorePermit;
use uip_contract::{CallError, CallProperties, CommandCall, DryRun, Event, Refusal as NotTaken};

use super::Api;
use super::answer::{answer, broken};
use super::auth::Scope;
use super::body::{self, ReadError};
use super::envelope::Envelope;
use super::refusal::Refusal;
use crate::AdapterInfo;
use crate::http_server::body::Taken;

/// Calls the command that the path names.
pub(super) async fn call(
    State(api): State<Arc<Api>>,
    Extension(scope): Extension<Scope>,
    path: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Response {
    let started = Instant::now();
    let (head, body) = request.into_parts();
    let checked = path
        .map_err(|_| not_text())
        .and_then(|Path((adapter, command))| {
            let info = adapter_of(&api, &scope, &adapter)?;
            check_command(info, &command)?;
            let (dry_run, place) = check(&api, &command, &head)?;
            let target = Target {
                adapter,
                command,
                properties: CallProperties::default(),
                dry_run,
            };
            Ok((target, place))
        });
    let (target, place) = match checked {
        Ok(checked) => checked,
        Err(refusal) => return body::refuse_unread(refusal, &head.headers, body).await,
    };
    let read = body::read(&head.headers, body, &api.limits, &api.bodies).await;
    match read.map_err(|error| not_read(error, &target.command)) {
        Ok((request, room)) => answered(&api, target, request, (place, room), started).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// What mistakes in a call that names its command are about.
const CALL: &str = "call";

/// Calls the command that the body names, with the properties in it.
pub(super) async fn call_with_properties(
    State(api): State<Arc<Api>>,
    Extension(scope): Extension<Scope>,
    path: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let started = Instant::now();
    let (head, body) = request.into_parts();
    let checked = path.map_err(|_| not_text()).and_then(|Path(adapter)| {
        let info = adapter_of(&api, &scope, &adapter)?;
        let (dry_run, place) = check(&api, CALL, &head)?;
        Ok((info, dry_run, place))
    });
    let (info, dry_run, place) = match checked {
        Ok(checked) => checked,
        Err(refusal) => return body::refuse_unread(refusal, &head.headers, body).await,
    };
    let read = body::read(&head.headers, body, &api.limits, &api.bodies).await;
    let read = read.map_err(|error| not_read(error, CALL));
    let target = read.and_then(|(value, room)| {
        let invalid = |mistakes| Refusal::InvalidRequest(CALL.to_owned(), mistakes);
        let envelope = Envelope::read(value).map_err(invalid)?;
        check_command(info, &envelope.command)?;
        let properties = info.call_properties(envelope.properties);
        let target = Target {
            adapter: info.name.clone(),
            command: envelope.command,
            properties: properties.map_err(|mistakes| Refusal::properties(&mistakes))?,
            dry_run,
        };
        Ok((target, envelope.request, room))
    });
    match target {
        Ok((target, request, room)) => {
            answered(&api, target, request, (place, room), started).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// A name in the path that is not UTF-8.
fn not_text() -> Refusal {
    Refusal::unknown_adapter("?", std::iter::empty())
}

fn not_read(error: ReadError, command: &str) -> Refusal {
    match error {
        ReadError::Refused(refusal) => refusal,
        ReadError::NotAnObject(kind) => {
            let mistake = format!("the request must be a JSON object, but it is {kind}");
            Refusal::InvalidRequest(command.to_owned(), vec![mistake])
        }
        ReadError::Repeated(mistakes) => Refusal::InvalidRequest(command.to_owned(), mistakes),
    }
}

/// Makes a call, and answers what came of it.
async fn answered(
    api: &Api,
    target: Target,
    request: Value,
    held: (OwnedSemaphorePermit, Taken),
    started: Instant,
) -> Response {
    let Target {
        adapter,
        command,
        dry_run,
        ..
    } = target.clone();
    let result = run(api, target, request, held).await;
    let response = match result {
        Ok(DryRun::Answer(response)) => answer(&command, Ok(response)),
        Ok(requests) => axum::Json(&requests).into_response(),
        Err(error) => answer(&command, Err(error)),
    };
    tracing::info!(
        adapter,
        command,
        dry_run,
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
    properties: CallProperties,
    dry_run: bool,
}

/// The adapter of this name, if the token opens it.
fn adapter_of<'a>(api: &'a Api, scope: &Scope, adapter: &str) -> Result<&'a AdapterInfo, Refusal> {
    // The same whether there is such an adapter or not: it may be a tenant.
    if !scope.opens(adapter) {
        return Err(Refusal::forbidden(adapter));
    }
    let names = || api.infos.iter().map(|info| info.name.as_str());
    let mut infos = api.infos.iter();
    infos
        .find(|info| info.name == adapter)
        .ok_or_else(|| Refusal::unknown_adapter(adapter, names()))
}

fn check_command(info: &AdapterInfo, command: &str) -> Result<(), Refusal> {
    if info.commands().any(|known| known == command) {
        return Ok(());
    }
    Err(Refusal::unknown_command(
        &info.name,
        command,
        info.commands(),
    ))
}

/// What else can be checked before the body is read. Tells whether it is a dry run,
/// and gives a place among the calls. Mistakes are about `command`.
fn check(api: &Api, command: &str, head: &Parts) -> Result<(bool, OwnedSemaphorePermit), Refusal> {
    let dry_run = dry_run(head.uri.query())
        .map_err(|mistakes| Refusal::InvalidRequest(command.to_owned(), mistakes))?;
    if !body::is_json(&head.headers) {
        return Err(Refusal::NotJsonType);
    }
    let place = Arc::clone(&api.places)
        .try_acquire_owned()
        .map_err(|_| Refusal::Overloaded)?;
    Ok((dry_run, place))
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
    target: Target,
    request: Value,
    held: (OwnedSemaphorePermit, Taken),
) -> Result<DryRun, CallError> {
    let adapters = Arc::clone(&api.adapters);
    let task = tokio::spawn(async move {
        let Target {
            adapter,
            command,
            properties,
            dry_run,
        } = target;
        // The adapters keep the events.
        let passed = Arc::new(|_: Event| std::future::ready(Ok::<_, NotTaken>(())));
        let call = CommandCall::new(adapter, command, request).with_properties(properties);
        let result = if dry_run {
            adapters.dry_run(call).await
        } else {
            adapters.call(call, passed).await.map(DryRun::Answer)
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
