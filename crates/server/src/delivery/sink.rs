use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::value::{RawValue, to_raw_value};
use uip_contract::{Event, EventSink};

use super::not_taken::NotTaken;
use crate::config::EventTrigger;
use crate::inbox::deliveries::Ready;

/// The sinks of the program that embeds the server, by name.
#[derive(Clone, Default)]
pub(crate) struct Sinks(BTreeMap<String, Arc<dyn EventSink>>);

impl Sinks {
    pub(crate) fn add(&mut self, name: String, sink: Arc<dyn EventSink>) {
        self.0.insert(name, sink);
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Arc<dyn EventSink>> {
        self.0.get(name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Gives an event to a sink. It is taken if the sink says so in time.
pub(super) async fn give(
    sink: &dyn EventSink,
    trigger: &EventTrigger,
    ready: &Ready,
) -> Result<(), NotTaken> {
    let payload = payload(&ready.payload);
    let event = Event::new(&*ready.adapter, &*ready.name, &*ready.event_id, payload);
    match tokio::time::timeout(trigger.timeout, sink.receive(event)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(refusal)) => Err(NotTaken::by_receiver(format!(
            "the sink rejected it: {refusal}"
        ))),
        Err(_) => Err(NotTaken::by_receiver(format!(
            "the sink did not take it within {:?}",
            trigger.timeout
        ))),
    }
}

/// The payload as it was emitted, or as a string if it is not JSON.
fn payload(text: &str) -> Box<RawValue> {
    RawValue::from_string(text.to_owned())
        .or_else(|_| to_raw_value(text))
        .unwrap_or_else(|_| RawValue::NULL.to_owned())
}
