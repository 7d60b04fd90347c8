use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wasmtime::component::Val;
use wasmtime::{CallHook, CallHookHandler, StoreContextMut};

use super::guest::Guest;

/// What one item of a list takes in the host's memory, also one byte of a file.
/// What `maxValues` means to people is built on it.
pub(crate) const ITEM: usize = size_of::<Val>();
const _: () = assert!(ITEM == 40);

/// What the values of a call may take that needs no room of its own: texts and
/// records, which are no larger here than in the guest.
pub(crate) const UNCOUNTED: usize = 128 << 20;

/// What a result takes beside its file: names of fields, short texts.
const BESIDE: usize = 64 << 10;

/// Room is given in pieces of this size. What is smaller needs none.
const PIECE: usize = 1024;

/// The host's memory for large values, which all calls share.
#[derive(Clone)]
pub(crate) struct ValueRoom {
    pieces: Arc<Semaphore>,
    bytes: usize,
}

impl ValueRoom {
    pub(super) fn new(bytes: usize) -> Self {
        // Rounded up: what was asked for must be there.
        let pieces = bytes.div_ceil(PIECE).clamp(1, u32::MAX as usize);
        Self {
            pieces: Arc::new(Semaphore::new(pieces)),
            bytes: pieces * PIECE,
        }
    }

    /// All the room there is, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Waits for room. Whoever asks for more than there is gets all of it.
    pub(crate) async fn take(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let pieces = bytes.min(self.bytes) / PIECE;
        let pieces = u32::try_from(pieces).ok().filter(|pieces| *pieces > 0)?;
        // It is never closed.
        let pool = Arc::clone(&self.pieces);
        pool.acquire_many_owned(pieces).await.ok()
    }
}

/// Takes room for the result of one call: when the guest has it, and before the
/// engine turns it into values.
///
/// How large the result is, nobody knows then, but it is no larger than the
/// guest's memory.
pub(crate) struct ResultRoom {
    room: ValueRoom,
    /// How deep in host functions the guest is.
    depth: AtomicUsize,
    /// Whether the command runs: it has asked the host for something. Before
    /// that the guest is only given its request.
    runs: AtomicBool,
    waits: AtomicBool,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    bytes: usize,
    room: Option<OwnedSemaphorePermit>,
}

impl ResultRoom {
    pub(crate) fn new(room: ValueRoom) -> Self {
        Self {
            room,
            depth: AtomicUsize::new(0),
            runs: AtomicBool::new(false),
            waits: AtomicBool::new(false),
            held: Mutex::default(),
        }
    }

    /// Whether the call waits for room.
    pub(crate) fn waits(&self) -> bool {
        self.waits.load(Ordering::Acquire)
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The room that was taken, to be kept as long as the result is.
    pub(crate) fn take_over(&self) -> Option<OwnedSemaphorePermit> {
        self.held().room.take()
    }
}

#[async_trait]
impl CallHookHandler<Guest> for Arc<ResultRoom> {
    async fn handle_call_event(
        &self,
        mut store: StoreContextMut<'_, Guest>,
        event: CallHook,
    ) -> wasmtime::Result<()> {
        match event {
            CallHook::CallingHost => {
                self.runs.store(true, Ordering::Release);
                self.depth.fetch_add(1, Ordering::AcqRel);
            }
            CallHook::ReturningFromHost => {
                self.depth.fetch_sub(1, Ordering::AcqRel);
            }
            CallHook::ReturningFromWasm
                if self.depth.load(Ordering::Acquire) == 0 && self.runs.load(Ordering::Acquire) =>
            {
                let bytes = store.data().memory.used().saturating_mul(ITEM);
                let bytes = bytes.min(self.room.bytes());
                if bytes > self.held().bytes {
                    // Nobody keeps room while waiting for more of it.
                    *self.held() = Held::default();
                    self.waits.store(true, Ordering::Release);
                    let room = self.room.take(bytes).await;
                    self.waits.store(false, Ordering::Release);
                    *self.held() = Held { bytes, room };
                    store.set_hostcall_fuel(bytes.saturating_add(BESIDE));
                }
            }
            CallHook::CallingWasm | CallHook::ReturningFromWasm => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn room_that_is_taken_is_waited_for_and_comes_back() {
        let room = ValueRoom::new(10 * PIECE);
        let most = room.take(8 * PIECE).await;
        let waiting = room.clone();
        let mut more = tokio::spawn(async move { waiting.take(4 * PIECE).await.is_some() });
        tokio::task::yield_now().await;
        assert!(!more.is_finished());
        drop(most);
        assert!((&mut more).await.unwrap());
        assert_eq!(room.pieces.available_permits(), 10);
    }

    #[test]
    fn there_is_room_for_a_file_of_exactly_the_size_that_was_asked_for() {
        for bytes in [1, PIECE, 40 * 30_001] {
            assert!(ValueRoom::new(bytes).bytes() >= bytes, "{bytes}");
        }
    }

    #[tokio::test]
    async fn what_is_small_needs_no_room_and_what_is_too_large_gets_all_of_it() {
        let room = ValueRoom::new(10 * PIECE);
        assert!(room.take(PIECE - 1).await.is_none());
        let all = room.take(usize::MAX).await;
        assert_eq!(all.unwrap().num_permits(), 10);
    }
}
