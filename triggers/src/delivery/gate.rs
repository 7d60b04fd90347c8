use std::time::{Duration, Instant};

use crate::backoff::Backoff;

/// After how many failures without a success in between a receiver counts as
/// down.
const FAILURES: u32 = 8;

const PAUSE: Backoff = Backoff {
    first: Duration::from_secs(1),
    most: Duration::from_secs(30),
};

/// Whether a receiver is up. One that is down is tried with one delivery at a
/// time, now and then, so that it costs little and is found again soon; when
/// it takes one, all that waits for it goes on.
#[derive(Default)]
pub(super) struct Gate {
    failures: u32,
    closed_until: Option<Instant>,
}

/// What a success or failure changes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    None,
    Down,
    UpAgain,
}

impl Gate {
    /// How many deliveries may run at once now.
    pub fn allows(&self, parallel: usize, now: Instant) -> usize {
        match self.closed_until {
            None => parallel,
            Some(until) if until <= now => 1,
            Some(_) => 0,
        }
    }

    /// How long no delivery may run.
    pub fn closed_for(&self, now: Instant) -> Option<Duration> {
        self.closed_until
            .and_then(|until| until.checked_duration_since(now))
            .filter(|wait| !wait.is_zero())
    }

    pub fn succeeded(&mut self) -> Change {
        self.failures = 0;
        match self.closed_until.take() {
            Some(_) => Change::UpAgain,
            None => Change::None,
        }
    }

    pub fn failed(&mut self, now: Instant) -> Change {
        self.failures = self.failures.saturating_add(1);
        let Some(more) = self.failures.checked_sub(FAILURES) else {
            return Change::None;
        };
        let down = self.closed_until.is_none();
        self.closed_until = Some(now + PAUSE.after(more + 1));
        if down { Change::Down } else { Change::None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_that_fails_again_and_again_gets_one_at_a_time_until_it_takes_one() {
        let now = Instant::now();
        let mut gate = Gate::default();
        for _ in 1..FAILURES {
            assert_eq!(gate.failed(now), Change::None);
            assert_eq!(gate.allows(16, now), 16);
        }
        assert_eq!(gate.failed(now), Change::Down);
        assert_eq!(gate.failed(now), Change::None);
        assert_eq!(gate.allows(16, now + PAUSE.most), 1);
        assert_eq!(gate.succeeded(), Change::UpAgain);
        assert_eq!(gate.allows(16, now), 16);
        assert_eq!(gate.succeeded(), Change::None);
    }

    #[test]
    fn one_success_forgives_failures() {
        let now = Instant::now();
        let mut gate = Gate::default();
        for _ in 0..10 {
            for _ in 1..FAILURES {
                assert_eq!(gate.failed(now), Change::None);
            }
            gate.succeeded();
        }
    }
}
