//! What time it is.

use std::fmt;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
pub type Millis = i64;

/// Two clocks: the wall clock, which a time service or an administrator may
/// set, and a monotonic clock, which only ever runs on. Tests control both.
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<Manual>>);

struct Manual {
    wall: AtomicI64,
    /// Milliseconds.
    elapsed: AtomicU64,
}

impl Clock {
    /// The system's clocks.
    pub fn system() -> Self {
        Self(None)
    }

    /// Clocks that stop at the present time until they are advanced.
    pub fn manual() -> Self {
        Self(Some(Arc::new(Manual {
            wall: AtomicI64::new(system_now()),
            elapsed: AtomicU64::new(0),
        })))
    }

    /// The wall clock.
    pub fn now(&self) -> Millis {
        match &self.0 {
            None => system_now(),
            Some(manual) => manual.wall.load(Ordering::SeqCst),
        }
    }

    /// The monotonic clock: the time since some moment in this process.
    pub fn elapsed(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        match &self.0 {
            None => START.get_or_init(Instant::now).elapsed(),
            Some(manual) => Duration::from_millis(manual.elapsed.load(Ordering::SeqCst)),
        }
    }

    /// Advances both manual clocks, as the passing of time does. The system's
    /// clocks are left alone.
    pub fn advance(&self, by: Duration) {
        if let Some(manual) = &self.0 {
            let by = millis(by);
            manual.wall.fetch_add(by, Ordering::SeqCst);
            let by = u64::try_from(by).unwrap_or(0);
            manual.elapsed.fetch_add(by, Ordering::SeqCst);
        }
    }

    /// Sets the manual wall clock ahead by so many milliseconds, or back if
    /// they are negative. No time passes. The system's clock is left alone.
    pub fn set_ahead(&self, by: Millis) {
        if let Some(manual) = &self.0 {
            manual.wall.fetch_add(by, Ordering::SeqCst);
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.now()).finish()
    }
}

fn system_now() -> Millis {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, millis)
}

pub(crate) fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}
