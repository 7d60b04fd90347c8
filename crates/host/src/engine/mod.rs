//! The engine that runs components, shared by all adapters of a host.

mod cache;
mod guest;
mod host;
mod limits;
mod output;
mod ticker;

pub use cache::default_cache_dir;
pub use host::{Host, HostBuilder, HostError};

pub(crate) use guest::{CallState, Guest};
pub(crate) use limits::MemoryLimit;
