//! Loads UIP adapters that are WASI components, configures instances of them,
//! calls their commands and takes their events.

mod adapter;
pub mod config;
mod engine;
mod events;
mod instance;
pub mod manifest;
mod outgoing;
mod secrets;
pub mod types;

pub use adapter::{Adapter, CommandShape, LoadError, fit_mistakes};
pub use engine::{Host, HostBuilder, HostError, default_cache_dir};
pub use events::{Event, EventSink, Refusal};
pub use instance::{
    CallError, ExecutionCode, ExecutionFailure, Instance, InstanceBuilder, Response,
};
pub use outgoing::{AllowedHost, AllowedHosts, InvalidAllowedHost};
/// A component's value: what [`Instance::call_values`] takes and gives.
pub use wasmtime::component::Val;
