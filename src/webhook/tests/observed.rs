//! Messages that are shown to the business: one event each, and never a customer's
//! message.

use serde_json::{Value, json};

use super::{Event, events_of, payload};

fn notification(field: &str, value: &Value) -> Value {
    json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": "102", "time": 7, "changes": [{"field": field, "value": value}]}],
    })
}

fn message(id: &str, from: &str) -> Value {
    json!({"from": from, "id": id, "timestamp": "1", "type": "text", "text": {"body": id}})
}

fn contact(wa_id: &str) -> Value {
    json!({"profile": {"name": wa_id}, "wa_id": wa_id})
}

/// Id and value of each event, all of which are `webhook_notification`s of this
/// field.
fn observed(field: &str, value: &Value) -> Vec<(String, Value)> {
    let events = events_of(&notification(field, value));
    let typed = |event: Event| match event {
        Event::WebhookNotification(event) => {
            assert_eq!(event.field, field);
            let value: Value = serde_json::from_str(&event.value).unwrap();
            let payload: Value = payload(&Event::WebhookNotification(event.clone()));
            assert_eq!(payload["field"], field);
            assert_eq!(payload["value"], value);
            assert_eq!(payload["entry"], json!({"id": "102", "time": 7}));
            (event.event_id, value)
        }
        other => panic!("{other:?}"),
    };
    events.into_iter().map(typed).collect()
}

#[test]
fn each_echo_of_the_app_is_an_event_with_its_own_customer() {
    let echo = |id, to| {
        json!({"from": "15550783881", "to": to, "id": id, "timestamp": "1", "type": "text",
            "text": {"body": id}})
    };
    let head = json!({"display_phone_number": "15550783881", "phone_number_id": "9001"});
    let value = json!({
        "messaging_product": "whatsapp", "metadata": head,
        "contacts": [contact("391"), contact("392")],
        "message_echoes": [echo("wamid.1", "391"), echo("wamid.2", "392")],
    });
    let events = observed("smb_message_echoes", &value);
    let expected = |id, to| {
        (
            format!("smb_message_echoes:{id}"),
            json!({
                "messaging_product": "whatsapp", "metadata": head,
                "contacts": [contact(to)], "message_echoes": [echo(id, to)],
            }),
        )
    };
    assert_eq!(
        events,
        [expected("wamid.1", "391"), expected("wamid.2", "392")]
    );
}

#[test]
fn each_item_of_a_standby_conversation_is_an_event() {
    let echo = json!({"id": "wamid.3", "timestamp": "1", "message": {"to": "391", "type": "text"}});
    let status =
        json!({"id": "wamid.4", "status": "read", "timestamp": "2", "recipient_id": "391"});
    let standby = json!({
        "messages": [message("wamid.1", "391"), message("wamid.2", "392")],
        "message_echoes": [echo], "statuses": [status],
    });
    let head = json!({"phone_number_id": "9001"});
    let value = json!({"metadata": head, "standby": standby});
    let of = |array: &str, item: &Value| json!({"metadata": head, "standby": {array: [item]}});
    // In the order of the members, which depends on the library's features here.
    let mut expected = [
        ("standby:wamid.3", of("message_echoes", &echo)),
        (
            "standby:wamid.1",
            of("messages", &message("wamid.1", "391")),
        ),
        (
            "standby:wamid.2",
            of("messages", &message("wamid.2", "392")),
        ),
        ("standby:wamid.4:read:391", of("statuses", &status)),
    ]
    .map(|(id, value)| (id.to_owned(), value));
    let mut events = observed("standby", &value);
    events.sort_by(|one, other| one.0.cmp(&other.0));
    expected.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(events, expected);
    // Some accounts get the arrays without the object around them.
    let flat = json!({"messages": [message("wamid.1", "391"), message("wamid.2", "392")]});
    let events = observed("standby", &flat);
    assert_eq!(events[1].0, "standby:wamid.2");
    assert_eq!(
        events[1].1,
        json!({"messages": [message("wamid.2", "392")]})
    );
}

#[test]
fn an_item_without_the_documented_form_does_not_hold_up_the_others() {
    let value = json!({"message_echoes": [7, {"id": ""}, message("wamid.1", "391")]});
    let events = observed("smb_message_echoes", &value);
    assert_eq!(events.len(), 3);
    assert!(events[0].0.starts_with("webhook:"), "{}", events[0].0);
    assert!(events[1].0.starts_with("webhook:"), "{}", events[1].0);
    assert_ne!(events[0].0, events[1].0);
    assert_eq!(events[0].1, json!({"message_echoes": [7]}));
    assert_eq!(events[2].0, "smb_message_echoes:wamid.1");
    // The same in another batch.
    let alone = observed(
        "smb_message_echoes",
        &json!({"message_echoes": [{"id": ""}]}),
    );
    assert_eq!(alone[0].0, events[1].0);
}

