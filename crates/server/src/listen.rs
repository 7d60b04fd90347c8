//! Webhook triggers without an inbox, to try things out: a notification goes
//! through its command at once, and nothing is kept.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::{StartError, bind};
use crate::clock::Clock;
use crate::config::{Config, WebhookTrigger};
use crate::http_server::serve;
use crate::http_server::webhook::{Intake, Webhooks, router};
use crate::inbox::{NewNotification, StoreError};
use crate::metrics::Metrics;
use crate::processing::request_of;
use crate::{Adapters, CallFault, EmittedEvent, EventCollector};

/// Webhook triggers that are served without an inbox. They are served until this is dropped.
#[derive(Debug)]
pub struct Listening {
    local_addr: SocketAddr,
    /// Tells the server to end.
    _stop: watch::Sender<bool>,
    server: JoinHandle<()>,
}

impl Listening {
    /// Where notifications can come in.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Serves the webhook triggers of `config` at `server.listen`, and nothing else of
/// it. Subscription checks, signatures and limits are those of [`crate::Server`].
///
/// A notification is acknowledged when its command has ended. Its events go to
/// `take`, with the name of the adapter, in the order in which the command emits
/// them. When a command fails, or `take` refuses an event, that is logged and the
/// notification is not tried again.
///
/// # Errors
/// When the triggers do not fit the adapters, or the address cannot be taken.
pub async fn listen(
    config: Config,
    adapters: Arc<dyn Adapters>,
    take: impl Fn(&str, EmittedEvent) -> Result<(), String> + Send + Sync + 'static,
) -> Result<Listening, StartError> {
    config.check(&adapters.adapters())?;
    let (listener, local_addr) = bind("listen", config.server.listen).await?;
    let metrics = Arc::new(Metrics::default());
    let triggers = config.webhook_triggers.iter();
    let direct = Direct {
        adapters,
        triggers: triggers
            .map(|trigger| (trigger.name.clone(), trigger.clone()))
            .collect(),
        take,
    };
    let webhooks = Webhooks::new(
        &config.webhook_triggers,
        &config.server,
        Arc::new(direct),
        Arc::clone(&metrics),
        Clock::system(),
    );
    let (stop, stopped) = watch::channel(false);
    let router = router(Arc::new(webhooks));
    let server = tokio::spawn(async move {
        let (_router, router) = watch::channel(router);
        serve(listener, router, config.server, metrics, stopped).await;
    });
    Ok(Listening {
        local_addr,
        _stop: stop,
        server,
    })
}

/// Takes a notification through its command while its sender waits.
struct Direct<F> {
    adapters: Arc<dyn Adapters>,
    triggers: HashMap<String, WebhookTrigger>,
    take: F,
}

#[async_trait]
impl<F> Intake for Direct<F>
where
    F: Fn(&str, EmittedEvent) -> Result<(), String> + Send + Sync + 'static,
{
    async fn take(&self, notification: NewNotification) -> Result<(), StoreError> {
        let trigger = &notification.source.trigger;
        if let Err(error) = self.call(&notification).await {
            tracing::error!(trigger, error, "a notification failed");
        }
        Ok(())
    }
}

impl<F> Direct<F>
where
    F: Fn(&str, EmittedEvent) -> Result<(), String> + Send + Sync + 'static,
{
    async fn call(&self, notification: &NewNotification) -> Result<(), String> {
        let source = &notification.source;
        let trigger = self
            .triggers
            .get(&source.trigger)
            .ok_or("its trigger is gone")?;
        let headers = serde_json::from_str(&notification.headers).unwrap_or_default();
        let request = request_of(trigger, &notification.body, &headers)?;
        let taking = Taking {
            adapter: &source.adapter,
            take: &self.take,
        };
        let call = self
            .adapters
            .call(&source.adapter, &source.command, request, &taking);
        match call.await {
            Ok(outcome) if outcome.is_success() => Ok(()),
            Ok(outcome) => Err(format!(
                "{}: {}",
                outcome.code().unwrap_or("failure"),
                outcome.error().unwrap_or("the command does not say why")
            )),
            Err(
                CallFault::Execution { code, error, .. } | CallFault::Permanent { code, error },
            ) => Err(format!("{code}: {error}")),
            Err(fault) => Err(fault.to_string()),
        }
    }
}

/// Takes the events of one call.
struct Taking<'t, F> {
    adapter: &'t str,
    take: &'t F,
}

#[async_trait]
impl<F> EventCollector for Taking<'_, F>
where
    F: Fn(&str, EmittedEvent) -> Result<(), String> + Send + Sync,
{
    async fn receive(&self, event: EmittedEvent) -> Result<(), String> {
        (self.take)(self.adapter, event)
    }
}
