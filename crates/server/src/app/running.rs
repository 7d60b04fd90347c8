use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::generation::Base;
use super::reload::{ReloadError, Reloaded, keep_fixed};
use super::workers::Workers;
use super::{configure, tell_orphans};
use crate::Adapters;
use crate::config::Config;
use crate::console::Change;
use crate::inbox::Opened;
use crate::processing::Shared;

/// A trigger host that runs. Dropped without a [`shutdown`](Self::shutdown), it stops at
/// once, and what it did goes on at the next start.
pub struct Running {
    pub(super) local_addr: SocketAddr,
    pub(super) operations_addr: Option<SocketAddr>,
    pub(super) console_addr: Option<SocketAddr>,
    /// What the console serves, if there is one.
    pub(super) console: Option<watch::Sender<Router>>,
    /// What is in effect.
    pub(super) config: Config,
    pub(super) base: Base,
    pub(super) shared: watch::Sender<Arc<Shared>>,
    /// What is served: at `listen`, and perhaps at `operationsListen`.
    pub(super) routers: Vec<watch::Sender<Router>>,
    pub(super) stop: watch::Sender<bool>,
    pub(super) workers: Workers,
    pub(super) housekeeping: JoinHandle<()>,
    pub(super) servers: JoinSet<()>,
    pub(super) opened: Opened,
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

    /// Where the console is, if there is one.
    pub fn console_addr(&self) -> Option<SocketAddr> {
        self.console_addr
    }

    /// Takes over another configuration and other adapters. Requests, calls and
    /// deliveries that run are finished with the ones that they began with. For
    /// each adapter and each event trigger what comes next waits for that, so
    /// that nothing is done twice at once. Connections stay open.
    ///
    /// Settings that cannot change while it runs keep their values, and are
    /// named in the result.
    ///
    /// # Errors
    /// When the triggers do not fit the adapters, or the inbox cannot be
    /// written. Then nothing changes.
    pub async fn reload(
        &mut self,
        mut config: Config,
        adapters: Arc<dyn Adapters>,
    ) -> Result<Reloaded, ReloadError> {
        let infos = adapters.adapters();
        config.check_with(&infos, &self.base.lasting.sinks)?;
        let needs_restart = keep_fixed(&mut config, &self.config);
        let operated = configure(&self.opened, &infos, &config).await?;
        self.base.lasting.operated.send_replace(Arc::new(operated));
        let generation = self.base.generation(&config, adapters, &infos);
        self.shared.send_replace(Arc::clone(&generation.shared));
        self.workers
            .replace(&generation.adapters, &generation.shared);
        let routers =
            std::iter::once(generation.public.clone()).chain(generation.operations.clone());
        for (served, router) in self.routers.iter().zip(routers) {
            drop(served.send_replace(router));
        }
        if let (Some(served), Some(router)) = (&self.console, generation.console.clone()) {
            drop(served.send_replace(router));
            self.base.console.bell.ring(Change::Configuration);
        }
        self.config = config;
        if let Err(error) = tell_orphans(&generation).await {
            tracing::warn!(%error, "cannot tell what waits for adapters and triggers that are gone");
        }
        Ok(Reloaded { needs_restart })
    }

    /// Stops: accepts nothing more, finishes requests, calls and deliveries
    /// that run, within the time for a shutdown, and closes the inbox. What is
    /// not finished goes on at the next start.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        let shutdown_timeout = self.config.server.shutdown_timeout;
        let finished = tokio::time::timeout(shutdown_timeout, async {
            self.workers.finish().await;
            // It ended by itself, or crashed.
            let _ = (&mut self.housekeeping).await;
        });
        if finished.await.is_err() {
            tracing::warn!(
                "calls or deliveries that still ran, or whose results were not recorded yet, were cut; they are made again at the next start"
            );
        }
        self.workers.cut().await;
        self.housekeeping.abort();
        // They bound their own time.
        while self.servers.join_next().await.is_some() {}
        self.opened.close().await;
        tracing::info!("the trigger host is down");
    }
}
