//! Lines that are not logged each time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a line is logged for the same thing.
const EVERY: Duration = Duration::from_secs(10);

/// How many keys are remembered. Beyond them lines about new keys are left out
/// until older keys are forgotten.
const MAX_KEYS: usize = 1000;

/// Admits one line for each key every ten seconds, and counts those that it
/// leaves out.
#[derive(Debug)]
pub(crate) struct Throttle<K>(Mutex<HashMap<K, Logged>>);

#[derive(Debug)]
struct Logged {
    at: Instant,
    left_out: u64,
}

impl<K> Default for Throttle<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq> Throttle<K> {
    /// How many lines about `key` were left out since the last one that was
    /// logged, if this one is to be logged.
    pub fn admits(&self, key: K, now: Instant) -> Option<u64> {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |logged: &Logged| now.saturating_duration_since(logged.at) >= EVERY;
        if keys.len() >= MAX_KEYS && !keys.contains_key(&key) {
            keys.retain(|_, logged| !is_over(logged));
            if keys.len() >= MAX_KEYS {
                return None;
            }
        }
        let Some(logged) = keys.get_mut(&key) else {
            let first = Logged {
                at: now,
                left_out: 0,
            };
            keys.insert(key, first);
            return Some(0);
        };
        if !is_over(logged) {
            logged.left_out = logged.left_out.saturating_add(1);
            return None;
        }
        logged.at = now;
        Some(std::mem::take(&mut logged.left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_admitted_at_once_and_then_every_ten_seconds_with_a_count() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let throttle = Throttle::default();
        assert_eq!(throttle.admits("wrong-signature", at(0)), Some(0));
        assert_eq!(throttle.admits("wrong-signature", at(1)), None);
        assert_eq!(throttle.admits("wrong-signature", at(9)), None);
        assert_eq!(throttle.admits("unknown-path", at(9)), Some(0));
        assert_eq!(throttle.admits("wrong-signature", at(10)), Some(2));
        assert_eq!(throttle.admits("wrong-signature", at(11)), None);
        assert_eq!(throttle.admits("wrong-signature", at(60)), Some(1));
    }

    #[test]
    fn keys_that_senders_make_up_take_no_more_memory_than_a_thousand() {
        let start = Instant::now();
        let throttle = Throttle::default();
        let admitted = (0..5000).filter(|key| throttle.admits(*key, start).is_some());
        assert_eq!(admitted.count(), MAX_KEYS);
        assert_eq!(throttle.admits(9999, start + EVERY), Some(0));
    }
}
