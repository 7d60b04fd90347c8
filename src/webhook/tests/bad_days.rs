//! Notifications as they should not be: nothing is lost, nothing breaks.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{events_of, payload, process_text, with_message, with_value};
use crate::bindings::uip::whatsapp::incoming::Content;
use crate::webhook::Event;

#[test]
fn a_malformed_neighbour_is_an_event_of_its_own_and_the_rest_goes_through() {
    let odd = [
        json!(null),
        json!(7),
        json!("x"),
        json!([]),
        json!({}),
        json!({"id": ""}),
        json!({"type": "text"}),
    ];
    for odd in odd {
        let value = json!({
            "metadata": {"phone_number_id": "9"},
            "messages": [{"id": "m1"}, odd, {"id": "m3"}],
            "statuses": [odd, {"id": "s1", "status": "sent"}],
        });
        let events = events_of(&with_value(&value));
        let ids: Vec<&str> = events.iter().map(Event::id).collect();
        assert_eq!(events.len(), 5, "{odd}");
        assert_eq!((ids[0], ids[2], ids[4]), ("m1", "m3", "s1:sent"), "{odd}");
        for (position, array) in [(1, "messages"), (3, "statuses")] {
            assert!(
                matches!(events[position], Event::WebhookNotification(_)),
                "{odd}"
            );
            let payload = payload(&events[position]);
            assert_eq!(payload["field"], "messages");
            assert_eq!(payload["value"][array], json!([odd]));
            assert_eq!(payload["value"]["metadata"], value["metadata"]);
        }
    }
}

#[test]
fn something_else_in_the_place_of_an_array_is_an_event() {
    for odd in [json!({"id": "m1"}), json!("x"), json!(1), json!(true)] {
        let value = json!({"messages": odd, "statuses": [{"id": "s1", "status": "sent"}]});
        let events = events_of(&with_value(&value));
        assert_eq!(events.len(), 2, "{odd}");
        assert_eq!(payload(&events[0])["value"], json!({"messages": odd}));
        assert_eq!(events[1].id(), "s1:sent");
    }
}

#[test]
fn entries_and_changes_of_any_form_become_events() {
    let changes = [
        json!(null),
        json!("x"),
        json!(3),
        json!([]),
        json!({}),
        json!({"field": 1, "value": 2}),
        json!({"value": {}}),
        json!({"field": "messages"}),
        json!({"field": "messages", "value": "x"}),
        json!({"field": "messages", "value": {"messages": [], "statuses": []}}),
    ];
    for change in changes {
        let events = events_of(
            &json!({"object": "whatsapp_business_account", "entry": [{"changes": [change, {"field": "messages", "value": {"messages": [{"id": "m2"}]}}]}]}),
        );
        assert_eq!(events.len(), 2, "{change}");
        assert!(
            matches!(events[0], Event::WebhookNotification(_)),
            "{change}"
        );
        assert_eq!(events[1].id(), "m2", "{change}");
    }
    for entry in [
        json!(null),
        json!("x"),
        json!({}),
        json!({"changes": 1}),
        json!({"id": "1", "messaging": [1]}),
    ] {
        let events = events_of(&json!({"object": "whatsapp_business_account", "entry": [entry]}));
        assert_eq!(events.len(), 1, "{entry}");
        let mut expected = json!({"field": "", "value": entry});
        if let Some(id) = entry.get("id") {
            expected["entry"] = json!({"id": id});
        }
        assert_eq!(payload(&events[0]), expected);
    }
}

#[test]
fn no_entries_are_no_events() {
    for entries in [json!([]), json!([{"id": "1", "changes": []}])] {
        assert_eq!(
            events_of(&json!({"object": "whatsapp_business_account", "entry": entries})).len(),
            0
        );
    }
}

#[test]
fn half_a_surrogate_pair_does_not_take_the_message_with_it() {
    let text = r#"{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"\ud800":"\ud800","messages":[{"id":"m1","type":"text","text":{"body":"cut \ud83d"}}]}}]}]}"#;
    let (_, events) = process_text(text);
    let [Event::CustomerMessage(event)] = events.as_slice() else {
        panic!("{events:?}")
    };
    let Content::Text(body) = &event.message.content else {
        panic!("{event:?}")
    };
    assert_eq!(body, "cut \u{fffd}");
    assert!(event.payload.contains(r#""body":"cut \ud83d""#));
}

#[test]
fn depth_costs_no_stack() {
    let depth = 100_000;
    let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let objects = format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    for deep in [deep, objects] {
        let places = [
            deep.clone(),
            format!(r#"{{"object":"whatsapp_business_account","entry":{deep}}}"#),
            format!(
                r#"{{"object":{deep},"entry":[{{"id":{deep},"changes":[{{"field":{deep},"value":{deep}}}]}}]}}"#
            ),
        ];
        for text in &places {
            let _ = process_text(text);
        }
        let text = format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"changes":[{{"field":"messages","value":{{"deep":{deep},"contacts":[{deep}],"messages":[{{"id":"m1","type":"text","text":{deep},"context":{deep}}},{deep}]}}}}]}}]}}"#
        );
        let (result, events) = process_text(&text);
        result.unwrap();
        assert_eq!(events.len(), 2);
        assert_eq!(events[0].id(), "m1");
    }
}

/// Deterministic work instead of time: how many bytes the events hold.
#[test]
fn a_thousand_updates_in_three_megabytes_are_a_thousand_events() {
    let mut messages = String::new();
    for number in 0..1000 {
        let _ = write!(
            messages,
            r#"{{"id":"m{number}","from":"39{number}","type":"text","text":{{"body":"{}"}}}},"#,
            "x".repeat(3000)
        );
    }
    messages.pop();
    let contacts: Vec<Value> = (0..1000)
        .map(|number| json!({"wa_id": format!("39{number}")}))
        .collect();
    let text = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"changes":[{{"field":"messages","value":{{"contacts":{},"messages":[{messages}]}}}}]}}]}}"#,
        Value::from(contacts)
    );
    let (result, events) = process_text(&text);
    assert_eq!(result.unwrap().customer_messages, 1000);
    let bytes: usize = events
        .iter()
        .map(|event| payload(event).to_string().len())
        .sum();
    assert!(
        bytes < text.len() + 1000 * 50,
        "{bytes} bytes of events from {}",
        text.len()
    );
}

#[test]
fn a_content_that_is_not_as_documented_keeps_the_whole_message() {
    for body in [
        json!(null),
        json!("x"),
        json!([1]),
        json!({}),
        json!({"id": {}}),
    ] {
        for kind in [
            "text",
            "image",
            "location",
            "contacts",
            "interactive",
            "reaction",
            "edit",
            "revoke",
        ] {
            let message = json!({"id": "m1", "from": "393331234567", "type": kind, kind: body});
            let events = events_of(&with_message(&message));
            let [Event::CustomerMessage(event)] = events.as_slice() else {
                panic!("{events:?}")
            };
            let Content::Other(json) = &event.message.content else {
                panic!("{event:?}")
            };
            assert_eq!(serde_json::from_str::<Value>(json).unwrap(), message);
        }
    }
}
