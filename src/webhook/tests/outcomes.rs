//! What the command answers.

use serde_json::{Value, json};

use super::{process_text, with_value};
use crate::bindings::exports::uip::whatsapp::commands::ProcessWebhookRequest;
use crate::bindings::uip::whatsapp::events::EventError;
use crate::webhook::{Event, process};
use uip_kit::{CommandError, Failure};

fn permanent(text: &str) -> Failure {
    match process_text(text) {
        (Err(CommandError::PermanentFailure(failure)), events) if events.is_empty() => failure,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn what_is_not_json_is_refused_with_the_place() {
    for text in [
        "",
        " ",
        "{",
        "null",
        "[]",
        "\"{}\"",
        "{\"entry\":[1,]}",
        "{}x",
        "\u{feff}\u{feff}{}",
        "<html>",
    ] {
        let failure = permanent(text);
        assert_eq!(failure.code, "invalid-notification", "{text}");
        assert!(
            failure.error.contains("whatsAppNotification"),
            "{}",
            failure.error
        );
        assert!(
            failure.error.ends_with("No event was emitted."),
            "{}",
            failure.error
        );
    }
    assert!(
        permanent("{\n\"entry\":[1,]}")
            .error
            .contains("line 2 column")
    );
}

#[test]
fn json_that_is_no_notification_is_refused() {
    for text in [
        "{}",
        r#"{"entry":{}}"#,
        r#"{"object":"whatsapp_business_account"}"#,
    ] {
        assert_eq!(permanent(text).code, "invalid-notification", "{text}");
    }
}

#[test]
fn a_notification_about_something_else_is_refused_by_its_name() {
    for text in [
        r#"{"object":"page","entry":[]}"#,
        r#"{"entry":[{"object":"page","changes":[1]}]}"#,
    ] {
        let failure = permanent(text);
        assert_eq!(failure.code, "unsupported-object");
        assert!(failure.error.contains("\"page\""), "{}", failure.error);
    }
}

#[test]
fn a_wrong_signature_is_refused_before_anything_is_read() {
    let request = ProcessWebhookRequest {
        whats_app_notification: "not even json".to_owned(),
        signature: Some(format!("sha256={}", "0".repeat(64))),
    };
    let result = process(&request, Some(b"key"), |_| panic!("an event"));
    let Err(CommandError::PermanentFailure(failure)) = result else {
        panic!("{result:?}")
    };
    assert_eq!(failure.code, "invalid-signature");
}

#[test]
fn a_signature_counts_only_where_there_is_a_key() {
    let request = ProcessWebhookRequest {
        whats_app_notification: with_value(&json!({"messages": [{"id": "m1"}]})).to_string(),
        signature: Some("sha256=nonsense".to_owned()),
    };
    assert_eq!(
        process(&request, None, |_| Ok(()))
            .unwrap()
            .customer_messages,
        1
    );
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_json() {
    let text = with_value(&json!({"messages": [{"id": "m1"}]})).to_string();
    let plain = process_text(&text);
    let marked = process_text(&format!("\u{feff}{text}"));
    assert_eq!(marked.0.unwrap().customer_messages, 1);
    let ids =
        |events: &[Event]| -> Vec<String> { events.iter().map(|it| it.id().to_owned()).collect() };
    assert_eq!(ids(&marked.1), ids(&plain.1));
}

fn batch() -> Value {
    with_value(&json!({
        "messages": [{"id": "m1"}, {"id": "m2"}],
        "statuses": [{"id": "s1", "status": "sent"}],
    }))
}

#[test]
fn the_answer_counts_each_kind() {
    let processed = process_text(&batch().to_string()).0.unwrap();
    assert_eq!(
        (
            processed.customer_messages,
            processed.status_changes,
            processed.webhook_notifications
        ),
        (2, 1, 0)
    );
}

#[test]
fn a_refused_event_fails_the_command_as_temporary_and_holds_up_no_other() {
    let request = ProcessWebhookRequest {
        whats_app_notification: batch().to_string(),
        signature: None,
    };
    let mut offered = Vec::new();
    let result = process(&request, None, |event| {
        offered.push(event.id().to_owned());
        if event.id() == "m1" {
            Err(EventError::Refused("queue full".to_owned()))
        } else {
            Ok(())
        }
    });
    assert_eq!(offered, ["m1", "m2", "s1:sent"]);
    let Err(CommandError::TemporaryFailure(failure)) = result else {
        panic!("{result:?}")
    };
    assert_eq!(failure.code, "event-refused");
    assert_eq!(
        failure.error,
        "The engine rejected 1 of 3 events. The first rejected event is m1: queue full"
    );
}
