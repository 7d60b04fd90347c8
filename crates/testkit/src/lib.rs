//! What tests, benchmarks and the demo start: the built component, loaded into the
//! host with a sandbox as its carrier; the command `uip`; a tiny adapter; servers
//! and proxies on loopback.
//!
//! Without the feature `host` only what starts processes is there, without any
//! dependency.
//!
//! It serves tests, so it panics where it cannot go on.

#![allow(
    clippy::missing_panics_doc,
    reason = "what a test needs and cannot have fails the test"
)]

#[cfg(feature = "host")]
mod build;
#[cfg(feature = "host")]
mod components;
pub mod configuration;
mod process;
#[cfg(feature = "host")]
mod proxy;
#[cfg(feature = "host")]
mod scene;
#[cfg(feature = "host")]
mod server;
#[cfg(feature = "host")]
pub mod tiny;
#[cfg(feature = "host")]
mod tls;

#[cfg(feature = "host")]
pub use build::{component, uip, workspace};
#[cfg(feature = "host")]
pub use components::composed;
pub use configuration::Configuration;
pub use process::Process;
#[cfg(feature = "host")]
pub use proxy::{CREDENTIALS, proxy_to};
#[cfg(feature = "host")]
pub use scene::{Events, Scene, SceneBuilder};
#[cfg(feature = "host")]
pub use server::{Connection, Request, Server};
#[cfg(feature = "host")]
pub use tls::{Authority, TlsServer, Validity};
