//! What goes to the disk in batches.

use std::sync::Arc;

use tokio::task::{JoinError, JoinSet};

/// Items on their way to the disk. While some are written the next ones gather, in
/// the order in which they came, and are then written together: whoever adds them
/// does not wait for the disk. A write that has begun goes on when this is dropped.
pub(crate) struct Batches<T, W: 'static> {
    gathered: Vec<T>,
    under_way: Arc<[T]>,
    /// Has one task at most: it writes what is under way.
    writing: JoinSet<W>,
}

impl<T, W: Send + 'static> Batches<T, W> {
    pub fn new() -> Self {
        Self {
            gathered: Vec::new(),
            under_way: Arc::default(),
            writing: JoinSet::new(),
        }
    }

    /// How many are not on disk yet.
    pub fn len(&self) -> usize {
        self.under_way.len() + self.gathered.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn add(&mut self, item: T) {
        self.gathered.push(item);
    }

    /// Begins to write what has gathered, unless some is written already.
    pub fn begin<F>(&mut self, write: impl FnOnce(Arc<[T]>) -> F)
    where
        F: Future<Output = W> + Send + 'static,
    {
        if self.writing.is_empty() && !self.gathered.is_empty() {
            self.under_way = std::mem::take(&mut self.gathered).into();
            self.writing.spawn(write(Arc::clone(&self.under_way)));
        }
    }

    /// Waits until what is under way was written. Gives it, and what came of it, or
    /// that the task crashed. Never returns if nothing is under way. Nothing is lost
    /// if this is dropped and called again.
    pub async fn written(&mut self) -> (Arc<[T]>, Result<W, JoinError>) {
        let Some(written) = self.writing.join_next().await else {
            return std::future::pending().await;
        };
        (std::mem::take(&mut self.under_way), written)
    }
}

impl<T, W: 'static> Drop for Batches<T, W> {
    fn drop(&mut self) {
        self.writing.detach_all();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use tokio::sync::oneshot;

    use super::Batches;

    #[tokio::test]
    async fn what_comes_while_some_is_written_is_written_together_and_in_order() {
        let mut batches = Batches::new();
        assert!(batches.written().now_or_never().is_none());
        batches.begin(|_| async { unreachable!("nothing has gathered") });
        batches.add(1);
        let (finish, is_finished) = oneshot::channel();
        batches.begin(|_| async { is_finished.await.unwrap_or_default() });
        for item in [2, 3] {
            batches.add(item);
            batches.begin(|_| async { unreachable!("the first is written") });
        }
        // Whoever waits may give up, and wait again.
        assert!(batches.written().now_or_never().is_none());
        assert_eq!(batches.len(), 3);
        finish.send("first").unwrap();
        let (items, written) = batches.written().await;
        assert_eq!((&*items, written.unwrap()), (&[1][..], "first"));
        batches.begin(|items| async move {
            assert_eq!(*items, [2, 3]);
            "second"
        });
        let (items, written) = batches.written().await;
        assert_eq!((&*items, written.unwrap()), (&[2, 3][..], "second"));
        assert!(batches.is_empty());
    }

    #[tokio::test]
    async fn a_write_goes_on_without_whoever_began_it() {
        let mut batches = Batches::new();
        batches.add(1);
        let (done, is_done) = oneshot::channel();
        batches.begin(|items| async move { done.send(items.len()) });
        drop(batches);
        assert_eq!(is_done.await, Ok(1));
    }

    #[tokio::test]
    async fn what_was_under_way_in_a_crash_is_given_too() {
        let mut batches = Batches::<_, ()>::new();
        batches.add("a");
        batches.begin(|_| async { panic!("a crash") });
        let (items, written) = batches.written().await;
        assert_eq!(*items, ["a"]);
        assert!(written.is_err());
        assert!(batches.is_empty());
    }
}
