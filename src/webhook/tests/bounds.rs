//! What comes out, and the work it takes, grow no faster than the text.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{events_of, payload, process_text, with_value};
use crate::bindings::uip::whatsapp::events::{Contact, Metadata};
use crate::webhook::Event;
use uip_kit::json::work;

/// A notification with one change of these members.
fn of_members(members: &str) -> String {
    of_entry(&format!(
        r#""id":"102","time":5,"changes":[{{"field":"messages","value":{{{members}}}}}]"#
    ))
}

fn of_entry(members: &str) -> String {
    format!(r#"{{"object":"whatsapp_business_account","entry":[{{{members}}}]}}"#)
}

fn repeated(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

fn messages(count: usize) -> String {
    let message = |n| format!(r#"{{"id":"m{n}","from":"391"}}"#);
    format!(r#""messages":[{}]"#, repeated(count, message))
}

/// How many bytes an event holds.
pub fn size(event: &Event) -> usize {
    let of = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let contact = |it: &Contact| {
        let texts = [
            &it.wa_id,
            &it.user_id,
            &it.parent_user_id,
            &it.username,
            &it.identity_key_hash,
        ];
        texts.into_iter().map(of).sum::<usize>() + of(&it.profile_name)
    };
    let typed = |metadata: &Metadata, contacts: &[Contact]| {
        of(&metadata.display_phone_number)
            + of(&metadata.phone_number_id)
            + contacts.iter().map(contact).sum::<usize>()
    };
    event.id().len()
        + match event {
            Event::CustomerMessage(it) => {
                it.payload.len() + of(&it.business_account_id) + typed(&it.metadata, &it.contacts)
            }
            Event::StatusChanged(it) => {
                it.payload.len() + of(&it.business_account_id) + typed(&it.metadata, &it.contacts)
            }
            Event::WebhookNotification(it) => {
                it.payload.len() + it.value.len() + it.field.len() + of(&it.business_account_id)
            }
        }
}

/// What makes a text grow, and the text with so many parts.
type Growing = (&'static str, fn(usize) -> String);

/// Texts that would grow to the square of their size, by what makes them.
fn growing() -> Vec<Growing> {
    vec![
        ("a large member next to messages that are none", |n| {
            let zeros = repeated(n, |_| "0".to_owned());
            of_members(&format!(
                r#""x":"{}","messages":[{zeros}]"#,
                "y".repeat(2 * n)
            ))
        }),
        ("a large member next to messages", |n| {
            of_members(&format!(r#""x":"{}",{}"#, "y".repeat(20 * n), messages(n)))
        }),
        ("many small members next to messages", |n| {
            let small = repeated(n, |n| format!(r#""x{n}":{n}"#));
            of_members(&format!("{small},{}", messages(n)))
        }),
        ("large metadata", |n| {
            let number = "9".repeat(20 * n);
            of_members(&format!(
                r#""metadata":{{"phone_number_id":"{number}"}},{}"#,
                messages(n)
            ))
        }),
        ("a large member named entry", |n| {
            of_members(&format!(
                r#""entry":"{}",{}"#,
                "y".repeat(20 * n),
                messages(n)
            ))
        }),
        ("messages repeated", |n| {
            of_members(&repeated(n, |_| r#""messages":[0]"#.to_owned()))
        }),
        (
            "statuses and messages repeated, with members between",
            |n| {
                of_members(&repeated(n, |n| {
                    format!(
                        r#""statuses":[{{"id":"s{n}","status":"sent"}}],"x":1,"messages":[{{"id":"m{n}"}}]"#
                    )
                }))
            },
        ),
        ("many contacts with one id", |n| {
            let contacts = repeated(n, |n| format!(r#"{{"wa_id":"391","n":{n}}}"#));
            of_members(&format!(r#""contacts":[{contacts}],{}"#, messages(n)))
        }),
        ("one large contact", |n| {
            let name = "y".repeat(20 * n);
            of_members(&format!(
                r#""contacts":[{{"wa_id":"391","profile":{{"name":"{name}"}}}}],{}"#,
                messages(n)
            ))
        }),
        ("one large contact of messages that are none", |n| {
            let name = "y".repeat(20 * n);
            let odd = repeated(n, |_| r#"{"from":"391"}"#.to_owned());
            of_members(&format!(
                r#""contacts":[{{"wa_id":"391","name":"{name}"}}],"messages":[{odd}]"#
            ))
        }),
        ("contacts repeated", |n| {
            let contacts = repeated(n, |_| r#""contacts":[{"wa_id":"391"}]"#.to_owned());
            of_members(&format!("{contacts},{}", messages(n)))
        }),
        ("many contacts and messages with ids of their own", |n| {
            let contacts = repeated(n, |n| format!(r#"{{"wa_id":"{n}"}}"#));
            let messages = repeated(n, |n| format!(r#"{{"id":"m{n}","from":"{n}"}}"#));
            of_members(&format!(
                r#""contacts":[{contacts}],"messages":[{messages}]"#
            ))
        }),
        ("many entries", |n| {
            format!(
                r#"{{"entry":[{}],"entry":[{}]}}"#,
                repeated(n, |_| "0".to_owned()),
                repeated(n, |_| "{}".to_owned())
            )
        }),
        ("a large id of an entry", |n| {
            let changes = repeated(n, |_| "0".to_owned());
            of_entry(&format!(
                r#""id":"{}","changes":[{changes}]"#,
                "9".repeat(2 * n)
            ))
        }),
        ("a large field of an entry", |n| {
            let changes = repeated(n, |_| "{}".to_owned());
            of_entry(&format!(
                r#""field":"{}","changes":[{changes}]"#,
                "y".repeat(2 * n)
            ))
        }),
    ]
}

#[test]
fn four_times_the_text_is_at_most_four_times_the_events_and_the_work() {
    for (name, text) in growing() {
        let measured = [200, 800].map(|count| {
            let text = text(count);
            let ((result, events), work) = work::of(|| process_text(&text));
            result.unwrap();
            assert!(events.len() >= count, "{name}: {}", events.len());
            let bytes: usize = events.iter().map(size).sum();
            (text.len(), bytes, work)
        });
        let [small, large] = measured;
        // Numbers have more digits in the larger text, so each figure counts
        // for each byte.
        let grows = |small: usize, large: usize, by: (usize, usize)| large * by.0 > small * by.1;
        let by = (small.0 * 10, large.0 * 12);
        assert!(!grows(small.1, large.1, by), "{name}: bytes {measured:?}");
        assert!(!grows(small.2, large.2, by), "{name}: work {measured:?}");
    }
}

#[test]
fn a_member_too_large_to_repeat_comes_once_and_the_short_ones_stay() {
    let value = json!({
        "metadata": {"phone_number_id": "9"},
        "x": "y".repeat(3000),
        "contacts": [{"wa_id": "391"}],
        "messages": (0..20).map(|n| json!({"id": format!("m{n}"), "from": "391"})).collect::<Vec<_>>(),
        "statuses": [{"id": "s", "status": "sent"}, 7],
    });
    let events = events_of(&with_value(&value));
    assert_eq!(events.len(), 1 + 20 + 2);
    assert!(matches!(events[0], Event::WebhookNotification(_)));
    assert_eq!(payload(&events[0])["value"], value);
    for (event, n) in events[1..=20].iter().zip(0..) {
        assert_eq!(
            payload(event),
            json!({
                "metadata": value["metadata"],
                "contacts": value["contacts"],
                "messages": [value["messages"][n]],
                "entry": {"id": "102"},
            })
        );
    }
    assert_eq!(
        payload(&events[22])["value"],
        json!({"metadata": value["metadata"], "contacts": [], "statuses": [7]})
    );
}

#[test]
fn an_event_has_the_same_id_with_and_without_what_is_too_large_to_repeat() {
    let x = "y".repeat(3000);
    let ids = |updates: &[Value]| -> Vec<String> {
        let value = json!({"x": x, "messages": updates});
        let events = events_of(&with_value(&value));
        let events = events.iter().skip(events.len() - updates.len());
        events.map(|event| event.id().to_owned()).collect()
    };
    let updates: Vec<Value> = (0..20)
        .map(|n| match n % 2 {
            0 => json!({"id": format!("m{n}")}),
            _ => json!(n),
        })
        .collect();
    let alone: Vec<String> = updates
        .iter()
        .flat_map(|update| ids(std::slice::from_ref(update)))
        .collect();
    assert_eq!(ids(&updates), alone);
}

#[test]
fn a_thousand_messages_and_statuses_of_real_size_repeat_all_that_they_share() {
    let id = |n| format!("wamid.HBgLMTY1MDU1NTEyMzQVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY{n:04}");
    let metadata =
        json!({"display_phone_number": "15550100200", "phone_number_id": "100000000000001"});
    let contact = |n: usize| json!({"profile": {"name": "Ada Lovelace"}, "wa_id": format!("1650555{n:04}"), "user_id": format!("US.1349120865530274{n:04}")});
    let cases = [
        json!({
            "messaging_product": "whatsapp", "metadata": metadata,
            "statuses": (0..1000).map(|n| json!({"id": id(n), "status": "sent", "timestamp": "1795248000", "recipient_id": "16505551234"})).collect::<Vec<_>>(),
        }),
        json!({
            "messaging_product": "whatsapp", "metadata": metadata,
            "contacts": (0..100).map(contact).collect::<Vec<_>>(),
            "messages": (0..100).map(|n| json!({"from": format!("1650555{n:04}"), "id": id(n), "timestamp": "1795248000", "text": {"body": "Hi"}, "type": "text"})).collect::<Vec<_>>(),
        }),
        // One customer who sends all of them.
        json!({
            "messaging_product": "whatsapp", "metadata": metadata, "contacts": [contact(1)],
            "messages": (0..100).map(|n| json!({"from": "16505550001", "id": id(n), "timestamp": "1795248000", "text": {"body": "Hi"}, "type": "text"})).collect::<Vec<_>>(),
        }),
    ];
    for value in cases {
        let (array, others) = match value.get("statuses") {
            Some(statuses) => (statuses, "statuses"),
            None => (&value["messages"], "messages"),
        };
        let events = events_of(&with_value(&value));
        assert_eq!(events.len(), array.as_array().unwrap().len());
        for (position, event) in events.iter().enumerate() {
            let payload = payload(event);
            assert_eq!(payload["metadata"], metadata);
            assert_eq!(payload["messaging_product"], "whatsapp");
            assert_eq!(payload[others], json!([array[position]]));
            if let Some(contacts) = value.get("contacts") {
                let own = contacts.get(position).unwrap_or(&contacts[0]);
                assert_eq!(payload["contacts"], json!([own]));
            }
        }
    }
}

#[test]
fn every_contact_is_in_an_event_whatever_the_ids_and_names() {
    let mut members = String::new();
    for n in 0..1200 {
        let _ = write!(members, r#""contacts":[{{"wa_id":"391","n":{n}}}],"#);
    }
    let text = of_members(&format!(
        r#"{members}"messages":[{{"id":"a","from":"391"}},{{"id":"b","from":"391"}}]"#
    ));
    let (_, events) = process_text(&text);
    let count = |event: &Event| payload(event)["contacts"].as_array().unwrap().len();
    assert_eq!((count(&events[0]), count(&events[1])), (1200, 1));
    assert_eq!(payload(&events[1])["contacts"][0]["n"], 0);
}
