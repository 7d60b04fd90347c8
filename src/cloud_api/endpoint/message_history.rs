//! What became of a message.

use crate::bindings::uip::whatsapp::account::{MessageHistory, MessageHistoryEvent};
use crate::cloud_api::MessageId;
use crate::configuration::PhoneNumberId;
use uip_kit::http::percent;
use uip_kit::json::{Object, Raw};

/// The braces of `message_id,events{…}` are escaped.
const FIELDS: &str = "message_id,events%7Bdelivery_status,timestamp,error_description,\
                      webhook_uri,webhook_update_state%7D";

/// The path that asks for one message.
pub fn path(number: &PhoneNumberId, id: &MessageId) -> String {
    let mut path = [number.as_str(), "/message_history?message_id="].concat();
    path.extend(percent::encode(id.as_str()));
    path.extend(["&fields=", FIELDS]);
    path
}

/// Reads an answer: the list `data` is a must. Where it does not have the
/// message, WhatsApp knows nothing of it.
pub fn read(answer: &Object<'_>, id: &MessageId) -> Option<MessageHistory> {
    let messages = answer.get("data")?.items()?;
    let is_it = |message: &Object<'_>| {
        message
            .text("message_id")
            .is_some_and(|found| found == id.as_str())
    };
    let events = messages
        .filter_map(Raw::object)
        .filter(is_it)
        .filter_map(|message| message.object("events"));
    let events: Vec<MessageHistoryEvent> = events
        .flat_map(|events| events.items("data"))
        .filter_map(Raw::object)
        .filter_map(|event| read_event(&event))
        .collect();
    // Meta does not document the order. Of two at the same time the later in
    // the life of a message counts.
    let latest = events
        .iter()
        .max_by_key(|event| (event.time, rank(&event.status)));
    Some(MessageHistory {
        message_id: id.as_str().to_owned(),
        message_status: latest.map(|event| event.status.clone()),
        events,
    })
}

fn read_event(event: &Object<'_>) -> Option<MessageHistoryEvent> {
    let lower = |name| event.text(name).map(|word| word.to_ascii_lowercase());
    Some(MessageHistoryEvent {
        status: lower("delivery_status").filter(|status| !status.is_empty())?,
        time: event.number("timestamp"),
        error: event.text("error_description"),
        webhook_url: event.text("webhook_uri"),
        webhook_state: lower("webhook_update_state"),
    })
}

fn rank(status: &str) -> u8 {
    match status {
        "accepted" => 0,
        "sent" => 1,
        "delivered" => 2,
        "read" => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::{path, read};
    use crate::bindings::uip::whatsapp::account::MessageHistory;
    use crate::cloud_api::MessageId;
    use crate::configuration::PhoneNumberId;
    use uip_kit::json::Document;

    fn id(value: &str) -> MessageId {
        MessageId::parse("messageId", value).unwrap()
    }

    fn history(json: &str) -> Option<MessageHistory> {
        read(
            &Document::parse(json).unwrap().object().unwrap(),
            &id("wamid.A"),
        )
    }

    fn status(events: &str) -> Option<String> {
        let answer =
            format!(r#"{{"data":[{{"message_id":"wamid.A","events":{{"data":[{events}]}}}}]}}"#);
        history(&answer).unwrap().message_status
    }

    #[test]
    fn the_id_is_escaped_in_the_query() {
        let number = PhoneNumberId::parse("7").unwrap();
        assert_eq!(
            path(&number, &id("wamid.A=&fields=x#/../%")),
            "7/message_history?message_id=wamid.A%3D%26fields%3Dx%23%2F..%2F%25&fields=message_id,\
             events%7Bdelivery_status,timestamp,error_description,webhook_uri,\
             webhook_update_state%7D"
        );
    }

    #[test]
    fn an_event_is_told_as_meta_documents_it() {
        let told = history(
            r#"{"data":[{"id":"1","message_id":"wamid.A","events":{"data":[
                {"id":"2","delivery_status":"FAILED","timestamp":1640995200,
                 "error_description":"Not on WhatsApp","webhook_update_state":"RETRYING",
                 "application":{"id":"9"},"webhook_uri":"https://example.com/webhook"},
                {"id":"3","delivery_status":""},7,{"timestamp":1}]}}]}"#,
        )
        .unwrap();
        assert_eq!(told.message_status.as_deref(), Some("failed"));
        let [event] = told.events.as_slice() else {
            panic!("one event")
        };
        assert_eq!(event.time, Some(1_640_995_200));
        assert_eq!(event.error.as_deref(), Some("Not on WhatsApp"));
        assert_eq!(
            event.webhook_url.as_deref(),
            Some("https://example.com/webhook")
        );
        assert_eq!(event.webhook_state.as_deref(), Some("retrying"));
    }

    #[test]
    fn the_latest_status_counts_in_any_order() {
        let sent = r#"{"delivery_status":"SENT","timestamp":1}"#;
        let delivered = r#"{"delivery_status":"DELIVERED","timestamp":"2"}"#;
        let read = r#"{"delivery_status":"READ","timestamp":2}"#;
        let untimed = r#"{"delivery_status":"READ"}"#;
        for (events, latest) in [
            (vec![sent, delivered], "delivered"),
            (vec![delivered, sent], "delivered"),
            (vec![read, delivered, sent], "read"),
            (vec![delivered, read], "read"),
            (vec![untimed, sent], "sent"),
            (vec![untimed], "read"),
        ] {
            assert_eq!(status(&events.join(",")).as_deref(), Some(latest));
        }
    }

    #[test]
    fn of_a_message_that_whatsapp_does_not_know_nothing_is_told() {
        let other = r#"{"message_id":"wamid.B","events":{"data":[{"delivery_status":"READ"}]}}"#;
        let without = r#"{"events":{"data":[{"delivery_status":"READ"}]}}"#;
        for data in ["", other, without, r#"{"message_id":"wamid.A"}"#] {
            let told = history(&format!(r#"{{"data":[{data}]}}"#)).unwrap();
            assert_eq!(told.message_id, "wamid.A");
            assert_eq!(told.message_status, None, "{data}");
            assert!(told.events.is_empty(), "{data}");
        }
        assert!(history("{}").is_none());
        assert!(history(r#"{"data":{}}"#).is_none());
    }
}
