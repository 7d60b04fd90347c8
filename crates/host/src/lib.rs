//! Loads UIP adapters, configures instances of them, calls their commands and
//! takes their events. To embed in a workflow engine; the command `uip` is
//! made of it.
//!
//! An adapter is a WebAssembly component and its manifest, `adapter.json`. The
//! component's own type is the contract, and this crate reads it when it
//! loads one. It imports `properties` (its configuration), `events` (what it
//! tells the engine) and WASI 0.2, and exports `commands` (what a flow can ask
//! of it). So any adapter of this shape runs here, whatever its package is
//! called.
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
//! # JSON
//! Records are objects, their fields in camelCase; options that are none are
//! left out; lists are arrays, `list<u8>` is base64, in which white space is
//! ignored, and takes 40 bytes of memory for each byte, so a file is better a
//! string that holds base64; enums are their kebab-case
//! words; a variant is an object with one member, or a word where the case
//! carries nothing; members left blank beside that one, as forms send them, are
//! passed over. Commands are named in camelCase, events in `snake_case`.
//! [`types`] has the conversions, for those who call with component values:
//! [`Instance::call_values`]. Types that `wasmtime::component::bindgen!`
//! generates have no way to a dynamic call; serde types go by way of JSON.
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
pub use adapter::{Adapter, CommandShape, LoadError, fit_mistakes};
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
    AdapterInfo, Adapters, AllowedHost, AllowedHosts, CallError, DryRun, Event, EventSink, ExecutionCode,
    ExecutionFailure, FailureKind, InvalidAllowedHost, Manifest, OutgoingBody, OutgoingRequest,
    Refusal, Response, manifest,
};
/// A component's value: what [`Instance::call_values`] takes and returns, and the
/// type of [`Event::value`].
#[cfg(feature = "wasmtime")]
pub use ::wasmtime::component::Val;
