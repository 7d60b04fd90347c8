//! What is posted to a client, one after the other.

use super::newest::{MOST_BYTES, Newest, Weighs};
use super::settings::Keep;

/// Items to post in order, those that were posted, and those that a test has looked at. The oldest are forgotten,
/// also unposted, if more than are kept wait.
#[derive(Debug)]
pub(crate) struct Deliveries<T> {
    all: Newest<T>,
    /// The place after those that were taken.
    taken: usize,
    /// The place of the next item to be posted.
    next: usize,
}

impl<T: Clone + Weighs> Deliveries<T> {
    pub(crate) fn new(keep: Keep) -> Self {
        Self {
            all: Newest::new(keep, MOST_BYTES),
            taken: 0,
            next: 0,
        }
    }

    pub(crate) fn push(&mut self, item: T) {
        self.all.push(item);
        let lost = self.all.first().saturating_sub(self.next);
        if lost > 0 {
            tracing::warn!(
                "{lost} of what waits to be posted is forgotten: more waits than is kept"
            );
        }
        self.next = self.next.max(self.all.first());
    }

    /// Those that are kept.
    pub(crate) fn all(&self) -> &Newest<T> {
        &self.all
    }

    /// Those that will not be posted (again).
    pub(crate) fn settled(&self) -> Vec<T> {
        let settled = self.next.saturating_sub(self.all.first());
        self.all.iter().take(settled).cloned().collect()
    }

    /// Those that were not taken yet.
    pub(crate) fn fresh(&self) -> Vec<T> {
        self.all.since(self.taken).cloned().collect()
    }

    pub(crate) fn take(&mut self) -> Vec<T> {
        let fresh = self.fresh();
        self.taken = self.all.made();
        fresh
    }

    /// The item to post now, with its place.
    pub(crate) fn due(&self) -> Option<(usize, T)> {
        Some((self.next, self.all.get(self.next)?.clone()))
    }

    /// Changes the item at this place, if it is kept.
    pub(crate) fn change(&mut self, place: usize, how: impl FnOnce(&mut T)) {
        self.all.change(place, how);
    }

    /// What was collected so far is not posted: a new callback hears new things only.
    pub(crate) fn skip_to_end(&mut self) {
        self.next = self.all.made();
    }

    /// Stops posting the item at this place. After a reset there is none, and nothing happens.
    pub(crate) fn finish(&mut self, place: usize) {
        let next = place.saturating_add(1).min(self.all.made());
        self.next = self.next.max(next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_is_neither_posted_nor_taken_and_the_next_ones_are() {
        let mut deliveries = Deliveries::new(Keep::of(2));
        deliveries.push("a");
        assert_eq!(deliveries.take(), ["a"]);
        deliveries.finish(0);
        for item in ["b", "c", "d"] {
            deliveries.push(item);
        }
        assert_eq!(deliveries.due(), Some((2, "c")));
        assert_eq!(deliveries.fresh(), ["c", "d"]);
        assert_eq!(deliveries.settled(), Vec::<&str>::new());
        deliveries.finish(2);
        assert_eq!(deliveries.settled(), ["c"]);
        assert_eq!(deliveries.take(), ["c", "d"]);
        assert_eq!(deliveries.fresh(), Vec::<&str>::new());
    }
}
