//! The sandbox's own clock, which a test can move.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Real time with an offset, or a frozen time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Clock {
    Running { ahead: Duration },
    Frozen { at: Duration },
}

impl Clock {
    pub(crate) fn running() -> Self {
        Self::Running {
            ahead: Duration::ZERO,
        }
    }

    /// Frozen at this many seconds since 1970.
    pub(crate) fn frozen(seconds: u64) -> Self {
        Self::Frozen {
            at: Duration::from_secs(seconds),
        }
    }

    /// Whether it shows another time than a wall clock.
    pub(crate) fn is_moved(&self) -> bool {
        match self {
            Self::Running { ahead } => !ahead.is_zero(),
            Self::Frozen { .. } => true,
        }
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        match self {
            Self::Running { ahead: time } | Self::Frozen { at: time } => {
                *time = time.saturating_add(by);
            }
        }
    }

    /// Time since 1970.
    pub(crate) fn now(&self) -> Duration {
        match self {
            Self::Running { ahead } => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default()
                .saturating_add(*ahead),
            Self::Frozen { at } => *at,
        }
    }

    /// Whole seconds since 1970, as Meta writes timestamps.
    pub(crate) fn seconds(&self) -> u64 {
        self.now().as_secs()
    }
}
