//! One event for each message and each status, each with what is its own.

use serde_json::{Value, json};

use super::{events_of, payload, payload_text, process_text, with_value};
use crate::webhook::Event;

fn batch() -> Value {
    json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550001111", "phone_number_id": "9001"},
        "contacts": [
            {"profile": {"name": "Ada"}, "wa_id": "391"},
            {"profile": {"name": "Bob"}, "user_id": "US.2"},
        ],
        "messages": [
            {"id": "m1", "from": "391", "type": "text", "text": {"body": "one"}},
            {"id": "m2", "from_user_id": "US.2", "type": "text", "text": {"body": "two"}},
            {"id": "m3", "from": "391", "type": "text", "text": {"body": "three"}},
        ],
        "statuses": [{"id": "s1", "status": "read", "recipient_id": "391"}],
        "new_member": {"kept": [1.0, 1e3, "\u{e9}"]},
    })
}

#[test]
fn each_message_and_each_status_is_one_event_in_the_order_they_were_sent() {
    let ids: Vec<String> = events_of(&with_value(&batch()))
        .iter()
        .map(|event| event.id().to_owned())
        .collect();
    assert_eq!(ids, ["m1", "m2", "m3", "s1:read:391"]);
}

#[test]
fn each_payload_holds_its_own_message_alone_at_index_zero() {
    let events = events_of(&with_value(&batch()));
    for (position, event) in events.iter().take(3).enumerate() {
        let payload = payload(event);
        assert_eq!(payload["messages"], json!([batch()["messages"][position]]));
        assert_eq!(payload.get("statuses"), None);
    }
    let status = payload(&events[3]);
    assert_eq!(status["statuses"], batch()["statuses"]);
    assert_eq!(status.get("messages"), None);
}

#[test]
fn members_that_nobody_knows_are_in_every_payload() {
    for event in events_of(&with_value(&batch())) {
        assert_eq!(payload(&event)["new_member"], batch()["new_member"]);
        assert_eq!(payload(&event)["metadata"], batch()["metadata"]);
    }
}

#[test]
fn each_payload_holds_the_contact_it_is_about() {
    let names: Vec<Value> = events_of(&with_value(&batch()))
        .iter()
        .map(|event| payload(event)["contacts"].clone())
        .map(|contacts| {
            json!([
                contacts.as_array().unwrap().len(),
                contacts[0]["profile"]["name"]
            ])
        })
        .collect();
    assert_eq!(
        names,
        [
            json!([1, "Ada"]),
            json!([1, "Bob"]),
            json!([1, "Ada"]),
            json!([1, "Ada"])
        ]
    );
}

#[test]
fn a_contact_in_typed_form_has_its_ids_its_names_and_its_identity() {
    let value = json!({
        "contacts": [{
            "wa_id": "391", "user_id": "IT.1", "parent_user_id": "IT.ENT.2",
            "identity_key_hash": "DF2lS5v2W6x=",
            "profile": {"name": "Ada", "username": "ada.byron"},
        }],
        "messages": [{"id": "m1", "from": "391", "type": "text", "text": {"body": "one"}}],
        "statuses": [{"id": "s1", "status": "read", "recipient_id": "391"}],
    });
    for event in events_of(&with_value(&value)) {
        let contacts = match event {
            Event::CustomerMessage(event) => event.contacts,
            Event::StatusChanged(event) => event.contacts,
            Event::WebhookNotification(event) => panic!("{event:?}"),
        };
        let [contact] = contacts.as_slice() else {
            panic!("{contacts:?}")
        };
        for (typed, told) in [
            (&contact.wa_id, "391"),
            (&contact.user_id, "IT.1"),
            (&contact.parent_user_id, "IT.ENT.2"),
            (&contact.profile_name, "Ada"),
            (&contact.username, "ada.byron"),
            (&contact.identity_key_hash, "DF2lS5v2W6x="),
        ] {
            assert_eq!(typed.as_deref(), Some(told));
        }
    }
}

#[test]
fn a_contact_whose_id_fits_nobody_stays_with_the_message_that_has_none() {
    let value = json!({
        "contacts": [{"wa_id": "391"}, {"wa_id": "999"}],
        "messages": [{"id": "m1", "from": "555"}, {"id": "m2", "from": "391"}],
    });
    let events = events_of(&with_value(&value));
    assert_eq!(payload(&events[0])["contacts"], json!([{"wa_id": "999"}]));
    assert_eq!(payload(&events[1])["contacts"], json!([{"wa_id": "391"}]));
}

