//! A trigger host for UIP adapters.
//!
//! It takes notifications over HTTP, acknowledges each when it is on disk,
//! runs it through an adapter's command, keeps the events that come out, each
//! once, and posts every event to the receivers that wait for it, until they
//! take it.
//!
//! It knows no adapter and no engine: whatever runs the adapters implements
//! [`Adapters`].

mod app;
mod backoff;
#[doc(hidden)]
pub mod bench;
mod clock;
pub mod commands_api;
pub mod config;
mod delivery;
mod guard;
mod http_server;
mod inbox;
mod listen;
mod metrics;
pub mod operations;
mod ownership;
mod processing;
mod routing;
mod signals;
pub mod signature;
mod throttle;

pub use app::{ReloadError, Reloaded, Running, Server, StartError};
pub use clock::{Clock, Millis};
pub use inbox::deliveries::DeadCause;
pub use inbox::event_triggers::CircuitState;
pub use inbox::events::Replay;
pub use inbox::{OpenError, StoreError};
pub use listen::{Listening, listen};
pub use uip_connect::{InvalidCertificates, Proxies, RootCertificates};
/// The types that adapters and their engines share.
pub use uip_contract as contract;
pub use uip_contract::{AdapterInfo, Adapters, Secret};