#[test]
fn a_change_without_items_is_one_event() {
    for value in [
        json!({"standby": {"messages": []}}),
        json!({"standby": 7}),
        json!({"other": 1}),
        json!(null),
    ] {
        let events = observed("standby", &value);
        assert_eq!(events.len(), 1, "{value}");
        assert_eq!(events[0].1, value);
        assert!(events[0].0.starts_with("webhook:"));
    }
}

#[test]
fn a_large_member_next_to_many_items_is_not_repeated() {
    let items: Vec<Value> = (0..50)
        .map(|at| message(&format!("wamid.{at}"), "1"))
        .collect();
    let value = json!({"other": "x".repeat(50_000), "messages": items});
    let events = observed("standby", &value);
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].1, value);
}

#[test]
fn every_item_of_a_large_batch_is_an_event_with_its_own_contact_and_none_is_lost() {
    for count in [2, 14, 1000] {
        let customer = |at: usize| format!("39333{at:06}");
        let items: Vec<Value> = (0..count)
            .map(|at| message(&format!("wamid.{at}"), &customer(at)))
            .collect();
        let mut contacts: Vec<Value> = (0..count).map(|at| contact(&customer(at))).collect();
        let others = contact("999");
        contacts.push(others.clone());
        let value = json!({"contacts": contacts, "message_echoes": items});
        let events = observed("smb_message_echoes", &value);
        assert_eq!(events.len(), count);
        for (at, (id, value)) in events.iter().enumerate() {
            assert_eq!(*id, format!("smb_message_echoes:wamid.{at}"));
            let mut expected = vec![contact(&customer(at))];
            if at + 1 == count {
                expected.push(others.clone());
            }
            assert_eq!(value["contacts"], json!(expected), "{count} {at}");
        }
    }
}

#[test]
fn what_stands_around_the_arrays_is_bounded_too() {
    let items: Vec<Value> = (0..50)
        .map(|at| message(&format!("wamid.{at}"), "1"))
        .collect();
    let large = json!(["x".repeat(50_000)]);
    for name in ["messages", "contacts", "other"] {
        let value = json!({"standby": {"messages": items}, name: large});
        let events = observed("standby", &value);
        assert_eq!(events.len(), 1, "{name}");
        assert_eq!(events[0].1, value);
    }
}

/// The payloads of a change that has a member more.
fn with_another(items: &[Value], other: &Value) -> Vec<Value> {
    let mut text = notification("smb_message_echoes", &json!({"message_echoes": items}));
    text["entry"][0]["changes"][0]["new"] = other.clone();
    events_of(&text).iter().map(payload).collect()
}

#[test]
fn a_member_next_to_the_value_is_in_each_items_event_and_makes_none_of_its_own() {
    let items = [message("wamid.1", "1"), message("wamid.2", "1")];
    let payloads = with_another(&items, &json!(7));
    let expected = items.map(|item| {
        json!({"field": "smb_message_echoes", "value": {"message_echoes": [item]}, "new": 7,
            "entry": {"id": "102", "time": 7}})
    });
    assert_eq!(payloads, expected);
}

#[test]
fn a_large_member_next_to_the_value_is_not_repeated() {
    let items: Vec<Value> = (0..50)
        .map(|at| message(&format!("wamid.{at}"), "1"))
        .collect();
    let other = json!("x".repeat(50_000));
    let payloads = with_another(&items, &other);
    let [payload] = payloads.as_slice() else {
        panic!("{} events", payloads.len());
    };
    assert_eq!(payload["value"], json!({"message_echoes": items}));
    assert_eq!(payload["new"], other);
}

#[test]
fn an_edit_under_the_id_of_the_message_has_an_id_of_its_own() {
    let edit = |body: &str| {
        json!({"from": "1", "to": "2", "id": "wamid.1", "timestamp": "1", "type": "edit",
            "edit": {"original_message_id": "wamid.1", "message": {"text": {"body": body}}}})
    };
    let value = json!({"message_echoes": [message("wamid.1", "1"), edit("a"), edit("b")]});
    let events = observed("smb_message_echoes", &value);
    assert!(events[1].0.starts_with("smb_message_echoes:wamid.1:edit:"));
    let ids: std::collections::BTreeSet<_> = events.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), 3);
}
