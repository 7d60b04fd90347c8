//! The trigger host as a whole.

mod housekeeping;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinSet;
use uip_connect::Proxies;

use crate::clock::Clock;
use crate::commands_api::Limits;
use crate::config::{
    Config, ConfigError, EventTrigger, InboxSettings, ServerSettings, WebhookTrigger,
};
use crate::inbox::event_triggers::{self, Operated};
use crate::inbox::{OpenError, Opened, deliveries, notifications};
use crate::metrics::Metrics;
use crate::ownership::Ownership;
use crate::processing::{Caller, Metered, Shared, StoringAdapters};
use crate::routing::Routing;
use crate::server::elsewhere;
use crate::server::health::{self, Health};
use crate::server::webhook::{self, Webhooks};
use crate::signals::Signal;
use crate::throttle::Throttle;
use crate::{
    AdapterInfo, Adapters, Secret, StoreError, commands_api, delivery, guard, processing, server,
};

/// How often the host looks for what nobody tells it: retries whose time has
/// come, and what `uip events replay` changed.
const POLL: Duration = Duration::from_secs(1);

/// A trigger host that is not started yet.
pub struct TriggerHost {
    config: Config,
    adapters: Arc<dyn Adapters>,
    clock: Clock,
    poll: Duration,
    router: Router,
    proxies: Proxies,
}

