//! WhatsApp for workflow engines: the adapter component.
//!
//! What an engine sees is described in `wit/`; [`commands`] carries it out.

pub mod bindings;
mod clock;
pub mod cloud_api;
pub mod commands;
pub mod configuration;
mod encoding;
#[cfg(target_family = "wasm")]
mod exports;
pub mod failure;
pub mod json;
pub mod transport;
pub mod webhook;
