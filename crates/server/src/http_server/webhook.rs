use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use http::{HeaderMap, StatusCode, Uri, header};
use prometheus_client::metrics::counter::Counter;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::body::{self, Budget, NotRead};
use super::refusal::Refusal;
use super::{elsewhere, meta_webhook};
use crate::clock::Clock;
use crate::config::{Sender, ServerSettings, WebhookTrigger, without_bom};
use crate::inbox::notifications::Source;
use crate::inbox::{Inbox, NewNotification, StoreError};
use crate::metrics::{Metrics, OfTrigger};

/// Where notifications go. They are safe when `take` returns `Ok`.
#[async_trait]
pub(crate) trait Intake: Send + Sync + 'static {
    async fn take(&self, notification: NewNotification) -> Result<(), StoreError>;
}

#[async_trait]
impl Intake for Inbox {
    async fn take(&self, notification: NewNotification) -> Result<(), StoreError> {
        self.store(notification).await
    }
}

/// A webhook trigger, and what each of its requests needs of it.
struct Served {
    trigger: WebhookTrigger,
    source: Arc<Source>,
    received: Counter,
}

/// What the webhook triggers work with.
pub(crate) struct Webhooks {
    triggers: HashMap<String, Served>,
    intake: Arc<dyn Intake>,
    metrics: Arc<Metrics>,
    clock: Clock,
    max_body: usize,
    body_timeout: Duration,
    budget: Budget,
}

impl Webhooks {
    pub fn new(
        triggers: &[WebhookTrigger],
        settings: &ServerSettings,
        intake: Arc<dyn Intake>,
        metrics: Arc<Metrics>,
        clock: Clock,
    ) -> Self {
        let served = |trigger: &WebhookTrigger| {
            let source = Source {
                trigger: trigger.name.clone(),
                adapter: trigger.adapters.first.clone(),
                command: trigger.command.clone(),
            };
            let labels = OfTrigger {
                trigger: trigger.name.clone(),
            };
            let served = Served {
                trigger: trigger.clone(),
                source: Arc::new(source),
                received: metrics.received.get_or_create(&labels).clone(),
            };
            (trigger.name.clone(), served)
        };
        Self {
            triggers: triggers.iter().map(served).collect(),
            intake,
            metrics,
            clock,
            max_body: settings.max_body,
            body_timeout: settings.body_timeout,
            budget: Budget::new(settings.max_bodies),
        }
    }

    fn trigger(&self, name: Result<Path<String>, PathRejection>) -> Result<&Served, Refusal> {
        name.ok()
            .and_then(|Path(name)| self.triggers.get(&name))
            .ok_or(Refusal::UnknownTrigger)
    }

    fn refuse(&self, refusal: Refusal, trigger: &str) -> Response {
        refusal.counted(&self.metrics, Some(trigger), None)
    }
}

/// The addresses of the webhook triggers.
pub(crate) fn router(webhooks: Arc<Webhooks>) -> Router {
    let served = || get(subscribe).post(receive);
    Router::new()
        .route("/wfe/api/advancedwebhook/{name}", served())
        // People write a slash at the end of an address, and Meta keeps it.
        .route("/wfe/api/advancedwebhook/{name}/", served())
        .with_state(webhooks)
}

/// Answers a subscription check: the challenge, if the verify token is right.
async fn subscribe(
    State(webhooks): State<Arc<Webhooks>>,
    name: Result<Path<String>, PathRejection>,
    uri: Uri,
    query: Result<Query<HashMap<String, String>>, QueryRejection>,
) -> Response {
    let trigger = match webhooks.trigger(name) {
        Ok(served) => &served.trigger,
        Err(refusal) => return refusal.counted(&webhooks.metrics, None, Some(uri.path())),
    };
    let query = query.map(|Query(query)| query).unwrap_or_default();
    let value = |name: &str| query.get(name).map(String::as_str);
    let checked = match &trigger.sender {
        Sender::Meta(meta) => meta_webhook::challenge(meta, value),
    };
    let challenge = match checked {
        Ok(challenge) => challenge.to_owned(),
        Err(refusal) => return webhooks.refuse(refusal, &trigger.name),
    };
    tracing::info!(trigger = trigger.name, "a subscription was confirmed");
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        // The challenge is the sender's own text: no browser is to read a
        // page into it.
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, challenge).into_response()
}

/// Takes a notification, and acknowledges it when it is safe.
async fn receive(
    State(webhooks): State<Arc<Webhooks>>,
    name: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let served = match webhooks.trigger(name) {
        Ok(served) => served,
        Err(refusal) => {
            return elsewhere::refuse(&webhooks.metrics, refusal, request, webhooks.body_timeout)
                .await;
        }
    };
    match webhooks.take(served, request).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refusal) => webhooks.refuse(refusal, &served.trigger.name),
    }
}

impl Webhooks {
    async fn take(
        &self,
        Served {
            trigger,
            source,
            received,
        }: &Served,
        request: Request,
    ) -> Result<(), Refusal> {
        let (head, body) = request.into_parts();
        let read = body::read(
            &head.headers,
            body,
            self.max_body,
            self.body_timeout,
            &self.budget,
        );
        let (body, _taken) = read.await.map_err(|not_read| match not_read {
            NotRead::TooLarge => Refusal::TooLarge,
            NotRead::TooSlow => Refusal::TooSlow,
            NotRead::Cut => Refusal::Cut,
            NotRead::NoRoom => Refusal::NoRoom,
        })?;
        if !is_authentic(&trigger.sender, &head.headers, &body) {
            return Err(Refusal::WrongSignature);
        }
        if !is_json(&body) {
            return Err(Refusal::NotJson);
        }
        let notification = NewNotification {
            source: Arc::clone(source),
            headers: needed(trigger, &head.headers),
            body,
            received_at: self.clock.now(),
        };
        self.intake
            .take(notification)
            .await
            .map_err(Refusal::Store)?;
        received.inc();
        Ok(())
    }
}

/// Whether the body is from the trigger's sender.
fn is_authentic(sender: &Sender, headers: &HeaderMap, body: &Bytes) -> bool {
    match sender {
        Sender::Meta(meta) => meta_webhook::is_authentic(meta, headers, body),
    }
}

/// Whether the body is JSON in UTF-8. A byte order mark before it is accepted,
/// as adapters accept it.
fn is_json(body: &[u8]) -> bool {
    std::str::from_utf8(body)
        .is_ok_and(|text| serde_json::from_str::<IgnoredAny>(without_bom(text)).is_ok())
}

/// The headers that the trigger's properties need, as a JSON object.
fn needed(trigger: &WebhookTrigger, headers: &HeaderMap) -> String {
    let needed: Map<String, Value> = trigger
        .headers
        .iter()
        .filter_map(|name| {
            let value = headers.get(name.as_str())?;
            let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
            Some((name.clone(), text.into()))
        })
        .collect();
    Value::Object(needed).to_string()
}
