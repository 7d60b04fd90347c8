use uip_shim_endpoint::{Answer, body, only_header};
use wasip2::http::types::IncomingRequest;

use crate::bindings::uip::whatsapp::commands::{self, ProcessWebhookRequest};
use crate::bindings::uip::whatsapp::properties::AdapterProperties;

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
        signature: only_header(request, "x-hub-signature-256"),
    });
    Answer::of(processed, Answer::taken())
}
