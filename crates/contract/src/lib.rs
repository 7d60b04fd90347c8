//! What a UIP adapter and its engine agree on, as Rust types: the manifest
//! ([`manifest`]), the events an adapter emits ([`Event`], [`EventSink`]), what
//! its commands answer ([`Response`]) or why they could not ([`CallError`]),
//! what a dry run shows ([`DryRun`]), what a server calls adapters through
//! ([`Adapters`]), and `uip.toml` ([`config`]).
//!
//! A host that runs adapters and a server that calls them both speak these
//! types, so nothing is translated between them. This crate does no I/O except
//! reading the files that a manifest path or a configuration names, and it
//! depends on no engine and no HTTP stack.

mod adapters;
mod call_properties;
pub mod config;
mod dry_run;
mod event;
mod execution;
mod hosts;
mod json;
pub mod manifest;
mod mistake;
mod names;
pub mod place;
mod response;
mod secret;

pub use adapters::{AdapterInfo, Adapters, CommandCall};
pub use call_properties::CallProperties;
pub use dry_run::{DryRun, OutgoingBody, OutgoingRequest};
pub use event::{Event, EventSink, NoSink, Refusal};
pub use execution::{CallError, ExecutionCode, ExecutionFailure};
pub use hosts::{AllowedHost, AllowedHosts, InvalidAllowedHost};
pub use json::{NotRead, read_json};
pub use manifest::Manifest;
pub use mistake::{Mistake, Mistakes};
pub use names::{did_you_mean, enumeration, nearest, suggestion, suggestion_of};
pub use response::{FailureKind, Response};
pub use secret::Secret;
