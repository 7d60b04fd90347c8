//! The steps of a set-up, each with what shows that it is done.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Deserialize;
use serde_json::{Value, json};
use uip_contract::{CommandCall, Event, Refusal};

use super::health::advice;
use super::{Answer, Apis, Problem, answered};
use crate::clock::Millis;
use crate::config::{Sender, WebhookTrigger};
use crate::delivery;
use crate::operations::payload;

/// How many notifications are looked through to find the last one of a trigger.
const SCANNED: u32 = 5000;

/// What can be told without asking anybody: the page asks for the rest.
pub(super) async fn rows(State(api): Apis) -> Answer {
    let ready = api.health.ready().await;
    let names: Vec<String> = api.webhooks.iter().map(|it| it.name.clone()).collect();
    let last = api.read(move |connection| {
        let last = names.iter().map(|name| last_received(connection, name));
        Ok(last.collect::<Result<Vec<_>, _>>()?)
    });
    let last = last.await?;
    let recent = &api.shared.lasting.metrics.recent;
    let refusals = recent.refusals();
    let webhooks = api.webhooks.iter().zip(last).map(|(trigger, last)| {
        let of_trigger = |refusal: &&crate::recent::Refusal| {
            refusal.trigger.as_deref() == Some(trigger.name.as_str())
        };
        json!({
            "trigger": trigger.name,
            "adapters": trigger.adapters.iter().collect::<Vec<_>>(),
            "path": trigger.path.to_string(),
            "url": url(trigger),
            "verifies": matches!(trigger.sender, Sender::Meta(_)),
            "authenticated": is_authenticated(&trigger.sender),
            "askedAt": recent.subscription(&trigger.name),
            "receivedAt": last,
            "lastRefusal": refusals.iter().find(of_trigger),
        })
    });
    let receivers = api.shared.caller.routing.triggers().iter().map(|trigger| {
        let (kind, _) = trigger.deliver.shown();
        json!({
            "trigger": trigger.name,
            "adapter": trigger.adapter,
            "event": trigger.event,
            "kind": kind,
        })
    });
    let adapters = api.infos.iter().map(|info| {
        json!({
            "name": info.name,
            "display": info.manifest.display,
            "version": info.manifest.version,
            "contract": info.manifest.contract,
            "componentBytes": info.component_bytes,
            "checkCommand": info.manifest.check_command,
        })
    });
    Ok(answered(&json!({
        "configuredAt": api.configured_at,
        "ready": ready.is_ok(),
        "problem": ready.as_ref().err().map(ToString::to_string),
        "advice": ready.as_ref().err().map(advice),
        "adapters": adapters.collect::<Vec<_>>(),
        "webhooks": webhooks.collect::<Vec<_>>(),
        "receivers": receivers.collect::<Vec<_>>(),
    })))
}

/// The URL to register at the sender, as far as it is known.
fn url(trigger: &WebhookTrigger) -> Option<String> {
    let path = trigger.path.to_string();
    Some(trigger.public_url.as_ref()?.with_path(&path))
}

fn is_authenticated(sender: &Sender) -> bool {
    match sender {
        Sender::Meta(meta) => meta.signature.is_some(),
        Sender::Plain(plain) => plain.signature.is_some(),
    }
}

/// When the last notification came in at a trigger, as far as one request
/// looks.
fn last_received(connection: &Connection, trigger: &str) -> rusqlite::Result<Option<Millis>> {
    connection
        .prepare_cached(
            "SELECT received_at FROM (
                 SELECT id, trigger, received_at FROM notifications ORDER BY id DESC LIMIT ?2
             ) WHERE trigger = ?1 ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![trigger, SCANNED], |row| row.get(0))
        .optional()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfAdapter {
    adapter: String,
}

/// Runs the command that checks an adapter's properties against its service.
pub(super) async fn connection(
    State(api): Apis,
    body: Result<Json<OfAdapter>, JsonRejection>,
) -> Answer {
    let Json(OfAdapter { adapter }) = body?;
    let info = api.info(&adapter)?;
    let Some(command) = &info.manifest.check_command else {
        return Err(Problem::conflict(format!(
            "the adapter `{adapter}` has no command that checks its set-up"
        )));
    };
    tracing::info!(
        adapter,
        command,
        role = "operator",
        "the console checks a connection"
    );
    let call = CommandCall::new(&*adapter, command.as_str(), json!({}));
    let nothing = Arc::new(|_: Event| std::future::ready(Ok::<_, Refusal>(())));
    let response: Value = match api.shared.caller.adapters.call(call, nothing).await {
        Ok(response) => serde_json::to_value(&response).unwrap_or_default(),
        Err(error) => json!({ "status": "failure", "error": error.to_string() }),
    };
    Ok(answered(
        &json!({ "command": command, "response": response }),
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tested {
    trigger: String,
    /// The event whose payload is sent; without one, a payload that says that
    /// it is a test.
    seq: Option<i64>,
}

/// Sends an event to a receiver as a test: with an id that begins with `test-`,
/// once, whatever the receiver answers. The inbox does not know of it.
pub(super) async fn receiver(
    State(api): Apis,
    body: Result<Json<Tested>, JsonRejection>,
) -> Answer {
    let Json(Tested { trigger: name, seq }) = body?;
    let triggers = api.shared.caller.routing.triggers();
    let trigger = triggers
        .iter()
        .find(|trigger| trigger.name == name)
        .ok_or_else(|| Problem::not_found(format!("there is no event trigger `{name}`")))?;
    let payload = match seq {
        None => json!({ "test": true }).to_string(),
        Some(seq) => {
            let read = api.read(move |connection| match payload(connection, seq) {
                Ok(payload) if !payload.is_empty() => Ok(payload),
                Ok(_) | Err(rusqlite::Error::QueryReturnedNoRows) => Err(super::events::gone(seq)),
                Err(error) => Err(error.into()),
            });
            read.await?
        }
    };
    let id = format!("test-{:016x}", fastrand::u64(..));
    tracing::info!(
        trigger = name,
        event = id,
        seq,
        role = "operator",
        "the console tests a receiver"
    );
    let sent = delivery::test(trigger, &api.shared, &id, payload).await;
    let error = sent.err();
    Ok(answered(
        &json!({ "eventId": id, "delivered": error.is_none(), "error": error }),
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfTrigger {
    trigger: String,
}

/// Tells the verify token of a webhook trigger, which an operator enters at the
/// sender. Only a token that allows to act gets here.
pub(super) async fn verify_token(
    State(api): Apis,
    body: Result<Json<OfTrigger>, JsonRejection>,
) -> Answer {
    let Json(OfTrigger { trigger: name }) = body?;
    let trigger = api.webhooks.iter().find(|trigger| trigger.name == name);
    let Some(Sender::Meta(meta)) = trigger.map(|trigger| &trigger.sender) else {
        return Err(Problem::not_found(format!(
            "`{name}` is not a webhook trigger with a verify token"
        )));
    };
    tracing::info!(
        trigger = name,
        role = "operator",
        "the console showed a verify token"
    );
    Ok(answered(
        &json!({ "verifyToken": meta.verify_token.expose() }),
    ))
}
