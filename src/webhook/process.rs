//! The whole way of a notification, from its text to the answer of
//! `process-webhook`.

use super::event::Event;
use super::notification::{InvalidNotification, Notification};
use crate::bindings::exports::uip::whatsapp::commands::{ProcessWebhookRequest, WebhookProcessed};
use crate::bindings::uip::whatsapp::events::EventError;
use uip_kit::failure::one_line;
use uip_kit::json::{Document, without_byte_order_mark};
use uip_kit::signature::{InvalidSignature, verify_sha256};
use uip_kit::{CommandError, Failure, FailureCategory};

/// How much of a reason that the engine gives is passed on, in characters.
const REASON_LIMIT: usize = 300;

/// Checks the signature if there is a key, reads the notification, and hands
/// each event to `emit`. A refused event does not hold up the others.
///
/// # Errors
/// `permanent-failure` if the signature or the notification is not valid: no
/// event was emitted. `temporary-failure` if `emit` refused any event: a
/// repeat emits all of them again, under the same ids.
pub fn process(
    request: &ProcessWebhookRequest,
    signature_key: Option<&[u8]>,
    mut emit: impl FnMut(&Event) -> Result<(), EventError>,
) -> Result<WebhookProcessed, CommandError> {
    let text = &request.whats_app_notification;
    if let Some(key) = signature_key {
        verify_sha256(key, text.as_bytes(), request.signature.as_deref())
            .map_err(invalid_signature)?;
    }
    let document = Document::parse(without_byte_order_mark(text))
        .map_err(|error| invalid_notification(InvalidNotification::NotJson(error.to_string())))?;
    let notification = Notification::read(&document).map_err(invalid_notification)?;

    let mut processed = WebhookProcessed {
        customer_messages: 0,
        status_changes: 0,
        webhook_notifications: 0,
    };
    let mut refused: u32 = 0;
    let mut first_refusal = None;
    notification.for_each_event(|event| match emit(&event) {
        Ok(()) => {
            let count = match event {
                Event::CustomerMessage(_) => &mut processed.customer_messages,
                Event::StatusChanged(_) => &mut processed.status_changes,
                Event::WebhookNotification(_) => &mut processed.webhook_notifications,
            };
            *count += 1;
        }
        Err(error) => {
            refused += 1;
            first_refusal.get_or_insert_with(|| (event.id().to_owned(), error));
        }
    });
    match first_refusal {
        None => Ok(processed),
        Some((event_id, error)) => Err(events_refused(&processed, refused, &event_id, error)),
    }
}

fn invalid_signature(error: InvalidSignature) -> CommandError {
    let (what, advice) = match error {
        InvalidSignature::Missing => (
            "The notification has no signature.",
            "Pass the header X-Hub-Signature-256 in the field signature, or remove the property appSecret if the trigger has already checked it.",
        ),
        InvalidSignature::Malformed => (
            "The field signature is not \"sha256=\" followed by 64 hexadecimal digits.",
            "Pass the header X-Hub-Signature-256 unchanged; X-Hub-Signature is a different \
             header.",
        ),
        InvalidSignature::Wrong => (
            "The signature does not match the notification: it was made with another App Secret, \
             or the text was changed in transit.",
            "Check that the property appSecret is the base64 form of the App Secret of the app that owns the webhook, and pass the body of the request unchanged.",
        ),
    };
    Failure::new(
        "invalid-signature",
        FailureCategory::Webhook,
        format!("{what} No event was emitted."),
        advice,
    )
    .permanent()
}

fn invalid_notification(error: InvalidNotification) -> CommandError {
    let (code, what, advice) = match error {
        InvalidNotification::NotJson(place) => (
            "invalid-notification",
            format!("The field whatsAppNotification is not a JSON object: {place}."),
            "Pass the body of WhatsApp's request as text, unchanged.",
        ),
        InvalidNotification::NoEntry => (
            "invalid-notification",
            "The field whatsAppNotification has no array \"entry\".".to_owned(),
            "Pass the complete body of WhatsApp's request as text, unchanged.",
        ),
        InvalidNotification::UnsupportedObject(object) => (
            "unsupported-object",
            format!(
                "The notification is about \"{}\", not about \"whatsapp_business_account\".",
                one_line(&object, REASON_LIMIT)
            ),
            "In the Meta app, subscribe this webhook to the object WhatsApp Business Account only.",
        ),
    };
    Failure::new(
        code,
        FailureCategory::Webhook,
        format!("{what} No event was emitted."),
        advice,
    )
    .permanent()
}

fn events_refused(
    processed: &WebhookProcessed,
    refused: u32,
    event_id: &str,
    error: EventError,
) -> CommandError {
    let taken =
        processed.customer_messages + processed.status_changes + processed.webhook_notifications;
    let reason = match error {
        EventError::ExecutionFailed => "the engine could not run what the event starts".to_owned(),
        EventError::Refused(reason) => one_line(&reason, REASON_LIMIT),
    };
    Failure::new(
        "event-refused",
        FailureCategory::Webhook,
        format!(
            "The engine rejected {refused} of {} events. The first rejected event is {}: {reason}",
            u64::from(taken) + u64::from(refused),
            one_line(event_id, REASON_LIMIT),
        ),
        "Process the same notification again: the events have the same ids, so you can recognise \
         those that were already accepted.",
    )
    .temporary()
}
