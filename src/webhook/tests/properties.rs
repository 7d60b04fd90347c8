//! Whatever comes, the notification is refused or every part of it comes out.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::bounds::size;
use super::{events_of, payload, process_text, with_value};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop_oneof!["id", "text", "messages", "sha256="].prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let name = prop_oneof![
            Just("id"),
            Just("type"),
            Just("text"),
            Just("from"),
            Just("status"),
            Just("messages"),
            Just("statuses"),
            Just("contacts"),
            Just("errors"),
            Just("value"),
            Just("changes"),
            Just("\u{e9}\""),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..5).prop_map(|members| {
                Value::Object(
                    members
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect::<Map<_, _>>(),
                )
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let _ = process_text(&text);
    }

    #[test]
    fn every_message_comes_out_unchanged_whatever_its_neighbours(
        messages in prop::collection::vec(any_json(), 1..6),
        statuses in prop::collection::vec(any_json(), 0..6),
        contacts in prop::collection::vec(any_json(), 0..6),
        more in any_json(),
    ) {
        let value = json!({"more": more, "contacts": contacts, "messages": messages, "statuses": statuses});
        let mut events = events_of(&with_value(&value));
        // What would be repeated too often comes once, in an event of its own.
        let is_whole = events.len() > messages.len() + statuses.len();
        let mut contacts_out = 0;
        if is_whole {
            let whole = payload(&events.remove(0))["value"].clone();
            prop_assert_eq!(&whole, &value);
            contacts_out = contacts.len();
        }
        prop_assert_eq!(events.len(), messages.len() + statuses.len());
        for (position, event) in events.iter().enumerate() {
            let payload = payload(event);
            let payload = payload.get("value").filter(|_| payload.get("field").is_some()).unwrap_or(&payload);
            let (array, sent) = match messages.get(position) {
                Some(message) => ("messages", message),
                None => ("statuses", &statuses[position - messages.len()]),
            };
            prop_assert_eq!(&payload[array], &json!([sent]));
            prop_assert!(payload["more"] == more || is_whole && payload.get("more").is_none());
            contacts_out += payload["contacts"].as_array().map_or(0, Vec::len);
        }
        prop_assert!(contacts_out >= contacts.len());
    }

    #[test]
    fn the_events_hold_a_few_times_the_text_and_a_little_each(value in any_json(), field in "messages|flows|") {
        let text = json!({"object": "whatsapp_business_account", "entry": [
            {"id": "102", "time": 5, "changes": [{"field": field, "value": value}, {"value": value}]},
            {"id": value, "changes": [{"field": "messages", "value": {"messages": value, "contacts": value}}]},
        ]})
        .to_string();
        let (_, events) = process_text(&text);
        let bytes: usize = events.iter().map(size).sum();
        prop_assert!(bytes <= 16 * text.len() + 1000 * events.len(), "{} of {}", bytes, text.len());
    }

    #[test]
    fn the_same_text_gives_the_same_ids(value in any_json()) {
        let ids = |text: &str| process_text(text).1.iter().map(|event| event.id().to_owned()).collect::<Vec<_>>();
        let plain = with_value(&value).to_string();
        let pretty = serde_json::to_string_pretty(&with_value(&value)).unwrap();
        prop_assert_eq!(ids(&plain), ids(&pretty));
    }
}
