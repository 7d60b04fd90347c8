use std::path::PathBuf;
use std::sync::Arc;

use uip_connect::{Proxies, RootCertificates};
use wasmtime::component::Linker;
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

use super::cache;
use super::guest::Guest;
use super::host::{Host, Parts};
use super::limits::TABLE_ELEMENTS;
use super::ticker::Ticker;
use crate::adapter::KnownTypes;
use crate::outgoing::HttpClient;

/// Why a host cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("the engine cannot start: {0}")]
pub struct HostError(String);

/// Settings for a [`Host`].
#[derive(Clone)]
pub struct HostBuilder {
    cache_dir: Option<PathBuf>,
    memory_limit: usize,
    guests: u32,
    proxies: Proxies,
    roots: RootCertificates,
    /// An engine of the embedder's, in place of one of the host's own.
    pub(super) engine: Option<Engine>,
    /// Adds to the linker what is neither WASI nor an adapter's own.
    pub(super) extend: Option<Arc<Extend>>,
    /// The types of contracts that are known.
    pub(super) known: Vec<KnownTypes>,
}

/// Adds interfaces to a host's linker.
pub(super) type Extend = dyn Fn(&mut Linker<Guest>) -> wasmtime::Result<()> + Send + Sync;

impl Default for HostBuilder {
    fn default() -> Self {
        Self {
            cache_dir: cache::default_cache_dir(),
            memory_limit: 256 << 20,
            guests: 100,
            proxies: Proxies::none(),
            roots: RootCertificates::default(),
            engine: None,
            extend: None,
            known: Vec::new(),
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
    /// If the machine has no memory for it, or no thread; or if an engine or a
    /// linker's extension that was given cannot be used.
    pub fn build(self) -> Result<Host, HostError> {
        let failed = |error: wasmtime::Error| HostError(format!("{error:#}"));
        let mut warnings = Vec::new();
        let engine = match &self.engine {
            Some(engine) => usable(engine)?.clone(),
            None => self.start_engine(&mut warnings).map_err(failed)?,
        };
        let mut linker = Linker::new(&engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker).map_err(failed)?;
        wasmtime_wasi_http::p2::add_only_http_to_linker_async(&mut linker).map_err(failed)?;
        if let Some(extend) = &self.extend {
            extend(&mut linker).map_err(failed)?;
        }
        let ticker = Ticker::start(&engine).map_err(|error| HostError(error.to_string()))?;
        for warning in &warnings {
            tracing::warn!("{warning}");
        }
        Ok(Host::of(Parts {
            engine,
            linker,
            known: self.known,
            is_extended: self.extend.is_some(),
            client: HttpClient::new(self.proxies, self.roots),
            ticker,
            memory_limit: self.memory_limit,
            guests: self.guests,
            warnings,
        }))
    }

    fn start_engine(&self, warnings: &mut Vec<String>) -> wasmtime::Result<Engine> {
        let cache = self.cache_dir.as_deref().and_then(|directory| {
            cache::open(directory)
                .map_err(|warning| warnings.push(warning))
                .ok()
        });
        let mut config = Config::new();
        config
            .epoch_interruption(true)
            .cache(cache)
            // What only backtraces of guests would need. Without it, a compiled
            // component is smaller and loads faster.
            .wasm_backtrace_max_frames(None)
            .generate_address_map(false)
            .native_unwind_info(cfg!(windows))
            .allocation_strategy(InstanceAllocationStrategy::Pooling(self.pool()));
        Engine::new(&config).or_else(|error| {
            // A limit on address space can forbid the pool's reservation.
            warnings.push(format!(
                "no room for a pool of instances, so each is made on demand: {error:#}"
            ));
            config.allocation_strategy(InstanceAllocationStrategy::OnDemand);
            Engine::new(&config)
        })
    }

    /// A component is several core modules: the adapter and what joins it to
    /// WASI; a composed one is more. The sizes only reserve address space.
    fn pool(&self) -> PoolingAllocationConfig {
        const MODULES: u32 = 16;
        const MEMORIES: u32 = 4;
        // One component may have this many times as much, alone in a small pool too.
        const MOST: u32 = 4;
        const KEPT_OF_TABLE: usize = 16 << 10;
        const KEPT_OF_MEMORY: usize = 16 << 20;
        let total = |each: u32| self.guests.max(MOST).saturating_mul(each);
        let mut pool = PoolingAllocationConfig::new();
        pool.total_component_instances(self.guests)
            .total_core_instances(total(MODULES))
            .max_core_instances_per_component(MODULES * MOST)
            .total_memories(total(MEMORIES))
            .max_memories_per_component(MEMORIES * MOST)
            .total_tables(total(MODULES))
            .max_tables_per_component(MODULES * MOST)
            .total_stacks(self.guests)
            .table_elements(TABLE_ELEMENTS)
            .max_memory_size(self.memory_limit)
            .table_keep_resident(KEPT_OF_TABLE);
        // What a guest has written is wiped for the next one. Where the system
        // tells which pages those are, wiping them is cheaper than giving them
        // back and taking new ones: for a thousand messages, a third of the time.
        if PoolingAllocationConfig::is_pagemap_scan_available() {
            pool.pagemap_scan(Enabled::Yes)
                .linear_memory_keep_resident(KEPT_OF_MEMORY);
        }
        pool
    }
}

/// An engine of the embedder's, if guests can be stopped in it.
fn usable(engine: &Engine) -> Result<&Engine, HostError> {
    if !engine.get_epoch_interruption() {
        return Err(HostError(
            "it has no epoch interruption, so no deadline could stop a guest; make it with `Config::epoch_interruption(true)`".to_owned(),
        ));
    }
    if engine.get_consume_fuel() {
        return Err(HostError(
            "it counts fuel, and guests get none; make it without `Config::consume_fuel`"
                .to_owned(),
        ));
    }
    Ok(engine)
}

impl std::fmt::Debug for HostBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HostBuilder")
            .field("cache_dir", &self.cache_dir)
            .field("memory_limit", &self.memory_limit)
            .field("guests", &self.guests)
            .field("proxies", &self.proxies)
            .field("roots", &self.roots)
            .finish_non_exhaustive()
    }
}
