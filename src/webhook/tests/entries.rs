//! Each event says which entry it came in.

use serde_json::{Value, json};

use super::{events_of, payload, payload_text, process_text};
use crate::webhook::Event;

/// The payloads of a notification with one entry.
fn payloads(entry: &str) -> Vec<String> {
    let text = format!(r#"{{"object":"whatsapp_business_account","entry":[{entry}]}}"#);
    let (result, events) = process_text(&text);
    result.unwrap();
    events
        .iter()
        .map(|event| payload_text(event).to_owned())
        .collect()
}

#[test]
fn every_kind_of_event_has_the_entry_after_its_own_members() {
    let entry = r#""id":"102","time":1739321024"#;
    let cases = [
        (
            r#""changes":[{"field":"messages","value":{"messages":[{"id":"m1"}],"x":1}}]"#,
            r#"{"messages":[{"id":"m1"}],"x":1,"entry":{"id":"102","time":1739321024}}"#,
        ),
        (
            r#""changes":[{"field":"messages","value":{"statuses":[{"id":"s","status":"sent"}]}}]"#,
            r#"{"statuses":[{"id":"s","status":"sent"}],"entry":{"id":"102","time":1739321024}}"#,
        ),
        (
            r#""changes":[{"field":"messages","value":{"messages":[7]}}]"#,
            r#"{"field":"messages","value":{"messages":[7]},"entry":{"id":"102","time":1739321024}}"#,
        ),
        (
            r#""changes":[{"value":{"event":"PAUSED"},"field":"flows"}]"#,
            r#"{"value":{"event":"PAUSED"},"field":"flows","entry":{"id":"102","time":1739321024}}"#,
        ),
        (
            r#""changes":[{"value":{"event":"PAUSED"}}]"#,
            r#"{"field":"","value":{"event":"PAUSED"},"entry":{"id":"102","time":1739321024}}"#,
        ),
        (
            r#""changes":[null]"#,
            r#"{"field":"","value":null,"entry":{"id":"102","time":1739321024}}"#,
        ),
    ];
    for (changes, expected) in cases {
        assert_eq!(payloads(&format!("{{{entry},{changes}}}")), [expected]);
    }
    assert_eq!(
        payloads(&format!("{{{entry},\"messaging\":[]}}")),
        [
            r#"{"field":"","value":{"id":"102","time":1739321024,"messaging":[]},"entry":{"id":"102","time":1739321024}}"#
        ]
    );
}

#[test]
fn id_and_time_keep_every_byte_and_what_is_absent_stays_absent() {
    let message = r#""changes":[{"field":"messages","value":{"messages":[{"id":"m1"}]}}]"#;
    for (members, expected) in [
        (
            r#""id" : "1\u00302" , "time":1.50e1,"#,
            r#","entry":{"id":"1\u00302","time":1.50e1}"#,
        ),
        (
            r#""time":null,"id":{ "a":1 },"#,
            r#","entry":{"id":{ "a":1 },"time":null}"#,
        ),
        (r#""id":102,"#, r#","entry":{"id":102}"#),
        (r#""time":"9","#, r#","entry":{"time":"9"}"#),
        ("", ""),
    ] {
        assert_eq!(
            payloads(&format!("{{{members}{message}}}")),
            [format!(r#"{{"messages":[{{"id":"m1"}}]{expected}}}"#)]
        );
    }
}

#[test]
fn a_member_of_this_name_that_whatsapp_sends_stays_as_it_is() {
    let entry = r#"{"id":"102","changes":["#;
    let cases = [
        (
            r#"{"field":"messages","value":{"entry":"theirs","messages":[{"id":"m1"}]}}"#,
            r#"{"entry":"theirs","messages":[{"id":"m1"}]}"#,
        ),
        (
            r#"{"field":"messages","value":{"messages":[{"id":"m1"}],"\u0065ntry":1}}"#,
            r#"{"messages":[{"id":"m1"}],"\u0065ntry":1}"#,
        ),
        (
            r#"{"field":"flows","value":{},"entry":"theirs"}"#,
            r#"{"field":"flows","value":{},"entry":"theirs"}"#,
        ),
        (
            r#"{"value":{},"entry":"theirs"}"#,
            r#"{"field":"","value":{},"entry":"theirs"}"#,
        ),
        // A notification's own members are in the object around the value.
        (
            r#"{"field":"flows","value":{"entry":"theirs"}}"#,
            r#"{"field":"flows","value":{"entry":"theirs"},"entry":{"id":"102"}}"#,
        ),
        (
            r#"{"field":"messages","value":{"messages":[7],"entry":"theirs"}}"#,
            r#"{"field":"messages","value":{"messages":[7],"entry":"theirs"},"entry":{"id":"102"}}"#,
        ),
    ];
    for (change, expected) in cases {
        assert_eq!(payloads(&format!("{entry}{change}]}}")), [expected]);
    }
}

#[test]
fn the_same_update_of_two_accounts_can_be_told_apart() {
    let entry = |id: &str| json!({"id": id, "time": 5, "changes": [{"field": "message_template_status_update", "value": {"event": "PAUSED"}}]});
    let events = events_of(
        &json!({"object": "whatsapp_business_account", "entry": [entry("102"), entry("103")]}),
    );
    let accounts: Vec<Value> = events
        .iter()
        .map(|it| payload(it)["entry"].clone())
        .collect();
    assert_eq!(
        accounts,
        [
            json!({"id": "102", "time": 5}),
            json!({"id": "103", "time": 5})
        ]
    );
    assert_ne!(events[0].id(), events[1].id());
}

#[test]
fn members_of_a_change_without_a_field_are_not_lost() {
    assert_eq!(
        payloads(r#"{"field":"flows","changes":[{"more":1.0,"value":{}}]}"#),
        [r#"{"field":"flows","value":{},"more":1.0}"#]
    );
    assert_eq!(
        payloads(r#"{"changes":[{"field":1,"value":2,"more":3}]}"#),
        [r#"{"field":1,"value":2,"more":3}"#]
    );
    let odd = r#"{"field":{"a":1},"value":{"messages":[{"id":"m1"}]}}"#;
    assert_eq!(
        payloads(&format!(r#"{{"changes":[{odd}]}}"#)),
        [odd, r#"{"messages":[{"id":"m1"}]}"#]
    );
}

#[test]
fn an_id_that_is_too_long_to_repeat_comes_once() {
    let id = "9".repeat(200);
    let entry = json!({"id": id, "time": 5, "changes": [
        {"field": "messages", "value": {"messages": [{"id": "m1"}]}},
        {"field": "flows", "value": {"a": 1}},
    ]});
    let events = events_of(&json!({"object": "whatsapp_business_account", "entry": [entry]}));
    let [
        Event::WebhookNotification(once),
        Event::CustomerMessage(message),
        Event::WebhookNotification(flows),
    ] = events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!(once.business_account_id.as_deref(), Some(id.as_str()));
    let own = json!({"id": id, "time": 5});
    assert_eq!(
        payload(&events[0]),
        json!({"field": "", "value": own, "entry": own})
    );
    assert_eq!(message.business_account_id, None);
    assert_eq!(payload(&events[1]), json!({"messages": [{"id": "m1"}]}));
    assert_eq!(
        payload(&events[2]),
        json!({"field": "flows", "value": {"a": 1}})
    );
    assert_eq!(flows.business_account_id, None);
}

#[test]
fn a_member_that_nobody_knows_comes_once() {
    let change = |more: &str, message: &str| {
        format!(r#"{{"field":"messages",{more}"value":{{"messages":[{{"id":"{message}"}}]}}}}"#)
    };
    let own =
        |message: &str| format!(r#"{{"messages":[{{"id":"{message}"}}],"entry":{{"id":"1"}}}}"#);
    let plain = change("", "m");
    // Without the changes, each of which is for the flows of its own number.
    for others in [
        r#""new":true"#,
        r#""field":{"new":1}"#,
        r#""field":"flows""#,
        r#""object":7"#,
    ] {
        let entry = format!(r#"{{"id":"1",{others},"changes":[{plain}]}}"#);
        let once = format!(r#"{{"field":"","value":{{"id":"1",{others}}},"entry":{{"id":"1"}}}}"#);
        assert_eq!(payloads(&entry), [once, own("m")]);
    }
    let twice = format!(r#"{{"id":"0","id":"1","changes":[{plain}]}}"#);
    let once = r#"{"field":"","value":{"id":"0","id":"1"},"entry":{"id":"1"}}"#.to_owned();
    assert_eq!(payloads(&twice), [once, own("m")]);
    let known = r#""object":"whatsapp_business_account","field":"messages","time":5"#;
    assert_eq!(
        payloads(&format!("{{{known},\"changes\":[{plain}]}}")).len(),
        1
    );

    let new = change(r#""new":[7],"#, "m");
    let whole = new.replace("}]}}", r#"}]},"entry":{"id":"1"}}"#);
    assert_eq!(
        payloads(&format!(r#"{{"id":"1","changes":[{new}]}}"#)),
        [whole, own("m")]
    );
}

#[test]
fn an_entry_in_no_array_comes_too_where_there_is_an_array() {
    let text = r#"{"entry":[{"id":"1","changes":[{"field":"flows","value":{}}]}],
                   "entry":{"id":"2","changes":[{"field":"flows","value":{}}]},"entry":null}"#;
    let (result, events) = process_text(text);
    result.unwrap();
    let accounts = events.iter().map(|it| payload(it)["entry"]["id"].clone());
    assert_eq!(accounts.collect::<Vec<_>>(), ["1", "2"]);
}

#[test]
fn every_message_comes_also_where_a_name_is_there_twice() {
    let value = |message: &str| format!(r#"{{"messages":[{{"id":"{message}"}}]}}"#);
    let change = |message: &str| format!(r#"{{"field":"messages","value":{}}}"#, value(message));
    let (a, b) = (change("a"), change("b"));
    for repeated in [
        format!(r#"{{"id":"1","changes":[{a}],"changes":[{b}]}}"#),
        format!(r#"{{"id":"1","changes":[{a}],"changes":null,"changes":[{b}]}}"#),
    ] {
        let own = |message: &str| {
            format!(r#"{{"messages":[{{"id":"{message}"}}],"entry":{{"id":"1"}}}}"#)
        };
        assert_eq!(payloads(&repeated), [own("a"), own("b")], "{repeated}");
    }
    for odd in [
        format!(r#"{{"id":"1","changes":{a},"changes":[{b}]}}"#),
        format!(
            r#"{{"id":"1","changes":[{{"field":"messages","value":{},"value":{}}}]}}"#,
            value("a"),
            value("b")
        ),
    ] {
        let payloads = payloads(&odd);
        assert!(payloads[0].contains(r#"{"id":"a"}"#), "{payloads:?}");
        assert!(payloads[1].starts_with(&value("b")[..24]), "{payloads:?}");
        assert_eq!(payloads.len(), 2, "{odd}");
    }
}
