//! WhatsApp for workflow engines: the adapter component.
//!
//! What an engine sees is described in `wit/`; [`commands`] carries it out.

pub mod bindings;
pub mod cloud_api;
pub mod commands;
pub mod configuration;
#[cfg(target_family = "wasm")]
mod exports;
pub mod webhook;
