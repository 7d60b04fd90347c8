use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uip_connect::{Proxies, RootCertificates};
use wasmtime::component::Linker;
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

use super::cache;
use super::guest::Guest;
use super::limits::TABLE_ELEMENTS;
use super::ticker::{Ticker, Ticking};
use crate::instance::GuestPool;
use crate::outgoing::HttpClient;

/// Runs adapters: the engine, the cache of compiled components and the HTTP
/// client that all of them share. Cheap to clone.
///
/// Make one for a process, within a tokio runtime.
#[derive(Clone)]
pub struct Host {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    linker: Linker<Guest>,
    client: HttpClient,
    ticker: Ticker,
    memory_limit: usize,
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    pools: Mutex<Vec<Weak<GuestPool>>>,
    warnings: Vec<String>,
}

/// Why a host cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("the engine cannot start: {0}")]
pub struct HostError(String);

/// Settings for a [`Host`].
#[derive(Debug, Clone)]
pub struct HostBuilder {
    cache_dir: Option<PathBuf>,
    memory_limit: usize,
    guests: u32,
    proxies: Proxies,
    roots: RootCertificates,
}

impl Default for HostBuilder {
    fn default() -> Self {
        Self {
            cache_dir: cache::default_cache_dir(),
            memory_limit: 256 << 20,
            guests: 100,
            proxies: Proxies::none(),
            roots: RootCertificates::default(),
        }
    }
}

impl HostBuilder {
    /// Where compiled components are kept. Default:
    /// [`default_cache_dir`](crate::default_cache_dir). What is kept there is
    /// run as machine code: nobody else may write to it.
    #[must_use]
    pub fn cache_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.cache_dir = Some(directory.into());
        self
    }

    /// Compiles every component anew.
    #[must_use]
    pub fn no_cache(mut self) -> Self {
        self.cache_dir = None;
        self
    }

    /// The most memory that one guest may have, in bytes. Default: 256 MiB. An
    /// instance can be given less, not more.
    #[must_use]
    pub fn memory_limit(mut self, bytes: usize) -> Self {
        self.memory_limit = bytes;
        self
    }

    /// How many guests may live at once, over all adapters. A call that finds
    /// no place waits for one. Default: 100.
    #[must_use]
    pub fn guests(mut self, count: u32) -> Self {
        self.guests = count.max(1);
        self
    }

    /// The proxies that requests of adapters go through. Default: none; the
    /// environment is read only when it is asked for, with
    /// [`Proxies::from_env`]. Which hosts an adapter may reach is about the
    /// targets, not about the proxy.
    #[must_use]
    pub fn proxies(mut self, proxies: Proxies) -> Self {
        self.proxies = proxies;
        self
    }

    /// Certificates of authorities that outgoing requests trust in addition to
    /// those of the system, or of `SSL_CERT_FILE` and `SSL_CERT_DIR`. Default:
    /// none.
    #[must_use]
    pub fn root_certificates(mut self, roots: RootCertificates) -> Self {
        self.roots = roots;
        self
    }

    /// Starts the engine.
    ///
    /// # Errors
    /// When the machine gives no room for it, or no thread.
    pub fn build(self) -> Result<Host, HostError> {
        let failed = |error: wasmtime::Error| HostError(format!("{error:#}"));
        let mut warnings = Vec::new();
        let cache = self.cache_dir.as_deref().and_then(|directory| {
            cache::open(directory)
                .map_err(|warning| warnings.push(warning))
                .ok()
        });
        let mut config = Config::new();
        config
            .epoch_interruption(true)
            .cache(cache)
            .allocation_strategy(InstanceAllocationStrategy::Pooling(self.pool()));
        let engine = Engine::new(&config).or_else(|error| {
            // A limit on address space can forbid the pool's reservation.
            warnings.push(format!(
                "no room for a pool of instances, so each is made on demand: {error:#}"
            ));
            config.allocation_strategy(InstanceAllocationStrategy::OnDemand);
            Engine::new(&config)
        });
        let engine = engine.map_err(failed)?;
        let mut linker = Linker::new(&engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker).map_err(failed)?;
        wasmtime_wasi_http::p2::add_only_http_to_linker_async(&mut linker).map_err(failed)?;
        let ticker = Ticker::start(&engine).map_err(|error| HostError(error.to_string()))?;
        for warning in &warnings {
            tracing::warn!("{warning}");
        }
        Ok(Host {
            inner: Arc::new(Inner {
                engine,
                linker,
                client: HttpClient::new(self.proxies, self.roots),
                ticker,
                memory_limit: self.memory_limit,
                places: Arc::new(Semaphore::new(self.guests as usize)),
                waiting: AtomicUsize::new(0),
                pools: Mutex::default(),
                warnings,
            }),
        })
    }

    /// A component is several core modules: the adapter and what joins it to
    /// WASI; a composed one is more. The sizes only reserve address space.
    fn pool(&self) -> PoolingAllocationConfig {
        const MODULES: u32 = 16;
        const MEMORIES: u32 = 4;
        const KEPT_OF_TABLE: usize = 16 << 10;
        const KEPT_OF_MEMORY: usize = 1 << 20;
        let mut pool = PoolingAllocationConfig::new();
        pool.total_component_instances(self.guests)
            .total_core_instances(self.guests.saturating_mul(MODULES))
            .max_core_instances_per_component(MODULES * 4)
            .total_memories(self.guests.saturating_mul(MEMORIES))
            .max_memories_per_component(MEMORIES * 4)
            .total_tables(self.guests.saturating_mul(MODULES))
            .max_tables_per_component(MODULES * 4)
            .total_stacks(self.guests)
            .table_elements(TABLE_ELEMENTS)
            .max_memory_size(self.memory_limit)
            .table_keep_resident(KEPT_OF_TABLE);
        // What a guest has written is wiped for the next one. Where the system
        // tells which pages those are, wiping them is cheaper than giving them
        // back and taking new ones.
        if PoolingAllocationConfig::is_pagemap_scan_available() {
            pool.pagemap_scan(Enabled::Yes)
                .linear_memory_keep_resident(KEPT_OF_MEMORY);
        }
        pool
    }
}

