//! What tests, benchmarks and the demo start: the built component, loaded into the
//! host with a sandbox as its carrier; the command `uip`; a tiny adapter; servers
//! and proxies on loopback.
//!
//! Without any feature only what starts processes is there, without any dependency.
//! `build` adds what builds components and `uip`, `server` the servers on loopback: an
//! adapter's tests need these two. `host` adds the rest.
//!
//! It serves tests, so it panics where it cannot go on.

#![allow(
    clippy::missing_panics_doc,
    reason = "what a test needs and cannot have fails the test"
)]

#[cfg(feature = "build")]
mod build;
#[cfg(feature = "build")]
mod built_adapter;
#[cfg(feature = "host")]
mod components;
pub mod configuration;
pub mod ledger;
#[cfg(feature = "build")]
pub mod measured;
mod process;
#[cfg(feature = "host")]
mod proxy;
#[cfg(feature = "host")]
mod scene;
#[cfg(feature = "server")]
mod server;
#[cfg(feature = "host")]
pub mod tiny;
#[cfg(feature = "host")]
mod tls;

#[cfg(feature = "build")]
pub use build::{adapter, component, uip, workspace};
#[cfg(feature = "build")]
pub use built_adapter::BuiltAdapter;
#[cfg(feature = "host")]
pub use components::composed;
pub use configuration::Configuration;
pub use process::Process;
#[cfg(feature = "host")]
pub use proxy::{CREDENTIALS, proxy_to};
#[cfg(feature = "host")]
pub use scene::{Events, Scene, SceneBuilder};
#[cfg(feature = "server")]
pub use server::{Connection, Request, Server};
#[cfg(feature = "host")]
pub use tls::{Authority, TlsServer, Validity};
