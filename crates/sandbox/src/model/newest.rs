//! A list that forgets its oldest items, so that a sandbox that runs for days stays small.

use std::collections::VecDeque;

use super::settings::Keep;

/// So many bytes of what goes over the wire are kept in each list of it.
pub(crate) const MOST_BYTES: usize = 64 * 1024 * 1024;
/// So many bytes are kept of requests for tests to look at, and as many of hosted files.
pub(crate) const MOST_BYTES_OF_FILES: usize = 256 * 1024 * 1024;

/// What has a size that counts.
pub(crate) trait Weighs {
    /// About how many bytes it holds.
    fn bytes(&self) -> usize;
}

/// The newest items of a list: as many as are kept, and of all of them no more bytes than allowed. The last one is
/// always there.
#[derive(Debug)]
pub(crate) struct Newest<T> {
    items: VecDeque<T>,
    made: usize,
    bytes: usize,
    most: usize,
    most_bytes: usize,
}

impl<T: Weighs> Newest<T> {
    pub(crate) fn new(keep: Keep, most_bytes: usize) -> Self {
        Self {
            items: VecDeque::new(),
            made: 0,
            bytes: 0,
            most: keep.count(),
            most_bytes,
        }
    }

    /// Adds an item. Returns those that are forgotten for it.
    pub(crate) fn push(&mut self, item: T) -> Vec<T> {
        self.made += 1;
        self.bytes += item.bytes();
        self.items.push_back(item);
        let mut forgotten = Vec::new();
        while self.items.len() > self.most || (self.bytes > self.most_bytes && self.items.len() > 1)
        {
            let Some(oldest) = self.items.pop_front() else {
                break;
            };
            self.bytes = self.bytes.saturating_sub(oldest.bytes());
            forgotten.push(oldest);
        }
        forgotten
    }

    /// Those that are kept, oldest first.
    pub(crate) fn iter(&self) -> std::collections::vec_deque::Iter<'_, T> {
        self.items.iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// How many there ever were.
    pub(crate) fn made(&self) -> usize {
        self.made
    }

    /// The place of the oldest that is kept. The first that there ever was has the place 0.
    pub(crate) fn first(&self) -> usize {
        self.made - self.items.len()
    }

    pub(crate) fn get(&self, place: usize) -> Option<&T> {
        self.items.get(place.checked_sub(self.first())?)
    }

    /// Those from this place on.
    pub(crate) fn since(&self, place: usize) -> impl Iterator<Item = &T> {
        self.items.iter().skip(place.saturating_sub(self.first()))
    }

    /// Changes the item at this place, if it is kept. What is too much then goes with the next one that is added.
    pub(crate) fn change<R>(&mut self, place: usize, how: impl FnOnce(&mut T) -> R) -> Option<R> {
        let index = place.checked_sub(self.first())?;
        let item = self.items.get_mut(index)?;
        let before = item.bytes();
        let result = how(item);
        self.bytes = self.bytes.saturating_sub(before) + item.bytes();
        Some(result)
    }

    /// Changes all that are kept.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut()
    }

    /// Takes out those that fit. Whether there were any. Places are not to be used afterwards.
    pub(crate) fn remove(&mut self, is_it: impl Fn(&T) -> bool) -> bool {
        let before = self.items.len();
        self.items.retain(|item| !is_it(item));
        self.bytes = self.items.iter().map(Weighs::bytes).sum();
        self.items.len() < before
    }
}

impl<T: Clone> Newest<T> {
    pub(crate) fn to_vec(&self) -> Vec<T> {
        self.items.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Weighs for &str {
        fn bytes(&self) -> usize {
            self.len()
        }
    }

    fn list(count: usize) -> Newest<&'static str> {
        Newest::new(Keep::of(count), 10)
    }

    #[test]
    fn the_oldest_go_first_and_the_others_keep_their_places() {
        let mut list = list(2);
        assert_eq!(list.push("a"), Vec::<&str>::new());
        list.push("b");
        assert_eq!(list.push("c"), ["a"]);
        assert_eq!(list.to_vec(), ["b", "c"]);
        assert_eq!((list.get(0), list.get(2)), (None, Some(&"c")));
        assert_eq!(list.since(2).count(), 1);
        assert_eq!((list.len(), list.made()), (2, 3));
    }

    #[test]
    fn large_items_leave_room_for_few_and_the_last_is_always_kept() {
        let mut list = list(100);
        list.push("12345");
        list.push("12345");
        assert_eq!(list.push("1"), ["12345"]);
        assert_eq!(list.push("more than is allowed").len(), 2);
        assert_eq!(list.to_vec(), ["more than is allowed"]);
        list.change(3, |item| *item = "x");
        assert_eq!(list.push("123456789"), Vec::<&str>::new());
    }
}
