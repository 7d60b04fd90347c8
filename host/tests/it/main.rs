//! Drives the host, and the `uip` command, with the adapter in
//! `tests/adapters/tiny`.

mod calls;
mod events;
mod misbehaving;
mod support;
