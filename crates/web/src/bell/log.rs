//! What changed last.

use std::collections::{HashSet, VecDeque};
use std::hash::Hash;

/// So many changes are kept. A reader that is further behind reads everything again.
const KEPT: usize = 1024;

/// The last changes, each with its number.
#[derive(Debug)]
pub(super) struct Log<T> {
    seq: u64,
    last: VecDeque<(u64, T)>,
}

/// What a reader has missed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Missed<T> {
    Nothing,
    /// Each once, in the order in which it changed last.
    These(Vec<T>),
    Everything,
}

impl<T> Default for Log<T> {
    fn default() -> Self {
        Self {
            seq: 0,
            last: VecDeque::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Log<T> {
    pub(super) fn note(&mut self, change: T) {
        self.seq += 1;
        if self.last.len() == KEPT {
            self.last.pop_front();
        }
        self.last.push_back((self.seq, change));
    }

    pub(super) fn seq(&self) -> u64 {
        self.seq
    }

    pub(super) fn since(&self, seen: u64) -> Missed<T> {
        if seen == self.seq {
            return Missed::Nothing;
        }
        let oldest = self.last.front().map_or(self.seq, |(seq, _)| *seq);
        if seen > self.seq || seen + 1 < oldest {
            return Missed::Everything;
        }
        let mut known = HashSet::new();
        let mut these: Vec<T> = Vec::new();
        for (_, change) in self.last.iter().rev().take_while(|(seq, _)| *seq > seen) {
            if known.insert(change) {
                these.push(change.clone());
            }
        }
        these.reverse();
        Missed::These(these)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_twice_is_told_once_and_last() {
        let mut log = Log::default();
        for change in ["a", "b", "a", "c"] {
            log.note(change);
        }
        assert_eq!(log.since(0), Missed::These(vec!["b", "a", "c"]));
        assert_eq!(log.since(3), Missed::These(vec!["c"]));
        assert_eq!(log.since(4), Missed::Nothing);
    }

    #[test]
    fn who_is_too_far_behind_or_ahead_has_missed_everything() {
        let mut log = Log::default();
        for change in 0..=KEPT {
            log.note(change);
        }
        assert_eq!(log.since(0), Missed::Everything);
        assert!(matches!(log.since(1), Missed::These(these) if these.len() == KEPT));
        assert_eq!(log.since(9999), Missed::Everything);
    }
}
