use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::{Value, json};
use wasmtime::component::Val;
use wasmtime::{Store, Trap};
use wasmtime_wasi::I32Exit;

use super::Instance;
use super::pool::LiveGuest;
use crate::engine::{CallState, Guest, MemoryLimit, VALUE_BYTES};
use crate::events::EventSink;
use crate::outgoing::{Door, OutgoingHook, SentLog};
use crate::types::Mistakes;

/// Why a command gave no response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// The adapter has no such command. Nothing ran.
    #[error("unknown command `{command}`; {hint}")]
    UnknownCommand {
        /// The name that was asked for.
        command: String,
        /// Which one was perhaps meant, or those that there are.
        hint: String,
    },
    /// The request does not fit the command. Nothing ran.
    #[error("{0}")]
    InvalidRequest(Mistakes),
    /// The component ran and could not answer.
    #[error(transparent)]
    Execution(#[from] ExecutionFailure),
}

/// A component that could not answer: it crashed, or it was stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}; {}", sent(*maybe_sent))]
pub struct ExecutionFailure {
    /// What kind of failure it is.
    pub code: ExecutionCode,
    /// Whether something may have been sent before. If not, it is safe to try
    /// again.
    pub maybe_sent: bool,
    what: String,
}

/// The kinds of [`ExecutionFailure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExecutionCode {
    /// The component crashed.
    GuestTrapped,
    /// The call took longer than its deadline.
    DeadlineExceeded,
    /// The component asked for more memory than it may have, and then crashed.
    OutOfMemory,
    /// The component could not be started.
    NotStarted,
}

impl ExecutionCode {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::GuestTrapped => "guest-trapped",
            Self::DeadlineExceeded => "deadline-exceeded",
            Self::OutOfMemory => "out-of-memory",
            Self::NotStarted => "not-started",
        }
    }
}

fn sent(maybe: bool) -> &'static str {
    if maybe {
        "a request had left before, so it is not known whether something was sent: find out before you try again"
    } else {
        "nothing was sent, so it is safe to try again"
    }
}

impl ExecutionFailure {
    /// The failure as a flow sees it, in the form of a failed command.
    pub fn to_json(&self) -> Value {
        json!({
            "status": "failure",
            "failure": "execution-failed",
            "retryable": !self.maybe_sent,
            "code": self.code.word(),
            "error": self.to_string(),
        })
    }
}

impl Instance {
    /// Runs a command's function to its end, or to the deadline.
    pub(super) async fn run(
        &self,
        function: usize,
        request: Val,
        events: Arc<dyn EventSink>,
        door: Door,
    ) -> Result<Result<Val, Val>, CallError> {
        let sent = match &door {
            Door::Open(sent) => sent.clone(),
            Door::Shut(_) => SentLog::default(),
        };
        let ticking = self.inner.adapter.host().tick();
        let work = self.run_in_guest(function, request, events, door);
        let outcome = match tokio::time::timeout(self.inner.deadline, work).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Stopped {
                code: ExecutionCode::DeadlineExceeded,
                what: format!(
                    "the adapter took longer than {:?} and was stopped",
                    self.inner.deadline
                ),
            }),
        };
        drop(ticking);
        outcome.map_err(|stopped| {
            let failure = ExecutionFailure {
                code: stopped.code,
                maybe_sent: sent.maybe_sent(),
                what: self.inner.secrets.scrub(&stopped.what).into_owned(),
            };
            tracing::warn!(adapter = %self.inner.name, code = failure.code.word(), "{failure}");
            CallError::Execution(failure)
        })
    }

    async fn run_in_guest(
        &self,
        function: usize,
        request: Val,
        events: Arc<dyn EventSink>,
        door: Door,
    ) -> Result<Result<Val, Val>, Stopped> {
        let idle = if self.inner.fresh_guests {
            None
        } else {
            self.inner.pool.take()
        };
        let mut guest = match idle {
            Some(guest) => guest,
            None => self.start().await?,
        };
        let state = guest.store.data_mut();
        state.outgoing.go_through(door);
        state.call.sink = events;
        let function = self
            .inner
            .adapter
            .function(function)
            .and_then(|index| guest.component.get_func(&mut guest.store, index))
            .ok_or_else(|| Stopped::not_started("the component has no such function".to_owned()))?;
        let mut results = [Val::Bool(false)];
        let called = function
            .call_async(&mut guest.store, &[request], &mut results)
            .await;
        let held = guest.store.data().memory.used();
        self.inner.peak.fetch_max(held, Ordering::Relaxed);
        if let Err(error) = called {
            return Err(Stopped::of(&error, &guest.store.data().memory));
        }
        let [result] = results;
        let reuse = !self.inner.fresh_guests
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

    async fn start(&self) -> Result<LiveGuest, Stopped> {
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
        let mut store = Store::new(host.engine(), state);
        store.limiter(|guest| &mut guest.memory);
        store.set_hostcall_fuel(VALUE_BYTES);
        // A guest that computes for a whole tick lets others run, and so lets
        // its deadline be noticed.
        store.set_epoch_deadline(1);
        store.epoch_deadline_async_yield_and_update(1);
        match self
            .inner
            .adapter
            .ready()
            .instantiate_async(&mut store)
            .await
        {
            Ok(component) => Ok(LiveGuest {
                store,
                component,
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
struct Stopped {
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
                what: "the adapter needed more memory than it may have and was stopped".to_owned(),
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
