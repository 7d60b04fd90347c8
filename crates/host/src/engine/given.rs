//! The feature `wasmtime`: what an embedder who has wasmtime already can give a
//! host, and get from it.

use std::sync::Arc;

use wasmtime::Engine;
use wasmtime::component::Linker;

use super::builder::HostBuilder;
use super::guest::Guest;
use super::host::Host;
use crate::adapter::KnownTypes;

impl HostBuilder {
    /// Runs adapters in an engine that the embedder has already. Default: an
    /// engine of the host's own.
    ///
    /// The engine must be made with
    /// [`epoch_interruption`](wasmtime::Config::epoch_interruption) and without
    /// [`consume_fuel`](wasmtime::Config::consume_fuel); [`HostBuilder::build`]
    /// checks both. While calls run, the host increments the engine's epoch every
    /// 10 ms, which the embedder's own stores see too. How instances are
    /// allocated and where compiled code is cached is set in the engine's own
    /// configuration, so [`HostBuilder::cache_dir`] has no effect. The limits on
    /// memory and on guests apply.
    #[must_use]
    pub fn engine(mut self, engine: Engine) -> Self {
        self.engine = Some(engine);
        self
    }

    /// Lets adapters import more than WASI and the interfaces of their contract.
    ///
    /// `extend` is called once, by [`HostBuilder::build`], with a linker that has
    /// WASI 0.2 in it. Without it, a component with such an import is rejected
    /// when it is loaded. What its functions do counts neither as an outgoing
    /// request nor against an allowlist: [`ExecutionFailure::maybe_sent`] does
    /// not know of it.
    ///
    /// [`ExecutionFailure::maybe_sent`]: crate::ExecutionFailure::maybe_sent
    #[must_use]
    pub fn extend_linker(
        mut self,
        extend: impl Fn(&mut Linker<Guest>) -> wasmtime::Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.extend = Some(Arc::new(extend));
        self
    }

    /// Adds the types of contracts, so that calls of their adapters are faster.
    /// Default: none, and every adapter runs all the same.
    #[must_use]
    pub fn known_types(mut self, types: impl IntoIterator<Item = KnownTypes>) -> Self {
        self.known.extend(types);
        self
    }
}

impl Host {
    /// The engine that adapters run in. Components for
    /// [`Adapter::from_component`](crate::Adapter::from_component) are made with
    /// it.
    pub fn engine(&self) -> &Engine {
        self.wasm_engine()
    }
}

impl Guest {
    /// The name of the instance whose call this guest serves.
    pub fn instance_name(&self) -> &str {
        &self.call.adapter
    }
}
