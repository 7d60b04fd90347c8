//! The trigger host as a whole.

mod generation;
mod housekeeping;
mod reload;
mod running;
mod workers;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use uip_connect::{Proxies, RootCertificates};
use uip_contract::{EventSink, Mistakes};

use crate::clock::Clock;
use crate::config::Config;
use crate::console::{self, Console};
use crate::delivery::Sinks;
use crate::inbox::event_triggers::{self, Operated};
use crate::inbox::{OpenError, Opened, deliveries, notifications};
use crate::processing::Lasting;
use crate::signals::Signal;
use crate::{AdapterInfo, Adapters, StoreError, http_server};
use generation::{Base, Generation};
pub use reload::{ReloadError, Reloaded};
pub use running::Running;
pub(crate) use workers::Ending;
use workers::Workers;

/// How often the host looks for what nobody tells it: retries whose time has
/// come, and what `uip events replay` changed.
const POLL: Duration = Duration::from_secs(1);

/// A trigger host that is not started yet.
pub struct Server {
    config: Config,
    adapters: Arc<dyn Adapters>,
    clock: Clock,
    poll: Duration,
    router: Router,
    proxies: Proxies,
    roots: RootCertificates,
    sinks: Sinks,
    version: &'static str,
}

/// Why a trigger host does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The triggers do not fit the adapters.
    #[error(transparent)]
    Config(#[from] Mistakes),
    /// The inbox cannot be opened.
    #[error(transparent)]
    Inbox(#[from] OpenError),
    /// The inbox cannot be read.
    #[error("inbox.file: {0}")]
    Store(#[from] StoreError),
    /// The address cannot be taken.
    #[error("{0}: cannot listen on {1}: {2}")]
    Listen(&'static str, SocketAddr, std::io::Error),
}

impl Server {
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
            roots: RootCertificates::default(),
            sinks: Sinks::default(),
            version: crate::VERSION,
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

    /// Certificates of authorities that deliveries trust in addition to those
    /// of the system, or of `SSL_CERT_FILE` and `SSL_CERT_DIR`. Default: none.
    #[must_use]
    pub fn root_certificates(mut self, roots: RootCertificates) -> Self {
        self.roots = roots;
        self
    }

    /// Gives the events of triggers with `deliver = "sink:NAME"` to `sink`, which
    /// runs in this process. They come out of the inbox, as those of other
    /// triggers: an event is given again until `sink` takes it, with exponential
    /// backoff, and becomes a dead letter after `giveUp`. `timeoutSeconds`,
    /// `parallel` and the order by customer hold as well.
    ///
    /// A refusal is taken as the sink's own failure, such as HTTP status 503 is:
    /// after several the circuit breaker opens. A sink that will never want an
    /// event takes it and throws it away. An event can come more than once, with
    /// the same id.
    #[must_use]
    pub fn sink(mut self, name: impl Into<String>, sink: impl EventSink + 'static) -> Self {
        self.sinks.add(name.into(), Arc::new(sink));
        self
    }

    /// The version of the program that the server is a part of: the console and
    /// `/openapi.json` show it. Default: this crate's.
    #[must_use]
    pub fn version(mut self, version: &'static str) -> Self {
        self.version = version;
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
    /// As [`Server::start`].
    pub async fn run(self) -> Result<Running, StartError> {
        let config = self.config;
        let infos = self.adapters.adapters();
        config.check_with(&infos, &self.sinks)?;
        let settings = &config.server;
        let (listener, local_addr) = bind("server.listen", settings.listen).await?;
        let for_operations = match settings.operations_listen {
            Some(address) => Some(bind("server.operationsListen", address).await?),
            None => None,
        };
        let operations_addr = for_operations.as_ref().map(|(_, address)| *address);
        let for_console = match &config.console {
            Some(console) => Some(bind("console.listen", console.listen).await?),
            None => None,
        };
        let console_addr = for_console.as_ref().map(|(_, address)| *address);
        let console = Arc::new(Console::new(self.clock.clone(), self.version));

        let stored = Signal::new();
        let on_stored = stored.clone();
        let opened = Opened::open(&config.inbox, self.clock, move |_| on_stored.give())?;
        let operated = configure(&opened, &infos, &config).await?;
        let base = Base {
            lasting: Lasting {
                inbox: opened.inbox.clone(),
                metrics: Arc::default(),
                unclaimed: Arc::default(),
                stored,
                routed: Signal::new(),
                poll: self.poll,
                operated: watch::Sender::new(Arc::new(operated)),
                proxies: self.proxies,
                roots: self.roots,
                sinks: self.sinks,
            },
            clock: opened.clock.clone(),
            router: self.router,
            operations_at: operations_addr.unwrap_or(local_addr),
            operations_apart: operations_addr.is_some(),
            console: Arc::clone(&console),
        };
        let generation = base.generation(&config, self.adapters, &infos);
        if let Err(error) = tell_orphans(&generation).await {
            opened.close().await;
            return Err(error.into());
        }

        let (stop, stopped) = watch::channel(false);
        let mut servers = JoinSet::new();
        let mut serve = |listener, router: Router| {
            let router = watch::Sender::new(router);
            servers.spawn(http_server::serve(
                listener,
                router.subscribe(),
                config.server.clone(),
                Arc::clone(&base.lasting.metrics),
                stopped.clone(),
            ));
            router
        };
        let mut routers = Vec::new();
        if let (Some((listener, _)), Some(router)) = (for_operations, generation.operations) {
            routers.push(serve(listener, router));
        }
        routers.insert(0, serve(listener, generation.public));
        let console_router = match (for_console, generation.console) {
            (Some((listener, _)), Some(router)) => Some(serve(listener, router)),
            _ => None,
        };
        if console_router.is_some() {
            let lasting = base.lasting.clone();
            let metrics = Arc::clone(&lasting.metrics);
            servers.spawn(console::watch(
                Arc::clone(&console),
                lasting,
                stopped.clone(),
            ));
            servers.spawn(console::sample(console, metrics, stopped.clone()));
        }
        let mut workers = Workers::new(stopped.clone());
        workers.replace(&generation.adapters, &generation.shared);
        let shared = watch::Sender::new(generation.shared);
        let housekeeping = tokio::spawn(housekeeping::run(shared.subscribe(), stopped));
        tracing::info!(%local_addr, "the server is listening");
        Ok(Running {
            local_addr,
            operations_addr,
            console_addr,
            console: console_router,
            config,
            base,
            shared,
            routers,
            stop,
            workers,
            housekeeping,
            servers,
            opened,
        })
    }
}

/// Takes the address that a key names, and tells which it is.
pub(crate) async fn bind(
    key: &'static str,
    address: SocketAddr,
) -> Result<(TcpListener, SocketAddr), StartError> {
    let refused = |error| StartError::Listen(key, address, error);
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok((listener, address))
}

/// Writes down for `uip` what is configured, and reads what operators decided.
async fn configure(
    opened: &Opened,
    adapters: &[AdapterInfo],
    config: &Config,
) -> Result<Operated, StoreError> {
    let (adapters, config) = (adapters.to_vec(), config.clone());
    let now = opened.clock.now().uptime;
    let configure = move |connection: &_| {
        event_triggers::configure(
            connection,
            &adapters,
            &config.webhook_triggers,
            &config.event_triggers,
        )?;
        event_triggers::stamp(connection, now)?;
        Operated::read(connection)
    };
    opened.inbox.write(configure).await
}

/// Tells of what is kept for adapters and triggers that are gone.
async fn tell_orphans(generation: &Generation) -> Result<(), StoreError> {
    let triggers = generation.shared.caller.routing.names();
    let (waiting, pending) = generation
        .shared
        .lasting
        .inbox
        .read(move |connection| {
            let waiting = notifications::adapters(connection)?;
            Ok((waiting, deliveries::orphans(connection, &triggers)?))
        })
        .await?;
    let is_gone = |name: &&String| !generation.adapters.contains(name);
    for adapter in waiting.iter().filter(is_gone) {
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
