//! A configured adapter: its properties, the hosts it may reach, who takes its
//! events; and the calls of its commands.

mod builder;
mod call;
mod check;
mod dry_run;
mod given;
mod pool;
mod response;
mod set;
mod typed;
#[cfg(feature = "wasmtime")]
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use serde_json::value::RawValue;
use tokio::time::Instant;
use uip_contract::{AllowedHosts, CallError, EventSink, Response, read_json};

use crate::adapter::{Adapter, CommandType};
use crate::engine::Properties;
use crate::outgoing::{Door, SentLog};
use crate::secrets::Secrets;
use builder::Given;
use call::Call;

pub use builder::InstanceBuilder;
pub use check::PropertyCheck;
pub use set::Instances;
pub use typed::TypedCallError;

pub(crate) use pool::GuestPool;

/// A configured adapter. Cheap to clone; calls may run at the same time.
///
/// Each call has a guest of its own while it runs. Guests are kept for the
/// next call, which then costs no start; see [`InstanceBuilder::fresh_guests`]
/// for what that means.
#[derive(Clone)]
pub struct Instance {
    inner: Arc<Inner>,
}

struct Inner {
    adapter: Adapter,
    name: Arc<str>,
    /// What was given, for instances with other values of some properties.
    given: Vec<(String, Given)>,
    properties: Arc<Properties>,
    /// The properties that callers of a server may give values of.
    per_call: BTreeSet<String>,
    secrets: Secrets,
    event_values: BTreeMap<String, String>,
    /// The properties that have a value; without it, if it is secret.
    configured: BTreeMap<String, Option<Value>>,
    allowed: Arc<AllowedHosts>,
    sink: Arc<dyn EventSink>,
    deadline: Duration,
    memory_limit: usize,
    fresh_guests: bool,
    pool: Arc<GuestPool>,
    peak: AtomicUsize,
}

impl Instance {
    /// The instance's name.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// The adapter that it is an instance of.
    pub fn adapter(&self) -> &Adapter {
        &self.inner.adapter
    }

    /// Where its requests may go.
    pub fn allowed_hosts(&self) -> &AllowedHosts {
        &self.inner.allowed
    }

    /// The values of those properties that events carry: see
    /// [`crate::manifest::Property::event_paths`]. None of them is a secret or
    /// blank.
    pub fn event_values(&self) -> &BTreeMap<String, String> {
        &self.inner.event_values
    }

    /// The properties that callers of a server may give values of, for one call
    /// each: see [`InstanceBuilder::call_properties`].
    pub fn call_properties(&self) -> &BTreeSet<String> {
        &self.inner.per_call
    }

    /// The most memory, in bytes, that a guest of this instance has held at the
    /// end of a call.
    pub fn peak_memory(&self) -> usize {
        self.inner.peak.load(Ordering::Relaxed)
    }

    /// Calls a command with a JSON object as its request.
    ///
    /// What the types state is checked before the component runs. The limits
    /// that the manifest states of a request are for people and forms: the
    /// component checks them, and answers the same in every engine.
    ///
    /// # Errors
    /// When the command is unknown, the request is wrong, or the component
    /// could not answer. A command that fails by its own account is a
    /// [`Response`].
    ///
    /// # Cancel safety
    /// Dropping the future stops the call where it is. Nothing is retried, the
    /// guest is discarded, and its permit is free for the next call. But a call
    /// that is dropped has no result, so nobody learns whether its request had
    /// left: treat it as an unknown outcome, since calling again may send twice.
    /// To bound a call's time, set a deadline ([`InstanceBuilder::deadline`]),
    /// whose error says whether something may have been sent; to stop waiting for
    /// a call, run it in a task of its own.
    ///
    /// If the sink was taking an event, its future is dropped too. The adapter
    /// emits that event again, with the same id, when the command is called again.
    pub async fn call(&self, command: &str, request: Value) -> Result<Response, CallError> {
        let sink = Arc::clone(&self.inner.sink);
        self.call_with_events(command, request, sink).await
    }

    /// As [`Instance::call`], with a sink for the events of this call alone,
    /// in place of the instance's own. It is dropped when the call is over.
    ///
    /// # Errors
    /// As [`Instance::call`].
    ///
    /// # Cancel safety
    /// As [`Instance::call`].
    pub async fn call_with_events(
        &self,
        command: &str,
        request: Value,
        events: Arc<dyn EventSink>,
    ) -> Result<Response, CallError> {
        let door = Door::Open(SentLog::default());
        self.call_through(command, request, events, door).await
    }

    async fn call_through(
        &self,
        command: &str,
        request: Value,
        events: Arc<dyn EventSink>,
        door: Door,
    ) -> Result<Response, CallError> {
        let (function, ty) = self.command(command)?;
        let asked = Instant::now();
        let manifest = self.inner.adapter.manifest().command(command);
        let limits = |path: &str| {
            let row = manifest?.request.iter().find(|row| row.name == path)?;
            Some(&row.limits)
        };
        let request = ty.request.to_value(request, &limits);
        let call = Call {
            function,
            request: request.map_err(|mistakes| {
                CallError::InvalidRequest(self.inner.secrets.scrub_mistakes(mistakes))
            })?,
            events,
            door,
            asked,
        };
        let returned = self.run(call).await?;
        Ok(response::response(ty, returned, &self.inner.secrets))
    }

    /// Calls a command with a request in JSON text. A member that an object in
    /// it has twice is a mistake.
    ///
    /// # Errors
    /// As [`Instance::call`].
    ///
    /// # Cancel safety
    /// As [`Instance::call`].
    pub async fn call_raw(&self, command: &str, request: &RawValue) -> Result<Response, CallError> {
        let request = read_json(request.get().as_bytes())
            .map_err(|not_read| CallError::InvalidRequest(not_read.into()))?;
        self.call(command, request).await
    }

    fn command(&self, name: &str) -> Result<(usize, &CommandType), CallError> {
        self.inner
            .adapter
            .command_type(name)
            .ok_or_else(|| CallError::UnknownCommand {
                command: name.to_owned(),
                hint: uip_contract::did_you_mean(name, self.inner.adapter.command_names()),
            })
    }
}

/// Shows no property.
impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Instance")
            .field("name", &self.inner.name)
            .field("adapter", &self.inner.adapter)
            .field("allowed", &self.inner.allowed)
            .finish_non_exhaustive()
    }
}
