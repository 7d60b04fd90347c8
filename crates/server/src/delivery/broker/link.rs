use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};

use super::Session;
use crate::delivery::not_taken::NotTaken;

type Connected<S> = Result<Arc<S>, NotTaken>;

/// The one connection of a trigger to its broker. It is made when it is needed,
/// and made again when it was lost. Deliveries that wait for it share the attempt,
/// and its error.
pub(super) struct Link<S> {
    connect: Box<dyn Fn() -> BoxFuture<'static, Result<S, NotTaken>> + Send + Sync>,
    latest: Mutex<Option<Shared<BoxFuture<'static, Connected<S>>>>>,
}

impl<S: Session> Link<S> {
    pub fn new(
        connect: impl Fn() -> BoxFuture<'static, Result<S, NotTaken>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            connect: Box::new(connect),
            latest: Mutex::new(None),
        }
    }

    /// The connection, made now if there is none. It is made to the end, also if
    /// this is dropped.
    pub async fn session(&self) -> Connected<S> {
        let connected = self.latest().await;
        match connected {
            // Made for a delivery that did not wait for it, and lost since.
            Ok(session) if !session.is_open() => self.latest().await,
            connected => connected,
        }
    }

    fn latest(&self) -> Shared<BoxFuture<'static, Connected<S>>> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(connecting) = &*latest {
            match connecting.peek() {
                Some(Ok(session)) if session.is_open() => return connecting.clone(),
                Some(_) => {}
                None => return connecting.clone(),
            }
        }
        let task = tokio::spawn((self.connect)());
        let connecting = async {
            match task.await {
                Ok(connected) => connected.map(Arc::new),
                Err(_) => Err(NotTaken::by_receiver(
                    "the connection was not made: the server ends",
                )),
            }
        };
        latest.insert(connecting.boxed().shared()).clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use futures_util::future::join_all;

    use super::*;
    use crate::delivery::broker::Outgoing;

    struct Fake {
        number: usize,
        open: AtomicBool,
    }

    impl Session for Fake {
        fn is_open(&self) -> bool {
            self.open.load(Ordering::SeqCst)
        }

        async fn publish(&self, _: Outgoing) -> Result<(), NotTaken> {
            Ok(())
        }

        fn why_silent(&self) -> Option<String> {
            None
        }
    }

    /// A link whose first connections fail.
    fn link(failures: usize) -> Link<Fake> {
        let made = Arc::new(AtomicUsize::new(0));
        Link::new(move || {
            let number = made.fetch_add(1, Ordering::SeqCst);
            async move {
                tokio::task::yield_now().await;
                if number < failures {
                    return Err(NotTaken::by_receiver(format!("failure {number}")));
                }
                Ok(Fake {
                    number,
                    open: AtomicBool::new(true),
                })
            }
            .boxed()
        })
    }

    #[tokio::test]
    async fn deliveries_share_one_connection_until_it_is_lost() {
        let link = link(0);
        let sessions = join_all((0..5).map(|_| link.session())).await;
        for session in &sessions {
            assert_eq!(session.as_ref().unwrap().number, 0);
        }
        sessions[0]
            .as_ref()
            .unwrap()
            .open
            .store(false, Ordering::SeqCst);
        assert_eq!(link.session().await.unwrap().number, 1);
    }

    #[tokio::test]
    async fn those_that_wait_for_a_connection_share_its_error_and_the_next_one_tries_again() {
        let link = link(1);
        for result in join_all((0..5).map(|_| link.session())).await {
            assert_eq!(result.err().unwrap().error, "failure 0");
        }
        assert_eq!(link.session().await.unwrap().number, 1);
    }

    #[tokio::test]
    async fn a_connection_that_was_lost_before_anybody_used_it_is_made_again() {
        let link = link(0);
        // Nobody waits for it: only the task that makes it runs.
        drop(link.latest());
        let first = link.latest().await.unwrap();
        first.open.store(false, Ordering::SeqCst);
        assert_eq!(link.session().await.unwrap().number, 1);
    }
}
