//! Webhook triggers without an inbox, to try things out: a notification goes
//! through its command at once, and nothing is kept.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uip_contract::{CommandCall, EventSink};

use crate::Adapters;
use crate::app::{StartError, bind};
use crate::clock::Clock;
use crate::config::{Config, PublicUrl, WebhookTrigger};
use crate::http_server::serve;
use crate::http_server::webhook::{self, Intake, Webhooks};
use crate::inbox::{NewNotification, StoreError};
use crate::metrics::Metrics;
use crate::processing::request_of;

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
/// A trigger whose `public_url` was removed is called at that address itself.
///
/// A notification is acknowledged when its command has ended. Its events go to
/// `events` in the order in which the command emits them. When a command fails,
/// or an event is refused, that is logged and the notification is not tried again.
///
/// # Errors
/// When the triggers do not fit the adapters, or the address cannot be taken.
pub async fn listen(
    mut config: Config,
    adapters: Arc<dyn Adapters>,
    events: Arc<dyn EventSink>,
) -> Result<Listening, StartError> {
    config.check(&adapters.adapters())?;
    let (listener, local_addr) = bind("server.listen", config.server.listen).await?;
    for trigger in &mut config.webhook_triggers {
        let url = &mut trigger.public_url;
        url.get_or_insert_with(|| PublicUrl::of_address(local_addr));
    }
    let metrics = Arc::new(Metrics::default());
    let triggers = config.webhook_triggers.iter();
    let direct = Direct {
        adapters,
        triggers: triggers
            .map(|trigger| (trigger.name.clone(), trigger.clone()))
            .collect(),
        events,
    };
    let webhooks = Webhooks::new(
        &config.webhook_triggers,
        &config.server,
        Arc::new(direct),
        Arc::clone(&metrics),
        Clock::system(),
    );
    let (stop, stopped) = watch::channel(false);
    let router = webhook::also(Router::new(), Arc::new(webhooks));
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
struct Direct {
    adapters: Arc<dyn Adapters>,
    triggers: HashMap<String, WebhookTrigger>,
    events: Arc<dyn EventSink>,
}

#[async_trait]
impl Intake for Direct {
    async fn take(&self, notification: NewNotification) -> Result<(), StoreError> {
        let trigger = &notification.source.trigger;
        if let Err(error) = self.call(&notification).await {
            tracing::error!(trigger, error, "a notification failed");
        }
        Ok(())
    }
}

impl Direct {
    async fn call(&self, notification: &NewNotification) -> Result<(), String> {
        let source = &notification.source;
        let trigger = self
            .triggers
            .get(&source.trigger)
            .ok_or("its trigger is gone")?;
        let request = request_of(trigger, &notification.body, &notification.called)?;
        let events = Arc::clone(&self.events);
        let call = CommandCall::new(&*source.adapter, &*source.command, request);
        let called = self.adapters.call(call, events).await;
        let response = called.map_err(|error| error.to_string())?;
        if response.is_success() {
            return Ok(());
        }
        Err(format!(
            "{}: {}",
            response.code().unwrap_or("failure"),
            response.error().unwrap_or("the command does not say why")
        ))
    }
}
