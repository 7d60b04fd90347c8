//! Webhook triggers over HTTP.

mod meta;
mod plain;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use prometheus_client::metrics::counter::Counter;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::body::{self, Budget, NotRead};
use super::elsewhere;
use super::refusal::Refusal;
use crate::clock::Clock;
use crate::config::{
    MetaWebhook, PublicUrl, Sender, ServerSettings, WebhookPath, WebhookTrigger, without_bom,
};
use crate::inbox::notifications::{Called, Source};
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
    triggers: Vec<Served>,
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
            Served {
                trigger: trigger.clone(),
                source: Arc::new(source),
                received: metrics.received.get_or_create(&labels).clone(),
            }
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

    /// The trigger that a request is for, and the parameters in its path.
    fn trigger(&self, uri: &Uri) -> Result<(&Served, Parameters), Refusal> {
        let path = uri.path();
        let found = self.triggers.iter().find_map(|served| {
            let parameters = served.trigger.path.parameters(path)?.into_iter();
            let parameters = parameters.map(|(name, value)| (name.to_owned(), value.into()));
            Some((served, parameters.collect()))
        });
        found.ok_or(if WebhookPath::is_uips(path) {
            Refusal::UnknownTrigger
        } else {
            Refusal::of_path(path)
        })
    }

    fn refuse(&self, refusal: Refusal, trigger: &str) -> Response {
        refusal.counted(&self.metrics, Some(trigger), None)
    }

    async fn refuse_unread(&self, refusal: Refusal, request: Request) -> Response {
        elsewhere::refuse(&self.metrics, refusal, request, self.body_timeout).await
    }

    /// Answers a request that none of the server's own routes is for.
    async fn answer(&self, request: Request) -> Response {
        let (served, parameters) = match self.trigger(request.uri()) {
            Ok(found) => found,
            Err(refusal) => return self.refuse_unread(refusal, request).await,
        };
        let sender = &served.trigger.sender;
        let allowed = match (request.method(), sender) {
            (&Method::POST, _) => return self.receive(served, parameters, request).await,
            (&Method::GET | &Method::HEAD, Sender::Meta(meta)) => {
                return self.subscribe(&served.trigger.name, meta, request.uri());
            }
            (_, Sender::Meta(_)) => "GET,HEAD,POST",
            (_, Sender::Plain(_)) => "POST",
        };
        let mut response = self.refuse_unread(Refusal::WrongMethod, request).await;
        let allowed = HeaderValue::from_static(allowed);
        response.headers_mut().insert(header::ALLOW, allowed);
        response
    }

    /// Answers a subscription check: the challenge, if the verify token is right.
    fn subscribe(&self, trigger: &str, meta: &MetaWebhook, uri: &Uri) -> Response {
        let query: Result<Query<HashMap<String, String>>, QueryRejection> =
            Query::try_from_uri(uri);
        let query = query.map(|Query(query)| query).unwrap_or_default();
        let value = |name: &str| query.get(name).map(String::as_str);
        let challenge = match meta::challenge(meta, value) {
            Ok(challenge) => challenge.to_owned(),
            Err(refusal) => return self.refuse(refusal, trigger),
        };
        self.metrics.recent.subscribed(trigger);
        tracing::info!(trigger, "a subscription was confirmed");
        let headers = [
            (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
            // The challenge is the sender's own text: no browser is to read a
            // page into it.
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ];
        (headers, challenge).into_response()
    }

    /// Takes a notification, and acknowledges it when it is safe.
    async fn receive(&self, served: &Served, parameters: Parameters, request: Request) -> Response {
        let trigger = &served.trigger;
        match (
            self.take(served, parameters, request).await,
            &trigger.sender,
        ) {
            (Err(refusal), _) => self.refuse(refusal, &trigger.name),
            (Ok(()), Sender::Meta(_)) => StatusCode::OK.into_response(),
            (Ok(()), Sender::Plain(plain)) => plain::stored(&plain.response),
        }
    }

    async fn take(
        &self,
        Served {
            trigger,
            source,
            received,
        }: &Served,
        parameters: Parameters,
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
        let url = trigger.public_url.as_ref();
        let url = url.map(|url: &PublicUrl| url.of_request(&head.uri));
        match &trigger.sender {
            Sender::Meta(meta) => {
                if !meta::is_authentic(meta, &head.headers, &body) {
                    return Err(Refusal::WrongSignature);
                }
                if !is_json(&body) {
                    return Err(Refusal::NotJson);
                }
            }
            Sender::Plain(plain) => {
                // No signature is right for no URL.
                let url = url.as_deref().unwrap_or_default();
                plain::check(plain, url, &head.headers, &body)?;
            }
        }
        let notification = NewNotification {
            source: Arc::clone(source),
            called: called(trigger, &head, url, parameters),
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

/// The parameters of a path, and of a query.
type Parameters = Map<String, Value>;

/// Serves the webhook triggers too, at paths that `router` has not.
pub(crate) fn also(router: Router, webhooks: Arc<Webhooks>) -> Router {
    router.fallback(move |request: Request| {
        let webhooks = Arc::clone(&webhooks);
        async move { webhooks.answer(request).await }
    })
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

/// What the trigger's properties need of a request.
fn called(
    trigger: &WebhookTrigger,
    head: &Parts,
    url: Option<String>,
    of_path: Parameters,
) -> Called {
    Called {
        headers: needed(trigger, &head.headers),
        url: url.filter(|_| trigger.needs_url),
        parameters: trigger
            .needs_parameters
            .then(|| Value::Object(with_query(of_path, head.uri.query())).to_string()),
    }
}

/// Adds the parameters of a query, of each name the first. Those of the path are
/// the operator's own names, and stay.
fn with_query(mut parameters: Parameters, query: Option<&str>) -> Parameters {
    let query = query.unwrap_or_default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let entry = parameters.entry(name.into_owned());
        entry.or_insert_with(|| value.into_owned().into());
    }
    parameters
}
