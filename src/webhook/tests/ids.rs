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
    let ids = ids(&with_value(&value));
    assert_eq!(ids[0], "s:failed:391");
    assert!(ids[1].starts_with("s:failed:391:payment:10:"), "{ids:?}");
    assert!(ids[2].starts_with("s:failed:391:payment:11:"), "{ids:?}");
}

/// Asserts that each of these has an id of its own, the same in a batch of
/// all, alone, and written in another way.
fn are_told_apart(array: &str, updates: &[Value]) {
    let of = |updates: &[Value]| with_value(&json!({array: updates}));
    let together = ids(&of(updates));
    let mut distinct = together.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), updates.len(), "{together:?}");
    for (update, id) in updates.iter().zip(&together) {
        let alone = of(std::slice::from_ref(update));
        assert_eq!(&ids(&alone)[0], id);
        let pretty = serde_json::to_string_pretty(&alone).unwrap();
        assert_eq!(process_text(&pretty).1[0].id(), id);
    }
}

#[test]
fn statuses_of_one_second_that_differ_have_ids_that_differ() {
    let payment = |reference: &str, transaction: &str| {
        json!({"id": "s", "status": "captured", "type": "payment", "timestamp": "10", "recipient_id": "391",
            "payment": {"reference_id": reference, "transaction": {"id": transaction}}})
    };
    let failed = |codes: &[u32]| {
        let errors: Vec<Value> = codes.iter().map(|code| json!({"code": code})).collect();
        json!({"id": "s", "status": "failed", "timestamp": "10", "recipient_id": "391", "errors": errors})
    };
    are_told_apart(
        "statuses",
        &[
            payment("r1", "t1"),
            payment("r2", "t1"),
            payment("r1", "t2"),
            json!({"id": "s", "status": "captured", "type": "refund", "timestamp": "10", "recipient_id": "391"}),
            failed(&[]),
            failed(&[131_049]),
            failed(&[131_026]),
            failed(&[131_026, 131_049]),
        ],
    );
}

#[test]
fn parts_of_an_id_do_not_run_together() {
    let status = |id: &str, status: &str, more: Value| {
        let mut it = json!({"id": id, "status": status});
        it.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        it
    };
    are_told_apart(
        "statuses",
        &[
            status("a:b", "c", json!({})),
            status("a", "b:c", json!({})),
            status("a", "b", json!({"recipient_id": "c"})),
            status("a", "b", json!({"recipient_participant_id": "c"})),
            status("a", "b", json!({"recipient_id": "c:d"})),
            status("a", "b", json!({"recipient_id": "c%3Ad"})),
            status(
                "a",
                "b",
                json!({"recipient_id": "c", "recipient_participant_id": "d"}),
            ),
            status(
                "a",
                "b",
                json!({"recipient_id": "error", "recipient_participant_id": "7"}),
            ),
            status("a", "b", json!({"errors": [{"code": 7}]})),
            status(
                "a",
                "b",
                json!({"recipient_id": "c", "errors": [{"code": 7}]}),
            ),
        ],
    );
}

#[test]
fn an_edit_under_the_id_of_its_message_is_an_event_of_its_own() {
    let edit = |text: &str| json!({"id": "m", "type": "edit", "edit": {"original_message_id": "m", "message": {"text": {"body": text}}}});
    let updates = [
        json!({"id": "m", "type": "text", "text": {"body": "one"}}),
        edit("two"),
        edit("three"),
        json!({"id": "m", "type": "revoke", "revoke": {"original_message_id": "m"}}),
    ];
    are_told_apart("messages", &updates);
    let other = json!({"id": "m2", "type": "revoke", "revoke": {"original_message_id": "m"}});
    assert_eq!(
        ids(&with_value(&json!({"messages": [updates[0], other]}))),
        ["m", "m2"]
    );
}

#[test]
fn messages_without_an_id_are_known_by_all_that_is_said_of_them() {
    let value = |phone: u32, contact: u32, message: &Value, array: &str| {
        with_value(
            &json!({"metadata": {"phone_number_id": phone}, "contacts": [{"wa_id": contact}], array: message}),
        )
    };
    let hello = json!({"type": "text"});
    let all = [
        value(1, 1, &json!([hello]), "messages"),
        value(2, 1, &json!([hello]), "messages"),
        value(1, 2, &json!([hello]), "messages"),
        value(1, 1, &json!([hello]), "statuses"),
        value(1, 1, &hello, "messages"),
        value(1, 1, &json!([{"type": "audio"}]), "messages"),
    ];
    let mut ids: Vec<String> = all.iter().flat_map(ids).collect();
    assert_eq!(ids.len(), all.len());
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all.len());
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
fn changes_that_differ_in_an_unexpected_place_have_ids_that_differ() {
    let entry = |members: &str, change: &str| {
        format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{{members}"changes":[{change}]}}]}}"#
        )
    };
    let flows = |value: &str| format!(r#"{{"field":"flows","value":{value}}}"#);
    let texts = [
        entry("", &flows("1")),
        entry(r#""id":{"a":1},"#, &flows("1")),
        entry(r#""id":{"a":2},"#, &flows("1")),
        entry(r#""time":1.5,"#, &flows("1")),
        entry(r#""time":2.5,"#, &flows("1")),
        entry("", r#"{"field":"flows","value":1,"more":1}"#),
        entry("", r#"{"field":"flows","value":1,"more":2}"#),
        entry("", r#"{"field":"flows","value":2,"value":1}"#),
        entry("", &flows(r#""\ud800""#)),
        entry("", &flows(r#""\ud801""#)),
        entry("", &flows(r#""\ufffd""#)),
        entry("", &flows(r#""\ud800\ufffd""#)),
        entry("", &flows(r#""\ufffd\ud800""#)),
    ];
    let id = |text: &String| process_text(text).1[0].id().to_owned();
    let mut ids: Vec<String> = texts.iter().map(id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), texts.len());
    let upper = entry("", &flows(r#""\uD800\/""#));
    assert_eq!(id(&upper), id(&entry("", &flows(r#""\ud800/""#))));
}

#[test]
fn a_message_is_known_by_its_own_id_in_whatever_batch_it_comes() {
    let alone = with_value(&json!({"messages": [{"id": "m2"}]}));
    let batch = with_value(&json!({"messages": [{"id": "m1"}, {"id": "m2"}]}));
    assert_eq!(ids(&alone)[0], ids(&batch)[1]);
    assert!(matches!(events_of(&alone)[0], Event::CustomerMessage(_)));
}
