use wasip2::http::types::IncomingRequest;

use crate::answer::Answer;
use crate::bindings::uip::whatsapp::commands::{self, CommandError, ProcessWebhookRequest};
use crate::bindings::uip::whatsapp::properties::AdapterProperties;
use crate::bindings::uip::whatsapp::types::Failure;
use crate::body;

/// Hands a notification to the adapter.
///
/// The address is public, so the signature is all that tells WhatsApp from
/// anybody else. Without an App Secret the adapter would check none: then
/// nothing is taken.
pub fn answer(request: &IncomingRequest, properties: &AdapterProperties) -> Answer {
    if properties.app_secret.is_none() {
        return Answer::not_configured(
            "The property appSecret is not set, so no notification can be told from a forged one.",
        );
    }
    let whats_app_notification = match body::read(request) {
        Ok(text) => text,
        Err(not_read) => return Answer::not_read(&not_read),
    };
    let processed = commands::process_webhook(&ProcessWebhookRequest {
        whats_app_notification,
        signature: signature(request),
    });
    match processed {
        Ok(_) => Answer::taken(),
        Err(CommandError::PermanentFailure(failure)) => refused(&failure),
        Err(
            CommandError::TemporaryFailure(failure)
            | CommandError::PermanentUnknownOutcome(failure),
        ) => Answer::later(&failure),
        Err(CommandError::ExecutionFailed) => Answer::crashed(),
    }
}

/// What is wrong with the notification is told to its sender. Every other
/// failure is the operator's, who can mend it before Meta gives up: Meta sends
/// the notification again for days.
fn refused(failure: &Failure) -> Answer {
    match failure.code.as_str() {
        "invalid-signature" => Answer::wrong_signature(failure),
        "invalid-notification" | "unsupported-object" => Answer::not_a_notification(failure),
        _ => Answer::later(failure),
    }
}

/// The signature, if there is exactly one: between two, a proxy and the
/// adapter might choose differently.
fn signature(request: &IncomingRequest) -> Option<String> {
    let values = request.headers().get("x-hub-signature-256");
    match <[Vec<u8>; 1]>::try_from(values) {
        Ok([value]) => String::from_utf8(value).ok(),
        Err(_) => None,
    }
}
