use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use uip_contract::{Event, EventSink, Refusal};

/// How many bytes of events one call may emit. A notification is a few
/// megabytes at most, and its events hold little more.
const MOST: usize = 64 << 20;

/// Keeps the events of one call until it is over.
#[derive(Default)]
pub(crate) struct Collected(Mutex<(usize, Vec<Event>)>);

impl Collected {
    /// The events, in the order in which they were emitted.
    pub fn take(&self) -> Vec<Event> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut kept.1)
    }
}

#[async_trait]
impl EventSink for Collected {
    async fn receive(&self, event: Event) -> Result<(), Refusal> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.0 += event.payload.get().len() + event.id.len();
        if kept.0 > MOST {
            let why = format!("the command emits more than {MOST} bytes of events");
            return Err(Refusal(why));
        }
        kept.1.push(event);
        Ok(())
    }
}
