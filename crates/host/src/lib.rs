//! Runs UIP adapters, to embed in a workflow engine: configures instances of them,
//! calls their commands and takes their events. The command `uip` is made of it.
//!
//! An adapter is a WebAssembly component and its manifest, `adapter.json`. The
//! component's own type is the contract, and this crate reads it when it
//! loads one. It imports `properties` (its configuration), `events` (what it
//! tells the engine) and WASI 0.2, and exports `commands` (what a flow can
//! call). So any adapter of this shape runs here, whatever its package is
//! called.
//!
//! Make one [`Host`] for each process, load each [`Adapter`] once, and configure
//! one [`Instance`] for each account.
//!
//! ```no_run
//! use serde_json::json;
//! use uip_host::{Adapter, Event, Host, Refusal};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! // One for the process: engine, cache of compiled components, HTTP client.
//! let host = Host::new()?;
//! // Component and manifest are checked against each other.
//! let adapter = Adapter::from_files(&host, "adapter.wasm", "adapter.json")?;
//! // One for each account; the properties are checked.
//! let shop = adapter
//!     .configure("shop")
//!     .property("accessKey", "open-sesame")
//!     .events(|event: Event| async move {
//!         // Make it durable before this returns: the adapter counts on it.
//!         println!("{}", event.to_line());
//!         Ok::<(), Refusal>(())
//!     })
//!     .build()?;
//! // The request is checked, too. Calls can run at the same time.
//! let response = shop.call("greet", json!({ "name": "Ada" })).await?;
//! if response.is_success() {
//!     println!("{}", response.json()["text"]);
//! } else if response.is_retryable() {
//!     println!("try again later: {}", response.into_json());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Calls
//! | Method | Request | A command that fails |
//! |---|---|---|
//! | [`Instance::call`] | JSON | is a [`Response`] |
//! | [`Instance::call_raw`] | JSON text, in which a repeated member is a mistake | is a [`Response`] |
//! | [`Instance::call_typed`] | a type that serializes; so is the answer | is an error with its [`Response`] |
//! | [`Instance::dry_run`] | JSON | is a [`Response`]; nothing is sent |
//!
//! Calls may run at the same time. [`FailureKind`] says what a caller can do after a
//! failure.
//!
//! # Cancelling a call
//! Dropping a call's future stops the call where it is. The guest is discarded and
//! nothing is retried, but a request may have left, and nobody learns whether it did:
//! treat it as an unknown outcome. A deadline ([`InstanceBuilder::deadline`]) ends a
//! call with an error that says whether something may have been sent.
//!
//! # JSON
//! Records are objects with fields in camelCase; options that are none are left
//! out. Lists are arrays, and `list<u8>` is base64, in which whitespace is ignored.
//! `list<u8>` takes 40 bytes of memory for each byte, so a file is better a string
//! that holds base64. Enums are their kebab-case words. A variant is an object with
//! one member, or a word if the case carries nothing; blank members next to that
//! one, as forms send them, are ignored. Commands are named in camelCase, events in
//! `snake_case`. [`types`] describes them.
//!
//! # What a component can do
//! It has clocks, random numbers, and outgoing HTTP to the hosts of its
//! properties ([`InstanceBuilder::allowed_hosts`]); no files, sockets,
//! environment or arguments. Its output is logged at the level `TRACE`, without
//! secrets. Its memory and time are bounded, and what it hands over takes no more
//! of the host's memory than it may have of its own
//! ([`HostBuilder::memory_limit`]). When it crashes or is stopped, the error says whether a request had left ([`ExecutionFailure`]), and the
//! next call runs in a new guest.
//!
//! # Outgoing connections
//! Requests go through the proxies that [`HostBuilder::proxies`] is given, and
//! without it directly. Servers are trusted as the system trusts them, or as
//! the files in `SSL_CERT_FILE` and `SSL_CERT_DIR` say;
//! [`HostBuilder::root_certificates`] adds authorities to either list. Where the error code of
//! a request that failed says too little (what a proxy answered, what is wrong
//! with a certificate), the host adds the reason to the `error` of the
//! command's failure.
//!
//! # Guests
//! A guest is a running copy of the component. It serves one call at a time,
//! and is kept for later calls of the same instance, which saves starting it.
//! What a call leaves behind in the component's memory can then be seen by a
//! later call, never by another instance. Where even that is too much,
//! [`InstanceBuilder::fresh_guests`] gives each call a guest of its own.
//!
//! # Features
//! - `wasmtime` (off by default): an engine, additions to the linker, components
//!   that are compiled already and the types of known contracts can be given to a host,
//!   and commands can be called with wasmtime's values. Without it, no type of wasmtime is part of this API.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod adapter;
pub mod config;
mod engine;
mod instance;
mod outgoing;
mod secrets;
pub mod types;

/// wasmtime, in the version whose types this crate's API takes and returns.
#[cfg(feature = "wasmtime")]
pub use ::wasmtime;
/// A component's value: what [`Instance::call_values`] takes and returns, and the
/// type of [`Event::value`].
#[cfg(feature = "wasmtime")]
pub use ::wasmtime::component::Val;
pub use adapter::{Adapter, CommandShape, LoadError, fit_mistakes};
#[cfg(feature = "wasmtime")]
pub use adapter::{EventRecord, KnownTypes};
#[cfg(feature = "wasmtime")]
pub use engine::Guest;
pub use engine::{Host, HostBuilder, HostError, default_cache_dir};
pub use instance::{Instance, InstanceBuilder, Instances, PropertyCheck, TypedCallError};
pub use uip_connect::{
    InvalidCertificates, InvalidProxy, InvalidVariable, Proxies, Proxy, ProxyExceptions,
    RootCertificates,
};
/// The types that adapters and their engines share.
pub use uip_contract as contract;
pub use uip_contract::{
    AdapterInfo, Adapters, AllowedHost, AllowedHosts, CallError, CommandCall, DryRun, Event,
    EventSink, ExecutionCode, ExecutionFailure, FailureKind, InvalidAllowedHost, Manifest,
    OutgoingBody, OutgoingRequest, Refusal, Response, manifest,
};

/// The README, so that its example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
