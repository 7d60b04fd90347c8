//! Helpdesk for workflow engines: the adapter component.
//!
//! What an engine sees is described in `wit/`; [`commands`] carries it out.

pub mod bindings;
mod client;
pub mod commands;
pub mod configuration;
#[cfg(target_family = "wasm")]
mod exports;
pub mod ticket;
pub mod webhook;
