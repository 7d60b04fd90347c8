use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wasmtime::Engine;
use wasmtime::component::Linker;

use super::builder::{HostBuilder, HostError};
use super::guest::Guest;
use super::ticker::{Ticker, Ticking};
use crate::adapter::KnownTypes;
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
    known: Vec<KnownTypes>,
    is_extended: bool,
    client: HttpClient,
    ticker: Ticker,
    memory_limit: usize,
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    pools: Mutex<Vec<Weak<GuestPool>>>,
    warnings: Vec<String>,
}

/// What a host is made of.
pub(super) struct Parts {
    pub(super) engine: Engine,
    pub(super) linker: Linker<Guest>,
    pub(super) known: Vec<KnownTypes>,
    /// Whether the linker has more than WASI in it.
    pub(super) is_extended: bool,
    pub(super) client: HttpClient,
    pub(super) ticker: Ticker,
    pub(super) memory_limit: usize,
    pub(super) guests: u32,
    pub(super) warnings: Vec<String>,
}

impl Host {
    pub(super) fn of(parts: Parts) -> Self {
        Self {
            inner: Arc::new(Inner {
                engine: parts.engine,
                linker: parts.linker,
                known: parts.known,
                is_extended: parts.is_extended,
                client: parts.client,
                ticker: parts.ticker,
                memory_limit: parts.memory_limit,
                places: Arc::new(Semaphore::new(parts.guests as usize)),
                waiting: AtomicUsize::new(0),
                pools: Mutex::default(),
                warnings: parts.warnings,
            }),
        }
    }

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

    /// Prepares for the first outgoing request in the background, by reading the
    /// certificates that are trusted. It takes a few milliseconds, which the first
    /// request would wait otherwise. A process that loads an adapter for one call does
    /// it while that is loaded: [`load_to_call`](crate::config::AdapterConfig::load_to_call).
    pub fn prepare_requests(&self) {
        self.inner.client.make_early();
    }

    pub(crate) fn wasm_engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// A copy of the linker that has WASI in it.
    pub(crate) fn linker(&self) -> Linker<Guest> {
        self.inner.linker.clone()
    }

    /// The types of contracts that were known when the host was compiled.
    pub(crate) fn known_types(&self) -> &[KnownTypes] {
        &self.inner.known
    }

    /// Whether the linker may have interfaces that are neither WASI nor the
    /// adapter's own.
    pub(crate) fn is_extended(&self) -> bool {
        self.inner.is_extended
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
