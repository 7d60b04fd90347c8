//! `process-webhook`, from the bytes of a notification to its events.

#![no_main]

use libfuzzer_sys::fuzz_target;
use uip_fuzz::{check_failure, check_refusal, is_json};
use uip_kit::CommandError;
use whatsapp::bindings::exports::uip::whatsapp::commands::{
    ProcessWebhookRequest, WebhookProcessed,
};
use whatsapp::bindings::uip::whatsapp::events::EventError;
use whatsapp::webhook::{Event, process};

type Processed = Result<WebhookProcessed, CommandError>;

/// The ids and payloads of the events, and what the command answers.
fn run(text: &str, takes: impl Fn(usize) -> bool) -> (Vec<(String, String)>, Processed) {
    let request = ProcessWebhookRequest {
        whats_app_notification: text.to_owned(),
        signature: None,
    };
    let mut seen = Vec::new();
    let processed = process(&request, None, |event| {
        let payload = match event {
            Event::CustomerMessage(event) => &event.payload,
            Event::StatusChanged(event) => &event.payload,
            Event::WebhookNotification(event) => &event.payload,
        };
        seen.push((event.id().to_owned(), payload.clone()));
        if takes(seen.len()) {
            Ok(())
        } else {
            Err(EventError::Refused("busy".to_owned()))
        }
    });
    (seen, processed)
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (events, processed) = run(text, |_| true);
    match &processed {
        Ok(processed) => {
            let counted = processed.customer_messages
                + processed.status_changes
                + processed.webhook_notifications;
            assert_eq!(events.len(), counted as usize, "each event is counted");
            assert!(is_json(text.trim_start_matches('\u{feff}')));
        }
        Err(error) => {
            check_refusal(error);
            assert!(events.is_empty(), "a notification that is refused has none");
        }
    }
    for (id, payload) in &events {
        assert!(!id.is_empty());
        assert!(is_json(payload), "a payload is JSON: {payload}");
    }
    assert_eq!(run(text, |_| true).0, events, "a repeat brings the same");
    if !events.is_empty() {
        let (offered, refused) = run(text, |number| number % 2 == 0);
        assert_eq!(offered, events, "a refused event does not hold up others");
        match refused {
            Err(error @ CommandError::TemporaryFailure(_)) => check_failure(&error),
            other => panic!("the engine refused an event: {other:?}"),
        }
    }
});
