//! A status becomes an event, in Twilio's word and the Cloud API's shape.

use serde_json::json;

use super::{ACCOUNT, Event, event_of, json as read, request, status};

#[test]
fn each_status_is_passed_on_in_its_word() {
    for word in [
        "queued",
        "accepted",
        "scheduled",
        "sending",
        "sent",
        "delivered",
        "read",
        "canceled",
    ] {
        let event = status(&format!(
            "SmsStatus={word}&MessageStatus={word}&To=whatsapp%3A%2B447700900123"
        ));
        assert_eq!(event.status.status, word);
        assert_eq!(event.event_id, format!("SM1:{word}:447700900123"));
        assert_eq!(event.status.recipient_id.as_deref(), Some("447700900123"));
        assert!(event.status.errors.is_empty());
        let payload = read(&event.payload);
        assert_eq!(
            payload["statuses"],
            json!([{"id": "SM1", "status": word, "recipient_id": "447700900123"}])
        );
        assert_eq!(payload["metadata"]["display_phone_number"], "14155238886");
    }
}

#[test]
fn a_read_message_is_read_in_either_form() {
    for parameters in [
        "EventType=READ&SmsStatus=read&MessageStatus=read&To=whatsapp%3A%2B447700900123",
        "EventType=READ&SmsStatus=delivered&MessageStatus=delivered&To=whatsapp%3A%2B447700900123",
    ] {
        let event = status(parameters);
        assert_eq!(event.status.status, "read");
        assert_eq!(event.event_id, "SM1:read:447700900123");
    }
}

#[test]
fn undelivered_is_failed_with_its_number_and_keeps_its_word() {
    let event = status(
        "ErrorCode=63016&EventType=UNDELIVERED&SmsStatus=undelivered&MessageStatus=undelivered&\
         To=whatsapp%3A%2B447700900123&ChannelStatusMessage=Outside",
    );
    assert_eq!(event.status.status, "failed");
    assert_eq!(event.event_id, "SM1:failed:447700900123:error:63016");
    let payload = read(&event.payload);
    assert_eq!(
        payload["statuses"][0]["errors"],
        json!([{"code": 63016, "title": "Outside the 24-hour window, and no template",
                "error_data": {"details": "Outside"},
                "href": "https://www.twilio.com/docs/errors/63016"}])
    );
    assert_eq!(payload["twilio"]["MessageStatus"], "undelivered");
}

#[test]
fn an_unknown_number_has_no_title_and_an_odd_one_no_number() {
    let event = status("MessageStatus=failed&ErrorCode=63999&ErrorMessage=New");
    let error = &event.status.errors[0];
    assert_eq!((error.code, error.title.as_deref()), (Some(63999), None));
    assert_eq!(error.message.as_deref(), Some("New"));
    let event = status("MessageStatus=failed&ErrorCode=x");
    assert_eq!(event.status.errors[0].code, None);
    assert!(
        status("MessageStatus=sent&ErrorCode=0")
            .status
            .errors
            .is_empty()
    );
}

#[test]
fn the_smallest_callback_is_enough() {
    let Event::StatusChanged(event) =
        super::event("MessageSid=SM2&MessageStatus=failed&ErrorCode=63018")
    else {
        panic!("a status")
    };
    assert_eq!(event.event_id, "SM2:failed::error:63018");
    assert_eq!(event.business_account_id, None);
    assert!(event.contacts.is_empty());
    assert_eq!(read(&event.payload)["contacts"], json!([]));
}

#[test]
fn a_recipient_without_a_number_is_a_user_id() {
    let event =
        status("MessageStatus=delivered&To=whatsapp%3AGB.1349&ExternalUserId=whatsapp%3AGB.1349");
    assert_eq!(event.status.recipient_id, None);
    assert_eq!(event.status.recipient_user_id.as_deref(), Some("GB.1349"));
    assert_eq!(event.event_id, "SM1:delivered:GB.1349");
}

#[test]
fn the_reference_comes_back_in_the_url_or_from_the_endpoint() {
    let body = format!("MessageSid=SM1&MessageStatus=sent&AccountSid={ACCOUNT}");
    let mut by_url = request(&body);
    by_url.url = Some("https://a.example/x?ref=mine&t=1&ref=o%3A1%20%26%20%C3%A8#rc=5".to_owned());
    let mut by_endpoint = request(&body);
    by_endpoint.callback_parameters = Some(r#"{"ref":"o:1 & è"}"#.to_owned());
    for request in [by_url, by_endpoint] {
        let Event::StatusChanged(event) = event_of(&request) else {
            panic!("a status")
        };
        assert_eq!(event.status.callback_data.as_deref(), Some("o:1 & è"));
        let payload = read(&event.payload);
        assert_eq!(
            payload["statuses"][0]["biz_opaque_callback_data"],
            "o:1 & è"
        );
    }
}

/// Twilio sends statuses in any order and again, without a time
/// (twilio-labs/twilio-firebase-extensions#21, chatwoot/chatwoot#14149).
#[test]
fn statuses_in_any_order_are_one_event_each_and_a_repeat_has_the_same_id() {
    let to = "To=whatsapp%3A%2B447700900123";
    let events: Vec<_> = [
        "MessageStatus=read",
        "MessageStatus=sent",
        "MessageStatus=delivered",
        "MessageStatus=failed&ErrorCode=63016",
        // Does not erase the reason of the one before.
        "MessageStatus=failed",
    ]
    .iter()
    .map(|parameters| status(&format!("{parameters}&{to}")))
    .collect();
    let ids: std::collections::BTreeSet<_> = events.iter().map(|it| &it.event_id).collect();
    assert_eq!(ids.len(), events.len());
    assert!(events.iter().all(|event| event.status.timestamp.is_none()));
    let again = status(&format!(
        "MessageStatus=read&{to}&RawDlrDoneDate=2605271508"
    ));
    assert_eq!(again.event_id, events[0].event_id);
}
