//! Whatever is neither a message nor a status is passed on whole.

use super::{ACCOUNT, Event, event, json as read};
use crate::bindings::uip::whatsapp::events::WebhookNotificationEvent;

fn notification(body: &str) -> WebhookNotificationEvent {
    match event(body) {
        Event::WebhookNotification(event) => event,
        other => panic!("a notification, and not {other:?}"),
    }
}

#[test]
fn forms_of_other_kinds_keep_every_parameter() {
    for (body, field) in [
        (
            "MessageSid=SM1&SmsStatus=received&MessageStatus=received",
            "twilio.status",
        ),
        ("MessageStatus=sent", "twilio.status"),
        (
            "Sid=NO1&Level=ERROR&PayloadType=application%2Fjson&Payload=%7B%7D",
            "twilio.debugger",
        ),
        ("CallSid=CA1&Digits=1", "twilio.other"),
        ("hello", "twilio.other"),
        ("{not json", "twilio.other"),
        ("Body=Hi&NumMedia=0", "twilio.other"),
    ] {
        let event = notification(body);
        assert_eq!(event.field, field, "{body}");
        let payload = read(&event.payload);
        assert_eq!(payload["field"], field);
        assert_eq!(payload["value"], read(&event.value));
        assert_eq!(event.event_id.len(), 64);
        assert_eq!(event.event_id, notification(body).event_id);
    }
    let value = read(&notification("CallSid=CA1&Digits=&Digits=2").value);
    assert_eq!(
        value,
        serde_json::json!({"CallSid": "CA1", "Digits": ["", "2"]})
    );
}

#[test]
fn what_comes_over_another_channel_is_no_message_and_no_status_of_whatsapp() {
    for (from, to) in [
        ("%2B393331234567", "%2B14155238886"),
        ("messenger%3A3912345678901", "messenger%3A1"),
        ("rcs%3Aabc", "rcs%3Ab"),
    ] {
        let message =
            format!("MessageSid=SM1&SmsStatus=received&From={from}&To={to}&Body=x&NumMedia=0");
        assert_eq!(notification(&message).field, "twilio.message");
        let status = format!("MessageSid=SM1&MessageStatus=sent&From={from}&To={to}");
        assert_eq!(notification(&status).field, "twilio.status");
    }
    let status = "MessageSid=SM1&MessageStatus=sent&ChannelPrefix=whatsapp&To=%2B39333";
    assert!(matches!(event(status), Event::StatusChanged(_)));
    assert!(matches!(
        event("MessageSid=SM1&MessageStatus=sent"),
        Event::StatusChanged(_)
    ));
}

#[test]
fn a_byte_order_mark_hides_no_json() {
    let event = notification("\u{feff}{\"a\":\"x&y=1\"}");
    assert_eq!(event.field, "twilio.events");
    assert_eq!(event.value, r#"{"a":"x&y=1"}"#);
}

#[test]
fn an_event_stream_is_passed_on_byte_for_byte() {
    let body = r#" [{"specversion":"1.0","type":"com.twilio.messaging.message.delivered","id":"EZ1","data":{"n":1.0}}]"#;
    let event = notification(body);
    assert_eq!(event.field, "twilio.events");
    assert_eq!(event.value, body.trim());
    assert_eq!(event.business_account_id.as_deref(), Some(ACCOUNT));
    assert!(event.payload.contains(body.trim()), "{}", event.payload);
    assert_ne!(
        event.event_id,
        notification(&body.replace("EZ1", "EZ2")).event_id
    );
}

#[test]
fn a_huge_form_takes_no_longer_than_its_length() {
    let body = format!(
        "{}&MessageSid=SM1&MessageStatus=sent",
        "a=b&".repeat(200_000)
    );
    let Event::StatusChanged(event) = event(&body) else {
        panic!("a status")
    };
    assert!(event.payload.len() > 200_000 * 7);
    assert!(event.payload.contains("\"MessageSid\":\"SM1\""));
}
