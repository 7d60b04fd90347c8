//! Drives the host with the tiny adapter of
//! `uip-testkit`.

mod call_properties;
mod calls;
mod cancelled;
mod dry_run;
mod events;
mod fit;
mod instances;
mod json;
mod known_types;
mod load;
mod meaning;
mod misbehaving;
mod outgoing;
mod properties;
mod typed;
mod wasmtime;