#[test]
fn a_contact_too_many_comes_after_the_right_one() {
    let value = json!({
        "contacts": [{"wa_id": "999"}, {"wa_id": "391"}],
        "messages": [{"id": "m1", "from": "391"}],
    });
    let events = events_of(&with_value(&value));
    assert_eq!(
        payload(&events[0])["contacts"],
        json!([{"wa_id": "391"}, {"wa_id": "999"}])
    );
}

#[test]
fn what_is_not_narrowed_keeps_every_byte() {
    let text = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"value":
        {"metadata" : { "phone_number_id":"9", "n":1.00 },"messages":[{"id":"m1","text":{"body":"\u00e9\/\ud83d\ude00"} , "n":-0.0}],"x\u0061":[ 1e400 ]},"field":"messages"}]}]}"#;
    let (_, events) = process_text(text);
    assert_eq!(
        payload_text(&events[0]),
        r#"{"metadata":{ "phone_number_id":"9", "n":1.00 },"messages":[{"id":"m1","text":{"body":"\u00e9\/\ud83d\ude00"} , "n":-0.0}],"x\u0061":[ 1e400 ],"entry":{"id":"1"}}"#
    );
}

#[test]
fn names_written_with_escapes_are_the_same_names() {
    let text = r#"{"\u006fbject":"whatsapp_business_account","entr\u0079":[{"changes":[{"fi\u0065ld":"messages","value":{"m\u0065ssages":[{"\u0069d":"m1"}]}}]}]}"#;
    let (result, events) = process_text(text);
    assert_eq!(result.unwrap().customer_messages, 1);
    assert_eq!(events[0].id(), "m1");
    assert_eq!(
        payload_text(&events[0]),
        r#"{"m\u0065ssages":[{"\u0069d":"m1"}]}"#
    );
}

#[test]
fn a_name_that_comes_twice_loses_nothing() {
    let text = r#"{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"messages":[{"id":"m1"}],"messages":[{"id":"m2"}]}}]}],"entry":[{"changes":[{"field":"messages","value":{"messages":[{"id":"m3"}]}}]}]}"#;
    let (_, events) = process_text(text);
    let ids: Vec<&str> = events.iter().map(Event::id).collect();
    assert_eq!(ids, ["m1", "m2", "m3"]);
    assert_eq!(payload_text(&events[1]), r#"{"messages":[{"id":"m2"}]}"#);
}

#[test]
fn another_field_is_one_event_with_the_change_as_it_was_sent() {
    let change =
        json!({"field": "account_update", "value": {"event": "VERIFIED_ACCOUNT"}, "more": 1});
    let notification = json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": "102", "time": 1_739_321_024, "changes": [change]}],
    });
    let events = events_of(&notification);
    let [Event::WebhookNotification(event)] = events.as_slice() else {
        panic!("{events:?}");
    };
    assert_eq!(event.field, "account_update");
    assert_eq!(event.time, Some(1_739_321_024));
    assert_eq!(event.business_account_id.as_deref(), Some("102"));
    let mut expected = change;
    expected["entry"] = json!({"id": "102", "time": 1_739_321_024});
    assert_eq!(payload(&events[0]), expected);
}

#[test]
fn an_error_of_the_account_is_one_event() {
    let value = json!({"messaging_product": "whatsapp", "errors": [{"code": 130_429}]});
    let events = events_of(&with_value(&value));
    let [Event::WebhookNotification(event)] = events.as_slice() else {
        panic!("{events:?}");
    };
    assert_eq!(event.field, "messages");
    assert_eq!(
        payload(&events[0]),
        json!({"field": "messages", "value": value, "entry": {"id": "102"}})
    );
}

#[test]
fn object_and_field_may_stand_in_the_entry() {
    let notification = json!({"entry": [{
        "id": "102",
        "changes": [{"value": {"event": "PARTNER_APP_INSTALLED"}}],
        "field": "account_update",
        "object": "whatsapp_business_account",
    }]});
    let events = events_of(&notification);
    assert_eq!(
        payload(&events[0]),
        json!({"field": "account_update", "value": {"event": "PARTNER_APP_INSTALLED"}, "entry": {"id": "102"}})
    );
}
