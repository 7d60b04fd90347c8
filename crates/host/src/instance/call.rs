use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;
use uip_contract::{CallError, EventSink, ExecutionCode, ExecutionFailure};
use wasmtime::component::Val;
use wasmtime::{Store, Trap};
use wasmtime_wasi::I32Exit;

use super::Instance;
use super::pool::LiveGuest;
use super::room::RequestRoom;
use crate::adapter::CommandType;
use crate::engine::{CallState, Guest, ITEM, MemoryLimit, ResultRoom, UNCOUNTED};
use crate::outgoing::{Door, OutgoingHook, SentLog};

/// A call that can begin.
pub(super) struct Call<'c> {
    pub(super) ty: &'c CommandType,
    /// Where the command's function is among those of the adapter.
    pub(super) function: usize,
    pub(super) request: Val,
    pub(super) room: RequestRoom,
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
    /// The room that the result takes, given back with it.
    _room: Option<OwnedSemaphorePermit>,
}

impl Instance {
    /// Runs a command's function to its end, or to the deadline.
    pub(super) async fn run(&self, call: Call<'_>) -> Result<Returned, CallError> {
        let sent = match &call.door {
            Door::Open(sent) => sent.clone(),
            Door::Shut(_) => SentLog::default(),
        };
        let host = self.inner.adapter.host();
        let result_room = (call.ty.returns_bytes && call.room.for_result.is_none())
            .then(|| Arc::new(ResultRoom::new(host.value_room().clone())));
        let deadline = self.inner.deadline;
        let left = deadline.saturating_sub(call.asked.elapsed());
        let ticking = host.tick();
        let work = self.run_in_guest(call, result_room.clone());
        let outcome = match tokio::time::timeout(left, work).await {
            Ok(outcome) => outcome,
            Err(_) if result_room.as_ref().is_some_and(|room| room.waits()) => {
                Err(Stopped::no_room(deadline))
            }
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
                _room: result_room.and_then(|room| room.take_over()),
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

    async fn run_in_guest(
        &self,
        call: Call<'_>,
        result_room: Option<Arc<ResultRoom>>,
    ) -> Result<Result<Val, Val>, Stopped> {
        // A hook stays with its guest, and costs time in each call.
        let fresh = self.inner.fresh_guests || result_room.is_some();
        let idle = if fresh { None } else { self.inner.pool.take() };
        let mut guest = match idle {
            Some(guest) => guest,
            None => self.start().await?,
        };
        let most = self.inner.adapter.host().value_room().bytes();
        let fuel = match (&result_room, call.room.for_result) {
            (Some(_), _) => UNCOUNTED.min(most),
            (None, Some(left)) => left,
            (None, None) => UNCOUNTED,
        };
        guest.store.set_hostcall_fuel(fuel);
        if let Some(room) = result_room {
            guest.store.call_hook_async(room);
        }
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
        // Its values are gone.
        drop(call.room);
        let held = guest.store.data().memory.used();
        self.inner.peak.fetch_max(held, Ordering::Relaxed);
        if let Err(error) = called {
            let most = call.ty.returns_bytes.then_some(most);
            return Err(Stopped::of(&error, &guest.store.data().memory, most));
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
                Err(Stopped::of(&error, &store.data().memory, None))
            }
            Err(error) => Err(Stopped::not_started(format!(
                "the adapter could not be started: {}",
                line(&error)
            ))),
        }
    }
}

/// What the engine says of a value that is larger than it was allowed to take.
/// Its type is private.
const VALUE_TOO_LARGE: &str = "too much data is being copied between the host and the guest: fuel allocated for hostcalls has been exhausted";

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

    /// There was no room in the host's memory within the deadline.
    pub(super) fn no_room(deadline: Duration) -> Self {
        Self {
            code: ExecutionCode::Overloaded,
            what: format!(
                "the files of other calls took all the memory that this host has for them, longer than {deadline:?}"
            ),
        }
    }

    /// `room` is the host's memory for large values, if the command returns
    /// such.
    fn of(error: &wasmtime::Error, memory: &MemoryLimit, room: Option<usize>) -> Self {
        if memory.refused() {
            return Self {
                code: ExecutionCode::OutOfMemory,
                what: "the adapter needed more memory than it may have and was stopped".to_owned(),
            };
        }
        if line(error) == VALUE_TOO_LARGE {
            let what = match room {
                Some(room) => format!(
                    "the adapter answered with more than the {} bytes that this host takes; ask for less, or raise `maxValues` in `[host]`, which must be {ITEM} times as large as the largest file",
                    room / ITEM
                ),
                None => format!(
                    "the adapter handed over a value of more than {} MiB, and was stopped",
                    UNCOUNTED >> 20
                ),
            };
            return Self {
                code: ExecutionCode::ValueTooLarge,
                what,
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
