//! The same event has the same id, however often and however it is repeated.

use serde_json::{Value, json};

use super::{events_of, process_text, with_value};
use crate::webhook::Event;

fn ids(notification: &Value) -> Vec<String> {
    events_of(notification)
        .iter()
        .map(|event| event.id().to_owned())
        .collect()
}

fn change(field: &str, time: u64, value: &Value) -> Value {
    json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": "102", "time": time, "changes": [{"field": field, "value": value}]}],
    })
}

#[test]
fn a_status_is_known_by_message_status_and_recipient() {
    let cases = [
        (
            json!({"id": "s", "status": "read", "recipient_id": "391"}),
            "s:read:391",
        ),
        (
            json!({"id": "s", "status": "read", "recipient_user_id": "US.2"}),
            "s:read:US.2",
        ),
        (
            json!({"id": "s", "status": "read", "recipient_id": "391", "recipient_user_id": "US.2"}),
            "s:read:391",
        ),
        (json!({"id": "s", "status": "read"}), "s:read"),
    ];
    for (status, id) in cases {
        assert_eq!(ids(&with_value(&json!({"statuses": [status]}))), [id]);
    }
}

#[test]
fn members_of_a_group_have_statuses_of_their_own() {
    let value = json!({"statuses": [
        {"id": "s", "status": "read", "recipient_type": "group", "recipient_id": "G", "recipient_participant_id": "391"},
        {"id": "s", "status": "read", "recipient_type": "group", "recipient_id": "G", "participant_recipient_id": "392"},
    ]});
    assert_eq!(ids(&with_value(&value)), ["s:read:G:391", "s:read:G:392"]);
}

#[test]
fn a_payment_that_failed_is_not_a_message_that_failed() {
    let value = json!({"statuses": [
        {"id": "s", "status": "failed", "recipient_id": "391", "timestamp": "10"},
        {"id": "s", "status": "failed", "recipient_id": "391", "timestamp": "10", "type": "payment"},
        {"id": "s", "status": "failed", "recipient_id": "391", "timestamp": "11", "type": "payment"},
    ]});
    assert_eq!(
        ids(&with_value(&value)),
        [
            "s:failed:391",
            "s:failed:391:payment:10",
            "s:failed:391:payment:11"
        ]
    );
}

#[test]
fn a_change_has_the_same_id_when_it_is_repeated_or_written_anew() {
    let text = r#"{"object":"whatsapp_business_account","entry":[{"id":"102","time":5,"changes":[{"field":"flows","value":{"a":"\u00e9\/\"","b":[1,2]}}]}]}"#;
    let anew = "{ \"entry\" : [ {\"time\":5, \"changes\":[\n{\"value\" : { \"a\" : \"é/\\u0022\",\t\"b\" : [ 1 , 2 ] }, \"field\":\"flows\"} ], \"id\":\"102\"} ], \"object\":\"whatsapp_business_account\" }";
    let first = process_text(text).1;
    assert_eq!(first[0].id(), process_text(text).1[0].id());
    assert_eq!(first[0].id(), process_text(anew).1[0].id());
}

#[test]
fn changes_that_differ_have_ids_that_differ() {
    let notifications = [
        change("flows", 5, &json!({"a": "b"})),
        change("flows", 6, &json!({"a": "b"})),
        change("calls", 5, &json!({"a": "b"})),
        change("flows", 5, &json!({"a": ["b"]})),
        change("flows", 5, &json!({"ab": ""})),
        change("flows", 5, &json!({"a": 1, "b": 2})),
        change("flows", 5, &json!({"a": 12})),
    ];
    let mut ids: Vec<String> = notifications.iter().flat_map(ids).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), notifications.len());
}

#[test]
fn a_message_is_known_by_its_own_id_in_whatever_batch_it_comes() {
    let alone = with_value(&json!({"messages": [{"id": "m2"}]}));
    let batch = with_value(&json!({"messages": [{"id": "m1"}, {"id": "m2"}]}));
    assert_eq!(ids(&alone)[0], ids(&batch)[1]);
    assert!(matches!(events_of(&alone)[0], Event::CustomerMessage(_)));
}
