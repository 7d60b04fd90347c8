use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use uip_contract::{Event, EventSink, Refusal};

/// How many bytes of events one call may emit. A notification is a few
/// megabytes at most, and its events hold little more.
const MOST: usize = 64 << 20;

/// Keeps the events of one call until it is over.
#[derive(Default)]
pub(crate) struct Collected(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    bytes: usize,
    events: Vec<Event>,
    /// Whether an event was too much.
    has_refused: bool,
}

impl Collected {
    /// The events within the limit, in the order in which they were emitted.
    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.kept().events)
    }

    /// What to tell an operator if the call emitted more than the limit.
    pub fn problem(&self) -> Option<String> {
        self.kept().has_refused.then(|| {
            format!(
                "too-many-events: the command emits more than {MOST} bytes of events for this notification. \
                 The events within that limit are stored, and the others are not. A replay ends in the same way: \
                 look at the body with `uip notifications show`, and call the command with what is missing"
            )
        })
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl EventSink for Collected {
    async fn receive(&self, event: Event) -> Result<(), Refusal> {
        let mut kept = self.kept();
        let bytes = kept.bytes + event.payload.get().len() + event.id.len();
        if bytes > MOST {
            kept.has_refused = true;
            let why = format!("the command emits more than {MOST} bytes of events");
            return Err(Refusal(why));
        }
        kept.bytes = bytes;
        kept.events.push(event);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    #[tokio::test]
    async fn events_beyond_the_limit_are_refused_and_what_still_fits_is_kept() {
        let collected = Collected::default();
        let of = |length| Event::new("a", "e", "i".repeat(length), RawValue::NULL.to_owned());
        let half = MOST / 2;
        assert!(collected.receive(of(half)).await.is_ok());
        assert_eq!(collected.problem(), None);
        // The payload counts, too.
        assert!(collected.receive(of(half)).await.is_err());
        assert!(collected.receive(of(1)).await.is_ok());
        assert!(collected.problem().is_some());
        let lengths: Vec<usize> = collected
            .take()
            .iter()
            .map(|event| event.id.len())
            .collect();
        assert_eq!(lengths, [half, 1]);
    }
}
