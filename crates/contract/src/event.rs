use std::any::Any;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use async_trait::async_trait;
use serde::Serialize;
use serde_json::value::RawValue;

/// One event, as an adapter emitted it.
///
/// It serializes to `{"adapter", "event", "eventId", "properties"}`, where
/// `properties` is the payload, byte for byte.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// The name of the adapter instance that emitted it.
    pub adapter: String,
    /// The event's name: `customer_message`.
    #[serde(rename = "event")]
    pub name: String,
    /// The same for the same event, however often it is emitted.
    #[serde(rename = "eventId")]
    pub id: String,
    /// The event as JSON, as a flow sees it.
    #[serde(rename = "properties")]
    pub payload: Box<RawValue>,
    #[serde(skip)]
    value: Option<Arc<dyn Any + Send + Sync>>,
}

impl Event {
    /// An event of an adapter instance.
    pub fn new(
        adapter: impl Into<String>,
        name: impl Into<String>,
        id: impl Into<String>,
        payload: Box<RawValue>,
    ) -> Self {
        Self {
            adapter: adapter.into(),
            name: name.into(),
            id: id.into(),
            payload,
            value: None,
        }
    }

    /// Adds the event's typed value, in the representation of the engine that
    /// runs the adapter.
    #[must_use]
    pub fn with_value(mut self, value: impl Any + Send + Sync) -> Self {
        self.value = Some(Arc::new(value));
        self
    }

    /// The event's typed value, for sinks whose [`EventSink::wants_values`] is
    /// true. `V` is the engine's own type.
    pub fn value<V: Any>(&self) -> Option<&V> {
        self.value.as_deref()?.downcast_ref()
    }

    /// The event as one line of JSON, without the line break at its end. Line
    /// breaks between the payload's tokens become spaces: within a string, JSON
    /// has none.
    pub fn to_line(&self) -> String {
        // Strings and a raw value: nothing in it can fail to serialize.
        let line = serde_json::to_string(self).unwrap_or_default();
        if line.contains(['\n', '\r']) {
            line.replace(['\n', '\r'], " ")
        } else {
            line
        }
    }
}

/// Shows which event it is, and no content: that is somebody's message.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("adapter", &self.adapter)
            .field("name", &self.name)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Why an event was not taken. The adapter receives the text, and its command
/// fails; a later repeat emits the event again, with the same id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

impl From<Refusal> for String {
    fn from(Refusal(why): Refusal) -> Self {
        why
    }
}

/// Takes the events of an adapter.
///
/// `receive` is called while the command that emits the event runs, in the
/// order in which the adapter emits: the command continues when it returns.
/// `Ok` is a promise: the adapter counts the event as taken, so make it durable
/// first. If the command's deadline passes meanwhile, or its caller stops waiting,
/// the future is dropped wherever it waits: the adapter then emits the event again,
/// with the same id, when the command is called again.
///
/// Any `Fn(Event) -> impl Future<Output = Result<(), Refusal>>` is a sink.
#[async_trait]
pub trait EventSink: Send + Sync {
    /// Takes one event.
    ///
    /// # Errors
    /// When the event is not taken. The text goes to the adapter.
    async fn receive(&self, event: Event) -> Result<(), Refusal>;

    /// Whether [`Event::value`] is wanted. It costs a copy of every event.
    fn wants_values(&self) -> bool {
        false
    }
}

#[async_trait]
impl<F, Fut> EventSink for F
where
    F: Fn(Event) -> Fut + Send + Sync,
    Fut: Future<Output = Result<(), Refusal>> + Send,
{
    async fn receive(&self, event: Event) -> Result<(), Refusal> {
        self(event).await
    }
}

/// Refuses every event: to drop one silently would be to lose it.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSink;

#[async_trait]
impl EventSink for NoSink {
    async fn receive(&self, _: Event) -> Result<(), Refusal> {
        Err(Refusal(
            "this engine takes no events: no sink is configured".to_owned(),
        ))
    }
}