/// Why a trigger host does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The triggers do not fit the adapters.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The inbox cannot be opened.
    #[error(transparent)]
    Inbox(#[from] OpenError),
    /// The inbox cannot be read.
    #[error("inbox.file: {0}")]
    Store(#[from] StoreError),
    /// The address cannot be taken.
    #[error("server.{0}: cannot listen on {1}: {2}")]
    Listen(&'static str, SocketAddr, std::io::Error),
}

impl TriggerHost {
    /// Starts a trigger host.
    ///
    /// # Errors
    /// When the triggers do not fit the adapters, the inbox cannot be opened,
    /// or the address cannot be taken.
    pub async fn start(config: Config, adapters: Arc<dyn Adapters>) -> Result<Running, StartError> {
        Self::new(config, adapters).run().await
    }

    /// A trigger host, to be run.
    pub fn new(config: Config, adapters: Arc<dyn Adapters>) -> Self {
        Self {
            config,
            adapters,
            clock: Clock::system(),
            poll: POLL,
            router: Router::new(),
            proxies: Proxies::none(),
        }
    }

    /// Serves these routes too. What none has is answered by the host, so a
    /// fallback of theirs is not asked.
    #[must_use]
    pub fn merge(mut self, router: Router) -> Self {
        self.router = self.router.merge(router);
        self
    }

    /// Has deliveries go through these proxies. Default: none.
    #[must_use]
    pub fn proxies(mut self, proxies: Proxies) -> Self {
        self.proxies = proxies;
        self
    }

    /// Uses another clock.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Looks this often for retries whose time has come and for what another
    /// process changed. Default: every second.
    #[must_use]
    pub fn poll_every(mut self, poll: Duration) -> Self {
        self.poll = poll;
        self
    }

    /// Starts the host.
    ///
    /// # Errors
    /// As [`TriggerHost::start`].
    pub async fn run(self) -> Result<Running, StartError> {
        let Config {
            server: settings,
            inbox: inbox_settings,
            webhook_triggers,
            event_triggers,
            adapter_tokens: _,
        } = self.config.clone();
        let infos = self.adapters.adapters();
        self.config.check(&infos)?;
        let (listener, local_addr) = listen("listen", settings.listen).await?;
        let for_operations = match settings.operations_listen {
            Some(address) => Some(listen("operationsListen", address).await?),
            None => None,
        };

        let metrics = Arc::new(Metrics::default());
        let stored = Signal::new();
        let on_stored = stored.clone();
        let opened = Opened::open(&inbox_settings, self.clock.clone(), move |_| {
            on_stored.give();
        })?;
        let operated = configure(&opened, &infos, &webhook_triggers, &event_triggers).await?;
        let adapters: Arc<dyn Adapters> = Arc::new(Metered {
            adapters: self.adapters,
            metrics: Arc::clone(&metrics),
        });
        let shared = Arc::new(Shared {
            inbox: opened.inbox.clone(),
            caller: Caller {
                adapters: Arc::clone(&adapters),
                triggers: webhook_triggers
                    .iter()
                    .map(|trigger| (trigger.name.clone(), trigger.clone()))
                    .collect(),
                ownership: Ownership::new(&webhook_triggers, &infos),
                routing: Routing::new(event_triggers),
                clock: opened.clock.clone(),
            },
            metrics: Arc::clone(&metrics),
            unclaimed: Throttle::default(),
            stored,
            routed: Signal::new(),
            poll: self.poll,
            operated: watch::Sender::new(Arc::new(operated)),
            workers: inbox_settings.workers,
            proxies: self.proxies,
        });
        let names: Vec<String> = infos.into_iter().map(|adapter| adapter.name).collect();
        if let Err(error) = tell_orphans(&shared, &names).await {
            opened.close().await;
            return Err(error.into());
        }

        let mut router = webhooks(&webhook_triggers, &settings, &shared);
        if let Some(token) = &settings.commands_token {
            let adapters = StoringAdapters {
                adapters,
                shared: Arc::clone(&shared),
            };
            let api = commands(adapters, token.clone(), &settings);
            router = router.merge(elsewhere::counted(api, &metrics));
        }
        let mut router = router.merge(self.router);

        let (stop, stopped) = watch::channel(false);
        let mut servers = JoinSet::new();
        let mut serve = |listener, router| {
            let router = elsewhere::answered(router, &metrics, settings.body_timeout);
            let (metrics, stopped) = (Arc::clone(&metrics), stopped.clone());
            servers.spawn(server::serve(
                listener,
                router,
                settings.clone(),
                metrics,
                stopped,
            ));
        };
        let operations_at = for_operations.as_ref().map_or(local_addr, |(_, at)| *at);
        let operations = operations(&shared, names.len());
        let operations = guard::local(operations, operations_at, &metrics);
        let operations_addr = for_operations.as_ref().map(|(_, address)| *address);
        match for_operations {
            Some((listener, _)) => serve(listener, operations),
            None => router = router.merge(operations),
        }
        serve(listener, router);
        let tasks = spawn(names, &shared, inbox_settings, &stopped);
        tracing::info!(%local_addr, "the trigger host is up");
        Ok(Running {
            local_addr,
            operations_addr,
            shutdown_timeout: settings.shutdown_timeout,
            stop,
            tasks,
            servers,
            opened,
        })
    }
}

/// Takes the address that a key of `[server]` names, and tells which it is.
async fn listen(
    key: &'static str,
    address: SocketAddr,
) -> Result<(TcpListener, SocketAddr), StartError> {
    let refused = |error| StartError::Listen(key, address, error);
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok((listener, address))
}

/// The addresses of the webhook triggers.
fn webhooks(
    webhook_triggers: &[WebhookTrigger],
    settings: &ServerSettings,
    shared: &Shared,
) -> Router {
    let webhooks = Webhooks::new(
        webhook_triggers,
        settings,
        Arc::new(shared.inbox.clone()),
        Arc::clone(&shared.metrics),
        shared.caller.clock.system().clone(),
    );
    webhook::router(Arc::new(webhooks))
}

/// The commands API, within the server's own limits.
fn commands(adapters: StoringAdapters, token: Secret, settings: &ServerSettings) -> Router {
    let limits = Limits {
        max_body: settings.max_body,
        max_bodies: settings.max_bodies,
        body_timeout: settings.body_timeout,
        ..Limits::default()
    };
    commands_api::router_with(Arc::new(adapters), token, limits)
}

/// The addresses that tell how it goes.
fn operations(shared: &Shared, adapters: usize) -> Router {
    let health = Health {
        inbox: shared.inbox.clone(),
        metrics: Arc::clone(&shared.metrics),
        clock: shared.caller.clock.clone(),
        adapters,
        triggers: trigger_names(shared),
        probed: Mutex::default(),
        counted: Mutex::default(),
    };
    health::router(Arc::new(health))
}

/// Starts what goes on beside the network: for each adapter its notifications,
/// for each event trigger its deliveries, and the rest.
fn spawn(
    adapters: Vec<String>,
    shared: &Arc<Shared>,
    settings: InboxSettings,
    stopped: &watch::Receiver<bool>,
) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    for adapter in adapters {
        let shared = Arc::clone(shared);
        tasks.spawn(processing::run(adapter, shared, stopped.clone()));
    }
    for trigger in shared.caller.routing.triggers() {
        let (trigger, shared) = (trigger.clone(), Arc::clone(shared));
        tasks.spawn(delivery::run(trigger, shared, stopped.clone()));
    }
    let shared = Arc::clone(shared);
    tasks.spawn(housekeeping::run(shared, settings, stopped.clone()));
    tasks
}

/// Writes down for `uip` what is configured, and reads what operators decided.
async fn configure(
    opened: &Opened,
    adapters: &[AdapterInfo],
    webhook_triggers: &[WebhookTrigger],
    event_triggers: &[EventTrigger],
) -> Result<Operated, StoreError> {
    let (adapters, webhook_triggers) = (adapters.to_vec(), webhook_triggers.to_vec());
    let event_triggers = event_triggers.to_vec();
    let now = opened.clock.now().uptime;
    let configure = move |connection: &_| {
        event_triggers::configure(connection, &adapters, &webhook_triggers, &event_triggers)?;
        event_triggers::stamp(connection, now)?;
        Operated::read(connection)
    };
    opened.inbox.write(configure).await
}

fn trigger_names(shared: &Shared) -> Vec<String> {
    let triggers = shared.caller.routing.triggers();
    triggers
        .iter()
        .map(|trigger| trigger.name.clone())
        .collect()
}

/// Tells of what is kept for adapters and triggers that are gone.
async fn tell_orphans(shared: &Shared, adapters: &[String]) -> Result<(), StoreError> {
    let triggers = trigger_names(shared);
    let (waiting, pending) = shared
        .inbox
        .read(move |connection| {
            let waiting = notifications::adapters(connection)?;
            Ok((waiting, deliveries::orphans(connection, &triggers)?))
        })
        .await?;
    for adapter in waiting.iter().filter(|name| !adapters.contains(name)) {
        tracing::warn!(
            adapter,
            "notifications wait for an adapter that is not configured any more"
        );
    }
    for (trigger, deliveries) in pending {
        tracing::warn!(
            trigger,
            deliveries,
            "deliveries wait for an event trigger that is not configured any more"
        );
    }
    Ok(())
}

/// A trigger host that runs.
pub struct Running {
    local_addr: SocketAddr,
    operations_addr: Option<SocketAddr>,
    shutdown_timeout: Duration,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
    servers: JoinSet<()>,
    opened: Opened,
}

impl Running {
    /// Where it listens.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// Where it tells how it goes, if that has an address of its own.
    pub fn operations_addr(&self) -> Option<SocketAddr> {
        self.operations_addr
    }

    /// Stops: accepts nothing more, finishes requests, calls and deliveries
    /// that run, within the time for a shutdown, and closes the inbox. What is
    /// not finished goes on at the next start.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        let finished = tokio::time::timeout(self.shutdown_timeout, async {
            while self.tasks.join_next().await.is_some() {}
        });
        if finished.await.is_err() {
            tracing::warn!(
                "calls or deliveries that still ran were cut; they are made again at the next start"
            );
        }
        self.tasks.shutdown().await;
        // They bound their own time.
        while self.servers.join_next().await.is_some() {}
        self.opened.close().await;
        tracing::info!("the trigger host is down");
    }
}
