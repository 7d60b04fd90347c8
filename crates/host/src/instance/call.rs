use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::time::Instant;
use uip_contract::{CallError, EventSink, ExecutionCode, ExecutionFailure};
use wasmtime::component::Val;
use wasmtime::{Store, Trap};
use wasmtime_wasi::I32Exit;

use super::Instance;
use super::pool::LiveGuest;
use crate::adapter::Imports;
use crate::engine::{CallState, Guest, MemoryLimit};
use crate::outgoing::{Door, OutgoingHook, SentLog};

/// A call that can begin.
pub(super) struct Call {
    /// Where the command's function is among those of the adapter.
    pub(super) function: usize,
    pub(super) request: Val,
    pub(super) events: Arc<dyn EventSink>,
    pub(super) door: Door,
    /// When the call was asked for: waiting counts.
    pub(super) asked: Instant,
}

/// What a command returned.
pub(super) struct Returned {
    pub(super) result: Result<Val, Val>,
    /// Why the last request that was sent failed, if that is known.
    pub(super) reason: Option<String>,
}

impl Instance {
    /// Runs a command's function to its end, or to the deadline.
    pub(super) async fn run(&self, call: Call) -> Result<Returned, CallError> {
        let sent = match &call.door {
            Door::Open(sent) => sent.clone(),
            Door::Shut(_) => SentLog::default(),
        };
        let host = self.inner.adapter.host();
        let deadline = self.inner.deadline;
        let left = deadline.saturating_sub(call.asked.elapsed());
        let ticking = host.tick();
        let work = self.run_in_guest(call);
        let outcome = match tokio::time::timeout(left, work).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Stopped {
                code: ExecutionCode::DeadlineExceeded,
                what: format!("the adapter took longer than {deadline:?} and was stopped"),
            }),
        };
        drop(ticking);
        match outcome {
            Ok(result) => Ok(Returned {
                result,
                reason: sent.reason(),
            }),
            Err(stopped) => Err(self.stopped(&stopped, sent.maybe_sent())),
        }
    }

    /// Says why a call has no result.
    pub(super) fn stopped(&self, stopped: &Stopped, maybe_sent: bool) -> CallError {
        let what = self.inner.secrets.scrub(&stopped.what);
        let failure = ExecutionFailure::new(stopped.code, maybe_sent, what);
        tracing::warn!(adapter = %self.inner.name, code = failure.code.word(), "{failure}");
        CallError::Execution(failure)
    }

    async fn run_in_guest(&self, call: Call) -> Result<Result<Val, Val>, Stopped> {
        let fresh = self.inner.fresh_guests;
        let imports = self.imports(&*call.events);
        let idle = (!fresh).then(|| self.inner.pool.take(imports)).flatten();
        let mut guest = match idle {
            Some(guest) => guest,
            None => self.start(imports).await?,
        };
        let state = guest.store.data_mut();
        state.outgoing.go_through(call.door);
        state.call.sink = call.events;
        let function = self
            .inner
            .adapter
            .function(call.function)
            .and_then(|index| guest.component.get_func(&mut guest.store, index))
            .ok_or_else(|| Stopped::not_started("the component has no such function".to_owned()))?;
        let mut results = [Val::Bool(false)];
        let called = function
            .call_async(&mut guest.store, &[call.request], &mut results)
            .await;
        let held = guest.store.data().memory.used();
        self.inner.peak.fetch_max(held, Ordering::Relaxed);
        if let Err(error) = called {
            return Err(Stopped::of(&error, &guest.store.data().memory));
        }
        let [result] = results;
        let reuse = !fresh
            && !guest.store.data().memory.is_worn()
            && !self.inner.adapter.host().is_crowded();
        if reuse {
            // What took this call's events must not outlive it.
            guest.store.data_mut().call.sink = Arc::clone(&self.inner.sink);
            self.inner.pool.give_back(guest);
        }
        match result {
            Val::Result(Ok(Some(ok))) => Ok(Ok(*ok)),
            Val::Result(Err(Some(error))) => Ok(Err(*error)),
            _ => Err(Stopped::not_started(
                "the component's function returned no result".to_owned(),
            )),
        }
    }

    /// How a guest must be linked for a call whose events go to this sink.
    fn imports(&self, events: &dyn EventSink) -> Imports {
        if self.inner.properties.known.is_some() && !events.wants_values() {
            Imports::Known
        } else {
            Imports::Stated
        }
    }

    async fn start(&self, imports: Imports) -> Result<LiveGuest, Stopped> {
        let host = self.inner.adapter.host();
        let place = host.place().await;
        let place =
            place.ok_or_else(|| Stopped::not_started("the host is shutting down".to_owned()))?;
        let call = CallState {
            adapter: Arc::clone(&self.inner.name),
            properties: Arc::clone(&self.inner.properties),
            sink: Arc::clone(&self.inner.sink),
        };
        let outgoing = OutgoingHook::new(host.client().clone(), Arc::clone(&self.inner.allowed));
        let memory = MemoryLimit::new(self.inner.memory_limit);
        let state = Guest::new(call, &self.inner.secrets, outgoing, memory);
        let mut store = Store::new(host.wasm_engine(), state);
        store.limiter(|guest| &mut guest.memory);
        // What a guest hands over takes no more of the host's memory than the
        // guest may have of its own. The engine's default is less than a file
        // that fits into the guest.
        store.set_hostcall_fuel(self.inner.memory_limit);
        // A guest that computes for a whole tick lets others run, and so lets
        // its deadline be noticed.
        store.set_epoch_deadline(1);
        store.epoch_deadline_async_yield_and_update(1);
        match self
            .inner
            .adapter
            .ready(imports)
            .instantiate_async(&mut store)
            .await
        {
            Ok(component) => Ok(LiveGuest {
                store,
                component,
                imports,
                _place: place,
            }),
            Err(error) if store.data().memory.refused() => {
                Err(Stopped::of(&error, &store.data().memory))
            }
            Err(error) => Err(Stopped::not_started(format!(
                "the adapter could not be started: {}",
                line(&error)
            ))),
        }
    }
}

/// Why a guest stopped, before it is known what it had sent.
pub(super) struct Stopped {
    code: ExecutionCode,
    what: String,
}

impl Stopped {
    fn not_started(what: String) -> Self {
        Self {
            code: ExecutionCode::NotStarted,
            what,
        }
    }

    fn of(error: &wasmtime::Error, memory: &MemoryLimit) -> Self {
        if memory.refused() {
            return Self {
                code: ExecutionCode::OutOfMemory,
                what: "the adapter needed more memory than it may have and was stopped: the request or an answer may be too large".to_owned(),
            };
        }
        let why = if let Some(exit) = error.downcast_ref::<I32Exit>() {
            format!("it ended itself with exit code {}", exit.0)
        } else if let Some(trap) = error.downcast_ref::<Trap>() {
            trap.to_string()
        } else {
            line(error)
        };
        Self {
            code: ExecutionCode::GuestTrapped,
            what: format!("the adapter crashed ({why})"),
        }
    }
}

/// An engine error without its backtrace of functions.
fn line(error: &wasmtime::Error) -> String {
    error
        .root_cause()
        .to_string()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
