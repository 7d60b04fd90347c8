//! Drives the host, and the `uip` command, with the adapter in
//! `tests/adapters/tiny`.

mod calls;
mod cli;
mod dry_run;
mod events;
mod fit;
mod json;
mod load;
mod meaning;
mod misbehaving;
mod outgoing;
mod properties;
mod support;