impl Host {
    /// A host with the default settings.
    ///
    /// # Errors
    /// As [`HostBuilder::build`].
    pub fn new() -> Result<Self, HostError> {
        Self::builder().build()
    }

    /// Settings for a host.
    pub fn builder() -> HostBuilder {
        HostBuilder::default()
    }

    /// What the host has to do without: sentences for the operator, usually
    /// none.
    pub fn warnings(&self) -> &[String] {
        &self.inner.warnings
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// A copy of the linker that has WASI in it.
    pub(crate) fn linker(&self) -> Linker<Guest> {
        self.inner.linker.clone()
    }

    pub(crate) fn client(&self) -> &HttpClient {
        &self.inner.client
    }

    pub(crate) fn memory_limit(&self) -> usize {
        self.inner.memory_limit
    }

    pub(crate) fn tick(&self) -> Ticking {
        self.inner.ticker.tick()
    }

    /// Makes a pool's idle guests known, so that they can make room.
    pub(crate) fn register(&self, pool: &Arc<GuestPool>) {
        let mut pools = self
            .inner
            .pools
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        pools.retain(|pool| pool.strong_count() > 0);
        pools.push(Arc::downgrade(pool));
    }

    /// A place for one more guest. When all are taken, idle guests go first.
    pub(crate) async fn place(&self) -> Option<OwnedSemaphorePermit> {
        let places = Arc::clone(&self.inner.places);
        if let Ok(place) = Arc::clone(&places).try_acquire_owned() {
            return Some(place);
        }
        let _waiting = Waiting::new(&self.inner.waiting);
        let pools = self
            .inner
            .pools
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        for pool in pools.iter().filter_map(Weak::upgrade) {
            pool.forget_idle();
        }
        places.acquire_owned().await.ok()
    }

    /// Whether a call waits for a place, so that no guest should stay idle.
    pub(crate) fn is_crowded(&self) -> bool {
        self.inner.waiting.load(Ordering::Acquire) > 0
    }
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Host")
            .field("memory_limit", &self.inner.memory_limit)
            .finish_non_exhaustive()
    }
}

/// Counts a waiting call, also when it is given up.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::AcqRel);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
