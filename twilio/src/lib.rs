//! WhatsApp by way of Twilio, for workflow engines: the adapter component.
//!
//! What an engine sees is described in `wit/`; [`commands`] carries it out.

pub mod bindings;
pub mod commands;
pub mod configuration;
#[cfg(test)]
mod corpus;
#[cfg(target_family = "wasm")]
mod exports;
pub mod twilio_api;
pub mod webhook;
