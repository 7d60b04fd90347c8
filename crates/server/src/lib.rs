//! A trigger server for UIP adapters, to run in a process of one's own. `uip serve`
//! is made of it.
//!
//! It takes notifications over HTTP, acknowledges each when it is on disk, runs it
//! through an adapter's command, keeps the events that come out, each once, and
//! delivers every event until its receiver takes it: over HTTP, to a broker, or to a
//! sink in the same process ([`Server::sink`]).
//!
//! It knows no adapter and no engine: whatever runs the adapters implements
//! [`Adapters`]. `uip_host::Instances` does, for adapters that are components.
//!
//! ```no_run
//! use std::path::Path;
//! use std::sync::Arc;
//!
//! use uip_server::config::{Config, Sources};
//! use uip_server::contract::{Event, Refusal};
//! use uip_server::{Adapters, Server};
//!
//! # async fn example(adapters: Arc<dyn Adapters>) -> Result<(), Box<dyn std::error::Error>> {
//! let text = std::fs::read_to_string("triggers.toml")?;
//! let config = Config::from_toml(&text, &Sources::process(Path::new(".")))?;
//! let running = Server::new(config, adapters)
//!     // For event triggers with `deliver = "sink:crm"`.
//!     .sink("crm", |event: Event| async move {
//!         println!("{}", event.to_line());
//!         Ok::<(), Refusal>(())
//!     })
//!     .run()
//!     .await?;
//! println!("listening on http://{}", running.local_addr());
//! tokio::signal::ctrl_c().await?;
//! // Finishes what runs; the rest goes on at the next start.
//! running.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Parts
//! - [`config`]: the triggers, the inbox and the HTTP server, as `uip.toml` has them.
//! - [`Server`]: starts it; [`Running`] reloads and stops it.
//! - [`operations`]: lists, retries and replays what an inbox holds.
//! - [`commands_api`]: the adapters' commands over HTTP, as a router of its own.
//! - The console, a web page for operators and designers: `[console]` in [`config`].
//! - [`listen`]: webhook triggers without an inbox, to try things out.

mod app;
mod backoff;
mod batches;
#[doc(hidden)]
pub mod bench;
mod clock;
pub mod commands_api;
pub mod config;
mod console;
mod delivery;
mod escape;
mod guard;
mod http_server;
mod inbox;
mod json_text;
mod listen;
mod metrics;
pub mod operations;
mod ownership;
mod processing;
mod recent;
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
pub use uip_contract::{AdapterInfo, Adapters, CommandCall, Secret};

/// The version of this crate, which is shown where an embedder names none.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The README, so that its example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
