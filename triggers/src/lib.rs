//! A trigger host for UIP adapters.
//!
//! It takes notifications over HTTP, acknowledges each when it is on disk,
//! runs it through an adapter's command, keeps the events that come out, each
//! once, and posts every event to the receivers that wait for it, until they
//! take it.
//!
//! It knows no adapter: [`Adapters`] stands between it and whatever runs them.

mod adapters;
pub mod commands_api;
pub mod config;
mod secret;
pub mod signature;

pub use adapters::{AdapterInfo, Adapters, CallFault, EmittedEvent, EventCollector, Outcome};
pub use secret::Secret;
