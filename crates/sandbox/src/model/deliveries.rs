//! What is posted to a client, one after the other.

/// Items to post in order, those that were posted, and those that a test has looked at.
#[derive(Debug)]
pub(crate) struct Deliveries<T> {
    all: Vec<T>,
    taken: usize,
    /// The next item to be posted.
    next: usize,
}

impl<T> Default for Deliveries<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            taken: 0,
            next: 0,
        }
    }
}

impl<T: Clone> Deliveries<T> {
    pub(crate) fn push(&mut self, item: T) {
        self.all.push(item);
    }

    pub(crate) fn all(&self) -> &[T] {
        &self.all
    }

    pub(crate) fn at(&self, place: usize) -> Option<&T> {
        self.all.get(place)
    }

    /// Those that will not be posted (again).
    pub(crate) fn settled(&self) -> &[T] {
        self.all.get(..self.next).unwrap_or_default()
    }

    /// Those that were not taken yet.
    pub(crate) fn fresh(&self) -> &[T] {
        self.all.get(self.taken..).unwrap_or_default()
    }

    pub(crate) fn take(&mut self) -> Vec<T> {
        let fresh = self.fresh().to_vec();
        self.taken = self.all.len();
        fresh
    }

    /// The item to post now, with its index.
    pub(crate) fn due(&self) -> Option<(usize, T)> {
        Some((self.next, self.all.get(self.next)?.clone()))
    }

    pub(crate) fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        self.all.get_mut(place)
    }

    /// What was collected so far is not posted: a new callback hears new things only.
    pub(crate) fn skip_to_end(&mut self) {
        self.next = self.all.len();
    }

    /// Stops posting the item at index `place`. After a reset there is none, and nothing happens.
    pub(crate) fn finish(&mut self, place: usize) {
        let next = place.saturating_add(1).min(self.all.len());
        self.next = self.next.max(next);
    }
}
