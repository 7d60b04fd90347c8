use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use wasmtime::Engine;

/// How long a guest may compute before it must let others run, and so how
/// late a deadline can be noticed.
const TICK: Duration = Duration::from_millis(10);

/// Advances the engine's epoch while calls run, and rests while none do.
#[derive(Debug)]
pub(super) struct Ticker {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    running_calls: usize,
    stopped: bool,
    /// Whether the ticker's thread waits: only then is there anybody to wake.
    rests: bool,
}

/// Keeps the ticker going until it is dropped.
#[derive(Debug)]
pub(crate) struct Ticking(Arc<Shared>);

impl Ticker {
    pub(super) fn start(engine: &Engine) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let (engine, theirs) = (engine.weak(), Arc::clone(&shared));
        std::thread::Builder::new()
            .name("uip-epoch".to_owned())
            .spawn(move || {
                while theirs.wait_for_calls() {
                    std::thread::sleep(TICK);
                    let Some(engine) = engine.upgrade() else {
                        return;
                    };
                    engine.increment_epoch();
                }
            })?;
        Ok(Self { shared })
    }

    pub(super) fn tick(&self) -> Ticking {
        self.shared.update(|state| state.running_calls += 1);
        Ticking(Arc::clone(&self.shared))
    }
}

impl Shared {
    fn update(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut state);
        if state.rests && state.is_needed() {
            self.changed.notify_one();
        }
    }

    /// False when the ticker is to end.
    fn wait_for_calls(&self) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.is_needed() {
            state.rests = true;
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        state.rests = false;
        !state.stopped
    }
}

impl State {
    /// Whether the ticker has to tick, or to end.
    fn is_needed(&self) -> bool {
        self.running_calls > 0 || self.stopped
    }
}

impl Drop for Ticking {
    fn drop(&mut self) {
        self.0.update(|state| state.running_calls -= 1);
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.shared.update(|state| state.stopped = true);
    }
}
