//! The events, which are the same for both carriers.

use uip_host::{EventRecord, KnownTypes, Refusal};

use generated::uip::whatsapp::events::{
    CustomerMessageEvent, EventError, StatusChangedEvent, WebhookNotificationEvent,
};

#[allow(unsafe_code, missing_docs, clippy::pedantic, dead_code)]
mod generated {
    uip_host::wasmtime::component::bindgen!({
        path: "../../wit",
        interfaces: "import uip:whatsapp/events@2.1.0;",
        wasmtime_crate: uip_host::wasmtime,
    });
}

pub fn known(types: KnownTypes) -> KnownTypes {
    types
        .event::<CustomerMessageEvent>("customer_message")
        .event::<StatusChangedEvent>("status_changed")
        .event::<WebhookNotificationEvent>("webhook_notification")
}

impl From<Refusal> for EventError {
    fn from(Refusal(why): Refusal) -> Self {
        Self::Refused(why)
    }
}

macro_rules! event_records {
    ($($record:ty),*) => {$(
        impl EventRecord for $record {
            type Error = EventError;

            fn into_id_and_payload(self) -> (String, String) {
                (self.event_id, self.payload)
            }
        }
    )*};
}

event_records!(
    CustomerMessageEvent,
    StatusChangedEvent,
    WebhookNotificationEvent
);
