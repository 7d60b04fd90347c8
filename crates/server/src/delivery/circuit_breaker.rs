use std::time::Duration;

use crate::backoff::Backoff;
use crate::inbox::event_triggers::CircuitState;

/// After how many failures of the receiver, without a success in between, the
/// circuit opens.
const FAILURES: u32 = 8;

/// How long it stays open.
const OPEN: Backoff = Backoff {
    first: Duration::from_secs(1),
    most: Duration::from_secs(30),
};

/// Keeps deliveries from a receiver that fails.
///
/// It counts what speaks of the receiver: connections that fail, timeouts, 5xx
/// and 429. An event that the receiver refuses is neither a failure nor a
/// success. While the circuit is half-open, deliveries go out one at a time;
/// the first that is taken closes it, and from then on one more may run with
/// each that is taken. Times are the monotonic clock's.
pub(super) struct CircuitBreaker {
    circuit: Circuit,
    /// How many deliveries may run at a time when the circuit is closed.
    parallel: usize,
}

enum Circuit {
    Closed { failures: u32, limit: usize },
    Open { until: Duration, openings: u32 },
    HalfOpen { openings: u32 },
}

/// What a success or failure changes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    None,
    /// It was closed, and is open.
    Opened,
    /// It was half-open, and is open again.
    Reopened,
    Closed,
}

impl CircuitBreaker {
    pub fn new(parallel: usize) -> Self {
        let closed = Circuit::Closed {
            failures: 0,
            limit: parallel,
        };
        Self {
            circuit: closed,
            parallel,
        }
    }

    pub fn state(&self) -> CircuitState {
        match self.circuit {
            Circuit::Closed { .. } => CircuitState::Closed,
            Circuit::Open { .. } => CircuitState::Open,
            Circuit::HalfOpen { .. } => CircuitState::HalfOpen,
        }
    }

    /// How many deliveries may run at a time.
    pub fn limit(&self) -> usize {
        match self.circuit {
            Circuit::Closed { limit, .. } => limit,
            Circuit::Open { .. } => 0,
            Circuit::HalfOpen { .. } => 1,
        }
    }

    /// How long it stays open.
    pub fn open_for(&self, now: Duration) -> Option<Duration> {
        match self.circuit {
            Circuit::Open { until, .. } => Some(until.saturating_sub(now)),
            _ => None,
        }
    }

    /// Half-opens it when it has been open for long enough. Tells whether it
    /// did.
    pub fn half_open_if_due(&mut self, now: Duration) -> bool {
        let due = self.open_for(now) == Some(Duration::ZERO);
        if due {
            self.half_open();
        }
        due
    }

    /// Half-opens it before that, since an operator asked for a delivery.
    pub fn half_open(&mut self) {
        if let Circuit::Open { openings, .. } = self.circuit {
            self.circuit = Circuit::HalfOpen { openings };
        }
    }

    pub fn succeeded(&mut self) -> Change {
        match &mut self.circuit {
            Circuit::Closed { failures, limit } => {
                *failures = 0;
                *limit = self.parallel.min(*limit + 1);
                Change::None
            }
            Circuit::Open { .. } | Circuit::HalfOpen { .. } => {
                self.circuit = Circuit::Closed {
                    failures: 0,
                    limit: 1,
                };
                Change::Closed
            }
        }
    }

    pub fn failed(&mut self, now: Duration) -> Change {
        let (openings, change) = match &mut self.circuit {
            Circuit::Closed { failures, .. } => {
                *failures += 1;
                if *failures < FAILURES {
                    return Change::None;
                }
                (1, Change::Opened)
            }
            Circuit::HalfOpen { openings } => (openings.saturating_add(1), Change::Reopened),
            // One that ran when it opened says nothing new.
            Circuit::Open { .. } => return Change::None,
        };
        self.circuit = Circuit::Open {
            until: now + OPEN.after(openings),
            openings,
        };
        change
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Duration = Duration::from_secs(1000);

    fn open() -> CircuitBreaker {
        let mut breaker = CircuitBreaker::new(16);
        for _ in 1..FAILURES {
            assert_eq!(breaker.failed(START), Change::None);
            assert_eq!(breaker.limit(), 16);
        }
        assert_eq!(breaker.failed(START), Change::Opened);
        breaker
    }

    #[test]
    fn a_receiver_that_fails_again_and_again_gets_one_at_a_time_until_it_takes_one() {
        let mut breaker = open();
        assert_eq!((breaker.state(), breaker.limit()), (CircuitState::Open, 0));
        assert_eq!(breaker.failed(START), Change::None);
        assert!(breaker.half_open_if_due(START + OPEN.most));
        assert_eq!(breaker.limit(), 1);
        assert_eq!(breaker.failed(START + OPEN.most), Change::Reopened);
        assert!(breaker.half_open_if_due(START + 2 * OPEN.most));
        assert_eq!(breaker.succeeded(), Change::Closed);
        assert_eq!(breaker.state(), CircuitState::Closed);
    }

    #[test]
    fn after_it_closed_one_more_may_run_with_each_that_is_taken() {
        let mut breaker = open();
        breaker.half_open();
        let mut limits = Vec::new();
        for _ in 0..18 {
            breaker.succeeded();
            limits.push(breaker.limit());
        }
        assert_eq!(limits[..3], [1, 2, 3]);
        assert_eq!(limits[15..], [16, 16, 16]);
    }

    #[test]
    fn one_success_forgives_failures() {
        let mut breaker = CircuitBreaker::new(16);
        for _ in 0..10 {
            for _ in 1..FAILURES {
                assert_eq!(breaker.failed(START), Change::None);
            }
            breaker.succeeded();
        }
    }
}
