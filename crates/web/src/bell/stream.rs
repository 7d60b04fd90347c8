//! One reader's stream.

use std::convert::Infallible;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::unfold;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::log::Missed;
use super::{Bell, KEEP_ALIVE, Seen};

/// Changes within this time are told together.
const COALESCED: Duration = Duration::from_millis(50);

/// A reader that lost its connection tries again after this time.
const RETRY: Duration = Duration::from_secs(1);

struct Reader<T> {
    bell: Arc<Bell<T>>,
    rings: watch::Receiver<u64>,
    seen: Option<Seen>,
    greeted: bool,
    _permit: OwnedSemaphorePermit,
}

pub(super) fn open<T: Clone + Eq + Hash + Serialize + Send + Sync + 'static>(
    bell: Arc<Bell<T>>,
    seen: Option<Seen>,
    permit: OwnedSemaphorePermit,
) -> Response {
    let reader = bell.listen().map(|rings| Reader {
        bell,
        rings,
        seen,
        greeted: false,
        _permit: permit,
    });
    let events = unfold(reader, |reader| async move {
        let mut reader = reader?;
        let event = reader.next().await?;
        Some((Ok::<_, Infallible>(event), Some(reader)))
    });
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE).text("keep-alive");
    Sse::new(events).keep_alive(keep_alive).into_response()
}

impl<T: Clone + Eq + Hash + Serialize + Send + Sync + 'static> Reader<T> {
    /// The next event. `None` when the bell is closed.
    async fn next(&mut self) -> Option<Event> {
        if !self.greeted {
            self.greeted = true;
            return Some(self.hello().retry(RETRY));
        }
        loop {
            if let Some(event) = self.news() {
                return Some(event);
            }
            self.rings.changed().await.ok()?;
            tokio::time::sleep(COALESCED).await;
        }
    }

    /// Who serves, and how far it is. A reader that knows this run is then told what it missed.
    fn hello(&mut self) -> Event {
        let (boot, seq) = {
            let state = self.bell.lock();
            (state.boot.clone(), state.log.seq())
        };
        let from = match &self.seen {
            Some(seen) if seen.boot == boot => seen.seq,
            _ => seq,
        };
        self.seen = Some(Seen {
            boot: boot.clone(),
            seq: from,
        });
        let data = json!({"boot": boot, "seq": seq, "version": self.bell.version});
        event("hello", &boot, from, &data)
    }

    /// What the reader has not seen yet.
    fn news(&mut self) -> Option<Event> {
        self.rings.borrow_and_update();
        let (boot, seq, missed) = {
            let state = self.bell.lock();
            let seen = self.seen.as_ref().filter(|seen| seen.boot == state.boot);
            let missed = seen.map(|seen| state.log.since(seen.seq));
            (state.boot.clone(), state.log.seq(), missed)
        };
        let data = match missed {
            None => return Some(self.hello()),
            Some(Missed::Nothing) => return None,
            Some(Missed::Everything) => json!({"seq": seq, "all": true}),
            Some(Missed::These(changed)) => json!({"seq": seq, "changed": changed}),
        };
        let event = event("changed", &boot, seq, &data);
        self.seen = Some(Seen { boot, seq });
        Some(event)
    }
}

fn event(name: &str, boot: &str, seq: u64, data: &Value) -> Event {
    // JSON as `serde_json` writes it has no line breaks, which an event could not carry.
    Event::default()
        .event(name)
        .id(format!("{boot}.{seq}"))
        .data(data.to_string())
}
