//! What tests and benchmarks start: the built component, loaded into the host
//! with a sandbox as its carrier; the command `uip`; a tiny adapter; servers
//! and proxies on loopback.
//!
//! It serves tests, so it panics where it cannot go on.

#![allow(
    clippy::missing_panics_doc,
    reason = "what a test needs and cannot have fails the test"
)]

mod build;
mod components;
mod proxy;
mod scene;
mod server;
pub mod tiny;
mod tls;

pub use build::{component, uip, workspace};
pub use components::composed;
pub use proxy::{CREDENTIALS, proxy_to};
pub use scene::{Events, Scene, SceneBuilder};
pub use server::{Connection, Request, Server};
pub use tls::{Authority, TlsServer, Validity};

/// `README.md`, so that its example compiles.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
