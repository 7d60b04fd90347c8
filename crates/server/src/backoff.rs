//! How long to wait before trying again.

use std::time::Duration;

/// Exponential backoff with full jitter: anything from nothing up to a bound
/// that doubles with each attempt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Backoff {
    /// The bound after the first attempt.
    pub first: Duration,
    /// The greatest bound.
    pub most: Duration,
}

impl Backoff {
    /// How long to wait after `attempts` attempts.
    pub fn after(self, attempts: u32) -> Duration {
        self.most_after(attempts).mul_f64(fastrand::f64())
    }

    fn most_after(self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(30);
        self.first.saturating_mul(1 << doublings).min(self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_doubles_up_to_the_greatest() {
        let backoff = Backoff {
            first: Duration::from_secs(1),
            most: Duration::from_mins(1),
        };
        let bounds = [1, 2, 3, 7, 1000].map(|attempts| backoff.most_after(attempts).as_secs());
        assert_eq!(bounds, [1, 2, 4, 60, 60]);
        for attempts in 0..100 {
            assert!(backoff.after(attempts) <= backoff.most_after(attempts));
        }
    }
}
