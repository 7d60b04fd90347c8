//! An event as the body of a delivery, in the format that its trigger asks for.

use bytes::Bytes;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::config::Format;
use crate::escape::{escaped, is_unreserved};
use crate::inbox::deliveries::Ready;
use crate::operations::Time;

/// How many bytes there usually are around the payload, at most.
const AROUND: usize = 512;

/// The body of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    pub content_type: &'static str,
    pub body: Bytes,
}

impl Message {
    pub(super) fn of(ready: &Ready, format: Format) -> Result<Self, serde_json::Error> {
        let mut body = Vec::with_capacity(ready.payload.len() + AROUND);
        let content_type = match format {
            Format::Uip => {
                serde_json::to_writer(&mut body, &Body::of(ready))?;
                "application/json"
            }
            Format::CloudEvents => {
                serde_json::to_writer(&mut body, &CloudEvent::of(ready))?;
                "application/cloudevents+json"
            }
        };
        Ok(Self {
            content_type,
            body: body.into(),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'e> {
    adapter: &'e str,
    event: &'e str,
    event_id: &'e str,
    properties: Payload<'e>,
}

impl<'e> Body<'e> {
    fn of(ready: &'e Ready) -> Self {
        Self {
            adapter: &ready.adapter,
            event: &ready.name,
            event_id: &ready.event_id,
            properties: Payload::of(&ready.payload),
        }
    }
}

/// The members that CloudEvents 1.0 names, in structured mode.
#[derive(Serialize)]
struct CloudEvent<'e> {
    specversion: &'static str,
    id: &'e str,
    source: String,
    #[serde(rename = "type")]
    kind: String,
    /// Absent if the event is of no customer: it must not be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'e str>,
    time: String,
    datacontenttype: &'static str,
    data: Payload<'e>,
}

impl<'e> CloudEvent<'e> {
    fn of(ready: &'e Ready) -> Self {
        Self {
            specversion: "1.0",
            id: &ready.event_id,
            // Where the adapter's commands are, relative to the server.
            source: format!("/adapters/{}", escaped(&ready.adapter, is_unreserved)),
            kind: format!("uip.{}", ready.name),
            subject: ready.key.as_deref(),
            time: Time(ready.emitted_at).to_string(),
            datacontenttype: "application/json",
            data: Payload::of(&ready.payload),
        }
    }
}

/// The payload as it was emitted, or what is to be said of it.
#[derive(Serialize)]
#[serde(untagged)]
enum Payload<'e> {
    Raw(&'e RawValue),
    Text(&'e str),
}

impl<'e> Payload<'e> {
    fn of(payload: &'e str) -> Self {
        serde_json::from_str(payload).map_or(Self::Text(payload), Self::Raw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn cloud_event(ready: &Ready) -> Value {
        let message = Message::of(ready, Format::CloudEvents).unwrap();
        assert_eq!(message.content_type, "application/cloudevents+json");
        serde_json::from_slice(&message.body).unwrap()
    }

    #[test]
    fn a_cloud_event_names_the_event_its_adapter_and_its_customer() {
        let mut ready = Ready::example("wamid.1=", r#"{"messages":[{"text":"Grüß dich"}]}"#);
        ready.key = Some("39333".to_owned());
        assert_eq!(
            cloud_event(&ready),
            json!({
                "specversion": "1.0", "id": "wamid.1=", "source": "/adapters/shop",
                "type": "uip.message", "subject": "39333", "time": "1994-11-06T08:49:37Z",
                "datacontenttype": "application/json",
                "data": { "messages": [{ "text": "Grüß dich" }] },
            })
        );
    }

    #[test]
    fn a_cloud_event_of_no_customer_has_no_subject() {
        let event = cloud_event(&Ready::example("1", "{}"));
        assert_eq!(event.get("subject"), None);
    }

    #[test]
    fn the_source_of_a_cloud_event_is_a_uri_reference_whatever_the_adapter_is_called() {
        let mut ready = Ready::example("1", "{}");
        ready.adapter = "il mio/número".to_owned();
        assert_eq!(
            cloud_event(&ready)["source"],
            "/adapters/il%20mio%2Fn%C3%BAmero"
        );
    }

    #[test]
    fn a_payload_keeps_every_byte_in_either_format() {
        let payload = r#"{ "a":1.0 ,"a":  1e400 }"#;
        for format in [Format::Uip, Format::CloudEvents] {
            let message = Message::of(&Ready::example("1", payload), format).unwrap();
            let body = String::from_utf8(message.body.to_vec()).unwrap();
            assert!(body.contains(payload), "{body}");
        }
    }

    #[test]
    fn a_payload_that_is_not_json_is_a_string() {
        let message = Message::of(&Ready::example("1", "{"), Format::Uip).unwrap();
        let body: Value = serde_json::from_slice(&message.body).unwrap();
        assert_eq!(body["properties"], "{");
    }
}
