//! Messages given as JSON, and read marks.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::refused;
use crate::cloud_api::{
    CallbackData, Content, Message, MessageId, RawContent, ReadMark, Recipient,
};

fn message(payload: &str, reply_to: Option<&str>, callback_data: Option<&str>) -> String {
    let message = Message {
        recipient: Recipient::parse("+39 333 1234567", None).unwrap(),
        content: Content::Raw(RawContent::parse(payload).unwrap()),
        identity: None,
        direct_send: None,
        reply_to: MessageId::parse_optional("replyTo", reply_to).unwrap(),
        callback_data: CallbackData::parse_optional(callback_data).unwrap(),
    };
    message.json()
}

fn sent(payload: &str) -> Value {
    serde_json::from_str(&message(payload, None, None)).unwrap()
}

#[test]
fn the_payload_is_sent_to_whom_the_request_names_and_to_nobody_else() {
    let body = sent(
        r#"{"messaging_product":"sms","recipient_type":"group","to":"+1","recipient":"US.1",
            "t\u006f":"+2","type":"text","text":{"body":"hi"}}"#,
    );
    assert_eq!(
        body,
        json!({
            "messaging_product": "whatsapp", "recipient_type": "individual",
            "to": "+393331234567", "type": "text", "text": {"body": "hi"}})
    );
}

#[test]
fn other_values_keep_every_byte() {
    let payload = r#"{"type" : "x", "x": {"n":1.50e+3, "a" : [ 1,2 ], "s":"\u00e4\/é"} }"#;
    let body = message(payload, None, None);
    assert!(
        body.contains(r#""x":{"n":1.50e+3, "a" : [ 1,2 ], "s":"\u00e4\/é"}"#),
        "{body}"
    );
}

#[test]
fn of_repeated_members_the_last_counts() {
    let body = message(r#"{"type":"a","a":1,"typ\u0065":"b","b":2}"#, None, None);
    assert_eq!(body.matches("\"type\"").count(), 1, "{body}");
    assert_eq!(
        sent(r#"{"type":"a","a":1,"typ\u0065":"b","b":2}"#)["type"],
        "b"
    );
}

#[test]
fn a_quote_and_a_reference_take_the_place_of_the_payloads() {
    let payload = r#"{"type":"text","text":{"body":"x"},"context":{"message_id":"wamid.old"},
        "biz_opaque_callback_data":"old"}"#;
    let kept = sent(payload);
    assert_eq!(kept["context"]["message_id"], "wamid.old");
    assert_eq!(kept["biz_opaque_callback_data"], "old");
    let text = message(payload, Some("wamid.new"), Some("new"));
    assert!(!text.contains("old"), "{text}");
    let replaced: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(replaced["context"], json!({"message_id": "wamid.new"}));
    assert_eq!(replaced["biz_opaque_callback_data"], "new");
}

#[test]
fn what_is_no_message_object_is_refused() {
    for bad in [
        "",
        "x",
        "7",
        "[]",
        "\"text\"",
        "{",
        "{\"type\":}",
        "{} {}",
        "null",
    ] {
        let failure = refused(RawContent::parse(bad));
        assert_eq!(failure.code, "invalid-payload", "{bad}");
        assert!(failure.error.contains("payload"), "{}", failure.error);
    }
    for (bad, named) in [
        ("{}", "no keys other than messaging_product"),
        (
            r#"{"to":"+1","recipient":"US.1"}"#,
            "no keys other than messaging_product, recipient_type, to and recipient",
        ),
        ("[1]", "JSON object; it is \"[1]\""),
        (r#"{"status":"read","message_id":"wamid.x"}"#, "status"),
    ] {
        assert!(
            refused(RawContent::parse(bad)).error.contains(named),
            "{bad}"
        );
    }
}

#[test]
fn a_read_mark_names_the_message_and_perhaps_that_an_answer_is_written() {
    let mark = |typing| ReadMark {
        message_id: MessageId::parse("messageId", "wamid.x").unwrap(),
        typing,
    };
    let body = |typing| serde_json::from_str::<Value>(&mark(typing).json()).unwrap();
    let plain = json!({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.x"});
    assert_eq!(body(false), plain);
    let mut typing = plain;
    typing["typing_indicator"] = json!({"type": "text"});
    assert_eq!(body(true), typing);
}

proptest! {
    #[test]
    fn no_payload_changes_who_receives_the_message(
        members in prop::collection::vec(("(to|recipient|recipient_type|messaging_product|type|x)", "[a-z+0-9]{0,9}"), 1..9)
    ) {
        let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
        let payload = format!("{{{}}}", members.join(","));
        if let Ok(raw) = RawContent::parse(&payload) {
            let message = Message {
                recipient: Recipient::parse("US.13491208655302741918", None).unwrap(),
                content: Content::Raw(raw),
                identity: None,
                direct_send: None,
                reply_to: None,
                callback_data: None,
            };
            let text = message.json();
            let body: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(body.get("to"), None);
            prop_assert_eq!(&body["recipient"], "US.13491208655302741918");
            prop_assert_eq!(&body["recipient_type"], "individual");
            prop_assert_eq!(text.matches("\"recipient\"").count(), 1);
        }
    }
}
