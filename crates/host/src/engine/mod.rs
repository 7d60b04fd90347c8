//! The engine that runs components, shared by all adapters of a host.

mod builder;
mod cache;
#[cfg(feature = "wasmtime")]
mod given;
mod guest;
mod host;
mod limits;
mod output;
mod ticker;

pub use builder::{HostBuilder, HostError};
pub use cache::default_cache_dir;
pub use guest::Guest;
pub use host::Host;

pub(crate) use guest::{CallState, Properties};
pub(crate) use limits::MemoryLimit;
