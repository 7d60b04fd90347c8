use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http_body_util::BodyExt as _;

use super::unread;

/// How many bytes of bodies may be in memory at once.
#[derive(Clone)]
pub(crate) struct Budget(Arc<Counts>);

struct Counts {
    used: AtomicUsize,
    most: usize,
}

/// Bytes that are taken from a [`Budget`] until this is dropped.
pub(crate) struct Taken {
    budget: Budget,
    bytes: usize,
}

impl Budget {
    pub fn new(most: usize) -> Self {
        Self(Arc::new(Counts {
            used: AtomicUsize::new(0),
            most,
        }))
    }

    fn take(&self) -> Taken {
        Taken {
            budget: self.clone(),
            bytes: 0,
        }
    }
}

impl Taken {
    fn more(&mut self, bytes: usize) -> bool {
        self.bytes += bytes;
        let before = self.budget.0.used.fetch_add(bytes, Ordering::Relaxed);
        before.saturating_add(bytes) <= self.budget.0.most
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.budget.0.used.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// Why a body was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotRead {
    TooLarge,
    TooSlow,
    Cut,
    NoRoom,
}

/// Reads a body of at most `limit` bytes. One for which there is no room, or that
/// is a little too large, is taken in and thrown away, so that its sender gets to
/// read the answer.
pub(crate) async fn read(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
    timeout: Duration,
    budget: &Budget,
) -> Result<(Bytes, Taken), NotRead> {
    let most = limit.saturating_add(unread::most(headers));
    if unread::stated_length(headers).is_some_and(|length| length > most) {
        return Err(NotRead::TooLarge);
    }
    let mut refused = None;
    let read = tokio::time::timeout(timeout, frames(body, limit, budget, &mut refused)).await;
    match (refused, read) {
        (Some(not_read), _) => Err(not_read),
        (None, Ok(read)) => read,
        (None, Err(_)) => Err(NotRead::TooSlow),
    }
}

/// Reads to the end, or until there is no more than may be thrown away.
async fn frames(
    mut body: Body,
    limit: usize,
    budget: &Budget,
    refused: &mut Option<NotRead>,
) -> Result<(Bytes, Taken), NotRead> {
    let mut taken = budget.take();
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| NotRead::Cut)?.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length > limit {
            *refused = Some(NotRead::TooLarge);
        } else if refused.is_none() && !taken.more(data.len()) {
            *refused = Some(NotRead::NoRoom);
        }
        if refused.is_some() {
            // Nothing of it is kept any more.
            (taken, first, rest) = (budget.take(), Bytes::new(), BytesMut::new());
            if length > limit.saturating_add(unread::MOST) {
                return Err(NotRead::TooLarge);
            }
        } else if first.is_empty() {
            first = data;
        } else {
            if rest.is_empty() {
                rest.extend_from_slice(&first);
            }
            rest.extend_from_slice(&data);
        }
    }
    let body = if rest.is_empty() {
        first
    } else {
        rest.freeze()
    };
    Ok((body, taken))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read_parts(
        parts: &'static [&'static str],
        limit: usize,
        room: usize,
    ) -> Result<Bytes, NotRead> {
        let stream =
            futures_util::stream::iter(parts.iter().map(|part| Ok::<_, std::io::Error>(*part)));
        let budget = Budget::new(room);
        let read = read(
            &HeaderMap::new(),
            Body::from_stream(stream),
            limit,
            Duration::from_mins(1),
            &budget,
        )
        .await
        .map(|(body, _)| body);
        assert_eq!(
            budget.0.used.load(Ordering::Relaxed),
            0,
            "the budget is given back"
        );
        read
    }

    #[tokio::test]
    async fn parts_are_put_together() {
        assert_eq!(
            read_parts(&["a", "", "bc", "d"], 4, 4).await.unwrap(),
            "abcd"
        );
        assert_eq!(read_parts(&[], 4, 4).await.unwrap(), "");
    }

    #[tokio::test]
    async fn a_body_over_a_limit_is_refused() {
        assert_eq!(
            read_parts(&["abc", "de"], 4, 9).await,
            Err(NotRead::TooLarge)
        );
        assert_eq!(read_parts(&["abc", "de"], 9, 4).await, Err(NotRead::NoRoom));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_refused() {
        let stream = futures_util::stream::pending::<Result<&str, std::io::Error>>();
        let (headers, budget) = (HeaderMap::new(), Budget::new(9));
        let read = read(
            &headers,
            Body::from_stream(stream),
            9,
            Duration::from_secs(30),
            &budget,
        );
        assert_eq!(read.await.err(), Some(NotRead::TooSlow));
    }
}
