//! The payload says which account it is about, and when.

use serde_json::{Value, json};

use super::{events_of, payload, payload_text, process_text};

/// A notification with this entry around its changes.
fn with_entry(entry: &Value, change: &Value) -> Value {
    let mut entry = entry.clone();
    entry["changes"] = json!([change]);
    json!({"object": "whatsapp_business_account", "entry": [entry]})
}

fn changes() -> [Value; 4] {
    [
        json!({"field": "messages", "value": {"messages": [{"id": "m1", "from": "391"}]}}),
        json!({"field": "messages", "value": {"statuses": [{"id": "s1", "status": "sent"}]}}),
        json!({"field": "messages", "value": {"messages": [7]}}),
        json!({"field": "message_template_status_update", "value": {"event": "APPROVED"}}),
    ]
}

#[test]
fn every_event_names_the_account_and_the_time_of_its_entry() {
    for change in changes() {
        for entry in [
            json!({"id": "102", "time": 1_795_248_000}),
            json!({"id": "102"}),
            json!({"time": "soon"}),
            json!({"id": null, "time": 5.0}),
        ] {
            let events = events_of(&with_entry(&entry, &change));
            assert_eq!(payload(&events[0])["entry"], entry, "{change}");
        }
        let events = events_of(&with_entry(&json!({}), &change));
        assert_eq!(payload(&events[0]).get("entry"), None, "{change}");
    }
}

#[test]
fn two_accounts_with_the_same_update_have_two_payloads_and_two_ids() {
    let [.., update] = changes();
    let of = |id: &str| events_of(&with_entry(&json!({"id": id, "time": 5}), &update));
    let (first, second) = (of("102"), of("103"));
    assert_ne!(payload(&first[0]), payload(&second[0]));
    assert_ne!(first[0].id(), second[0].id());
}

#[test]
fn the_entry_keeps_its_bytes_and_comes_last() {
    let text = r#"{"entry":[{"time": 1.50 , "id":"1\u00302","changes":[{ "field" : "x", "value":{"a": 1} }]}]}"#;
    let (_, events) = process_text(text);
    assert_eq!(
        payload_text(&events[0]),
        r#"{ "field" : "x", "value":{"a": 1} ,"entry":{"id":"1\u00302","time":1.50}}"#
    );
}

#[test]
fn a_member_of_this_name_that_whatsapp_sends_is_kept_instead() {
    let own = json!({"of": "WhatsApp"});
    let mut changes = changes();
    for change in &mut changes[..3] {
        change["value"]["entry"] = own.clone();
    }
    changes[3]["entry"] = own.clone();
    for (position, change) in changes.iter().enumerate() {
        let events = events_of(&with_entry(&json!({"id": "102"}), change));
        let payload = payload(&events[0]);
        let kept = if position == 2 {
            &payload["value"]["entry"]
        } else {
            &payload["entry"]
        };
        assert_eq!(kept, &own, "{change}");
    }
}
