//! However a notification is made, its events take a few times its size
//! together, and nothing in it is lost.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{events_of, payload, payload_text, process_text, with_value};
use crate::webhook::Event;

/// Bytes that the events hold in all, at least.
fn size(events: &[Event]) -> usize {
    let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let size = |event: &Event| {
        let typed = match event {
            Event::CustomerMessage(event) => {
                text(&event.business_account_id)
                    + text(&event.metadata.phone_number_id)
                    + text(&event.metadata.display_phone_number)
            }
            Event::StatusChanged(event) => {
                text(&event.business_account_id)
                    + text(&event.metadata.phone_number_id)
                    + text(&event.metadata.display_phone_number)
            }
            Event::WebhookNotification(event) => {
                text(&event.business_account_id) + event.field.len() + event.value.len()
            }
        };
        event.id().len() + typed + payload_text(event).len()
    };
    events.iter().map(size).sum()
}

/// A notification whose change has this value, as text: JSON of the library
/// has no repeated names.
fn notification(value: &str) -> String {
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"102","time":5,"changes":[{{"field":"messages","value":{value}}}]}}]}}"#
    )
}

fn repeated(part: &str, times: usize) -> String {
    vec![part; times].join(",")
}

fn digits(count: usize) -> String {
    "7".repeat(count)
}

#[test]
fn output_grows_with_the_text_and_not_with_its_square() {
    let contact = r#"{"wa_id":"391","profile":{"name":"Ada"}}"#;
    let from = r#"{"id":"m","from":"391"}"#;
    for (what, value) in [
        (
            "a large member",
            format!(
                r#"{{"x":"{}","messages":[{}]}}"#,
                digits(20_000),
                repeated("0", 10_000)
            ),
        ),
        (
            "large metadata",
            format!(
                r#"{{"metadata":{{"phone_number_id":"{}"}},"messages":[{}]}}"#,
                digits(20_000),
                repeated(from, 1000)
            ),
        ),
        (
            "many small members",
            format!(
                r#"{{{},"messages":[{}]}}"#,
                repeated(r#""x":0"#, 5000),
                repeated("0", 10_000)
            ),
        ),
        (
            "the array repeated",
            format!("{{{}}}", repeated(r#""messages":[0]"#, 3000)),
        ),
        (
            "contacts of one customer",
            format!(
                r#"{{"contacts":[{}],"messages":[{}]}}"#,
                repeated(contact, 1000),
                repeated(from, 1000)
            ),
        ),
        (
            "contacts repeated as a member",
            format!(
                r#"{{{},"messages":[{}]}}"#,
                repeated(&format!(r#""contacts":[{contact}]"#), 1000),
                repeated(from, 1000)
            ),
        ),
        (
            "one large contact",
            format!(
                r#"{{"contacts":[{{"wa_id":"391","x":"{}"}}],"statuses":[{}]}}"#,
                digits(20_000),
                repeated(r#"{"id":"s","status":"sent","recipient_id":"391"}"#, 1000)
            ),
        ),
    ] {
        let text = notification(&value);
        let (result, events) = process_text(&text);
        assert!(result.is_ok(), "{what}");
        // The id, the names and the brackets around a tiny update take more
        // than itself: at most 200 bytes each.
        let most = 24 * text.len() + 200 * events.len();
        let size = size(&events);
        assert!(size <= most, "{what}: {size} of {}", text.len());
    }
}

#[test]
fn an_account_a_time_or_a_field_of_any_length_is_not_repeated_with_each_change() {
    for long in ["id", "time", "field"] {
        let changes = repeated(r#"{"value":0}"#, 1000);
        let text = format!(
            r#"{{"entry":[{{"{long}":"{}","changes":[{changes}]}}]}}"#,
            digits(10_000)
        );
        let (_, events) = process_text(&text);
        assert_eq!(events.len(), 1, "{long}");
        assert!(
            payload_text(&events[0]).contains(&digits(10_000)),
            "{long}: the entry is handed on whole"
        );
    }
}

#[test]
fn what_the_events_cannot_repeat_comes_once_with_the_whole_change() {
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": "9001"},
        "large": digits(3000),
        "messages": (0..100).map(|n| json!({"id": format!("m{n}"), "from": "391"})).collect::<Vec<_>>(),
    });
    let events = events_of(&with_value(&value));
    assert_eq!(events.len(), 101);
    for (number, event) in events.iter().take(100).enumerate() {
        assert_eq!(event.id(), format!("m{number}"));
        assert_eq!(
            payload(event),
            json!({
                "messaging_product": "whatsapp",
                "metadata": {"phone_number_id": "9001"},
                "messages": [{"id": format!("m{number}"), "from": "391"}],
                "entry": {"id": "102"},
            }),
            "the small members stay"
        );
    }
    let Event::WebhookNotification(whole) = &events[100] else {
        panic!("{:?}", events[100]);
    };
    let whole: Value = serde_json::from_str(&whole.value).unwrap();
    assert_eq!(whole, value);
}

#[test]
fn contacts_that_do_not_fit_are_in_the_first_event_and_in_the_whole_change() {
    let contacts: Vec<Value> = (0..200).map(|n| json!({"wa_id": "391", "n": n})).collect();
    let messages: Vec<Value> = (0..200)
        .map(|n| json!({"id": format!("m{n}"), "from": "391"}))
        .collect();
    let value = json!({"contacts": contacts, "messages": messages});
    let events = events_of(&with_value(&value));
    assert_eq!(events.len(), 201);
    assert_eq!(payload(&events[0])["contacts"], value["contacts"]);
    assert_eq!(payload(&events[199])["contacts"], json!([]));
    assert_eq!(payload(&events[200])["value"], value);
}

#[test]
fn the_largest_notifications_of_whatsapp_are_not_narrowed_further() {
    let contact = |n: usize| json!({"wa_id": format!("39{n:010}"), "profile": {"name": "Ada"}});
    let statuses: Vec<Value> = (0..1000)
        .map(|n| json!({"id": format!("wamid.{n}"), "status": "sent", "timestamp": "1795248000", "recipient_id": format!("39{:010}", n % 7)}))
        .collect();
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550001111", "phone_number_id": "106540352242922"},
        "contacts": (0..7).map(contact).collect::<Vec<_>>(),
        "statuses": statuses,
        "added_in_2027": {"by": "Meta", "with": digits(300)},
    });
    let events = events_of(&with_value(&value));
    assert_eq!(events.len(), 1000);
    for (n, event) in events.iter().enumerate() {
        let payload = payload(event);
        assert_eq!(payload["added_in_2027"], value["added_in_2027"]);
        assert_eq!(payload["metadata"], value["metadata"]);
        assert_eq!(payload["contacts"], json!([contact(n % 7)]));
    }
}

#[test]
fn contacts_in_a_repeated_member_are_dealt_out_too() {
    let mut value = String::from("{");
    for id in ["391", "392"] {
        let _ = write!(value, r#""contacts":[{{"wa_id":"{id}"}}],"#);
    }
    value.push_str(r#""messages":[{"id":"m1","from":"391"},{"id":"m2","from":"392"}]}"#);
    let (_, events) = process_text(&notification(&value));
    let contacts: Vec<Value> = events
        .iter()
        .map(|event| payload(event)["contacts"].clone())
        .collect();
    assert_eq!(
        contacts,
        [json!([{"wa_id": "391"}]), json!([{"wa_id": "392"}])]
    );
}
