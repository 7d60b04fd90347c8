//! A webhook endpoint for Twilio: hands each notification, as it came, to
//! `process-webhook`, with the URL that Twilio called.

mod public_url;

#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
mod bindings {
    wit_bindgen::generate!({
        inline: "package uip:shims;
            world twilio-webhook-endpoint {
                import uip:whatsapp-twilio/properties@1.0.0;
                import uip:whatsapp-twilio/commands@1.0.0;
            }",
        path: "../../../twilio/wit",
        generate_all,
        with: { "uip:whatsapp/types@2.1.0": uip_shim_endpoint::types },
    });
}

use bindings::uip::whatsapp_twilio::commands::{self, ProcessWebhookRequest};
use bindings::uip::whatsapp_twilio::properties::{self, AdapterProperties};
use uip_shim_endpoint::{Answer, body, only_header};
use wasip2::exports::http::incoming_handler::Guest;
use wasip2::http::types::{IncomingRequest, Method, ResponseOutparam};

struct Endpoint;

wasip2::http::proxy::export!(Endpoint);

impl Guest for Endpoint {
    fn handle(request: IncomingRequest, response: ResponseOutparam) {
        answer(&request).send(response);
    }
}

fn answer(request: &IncomingRequest) -> Answer {
    let Method::Post = request.method() else {
        return Answer::method_not_allowed("POST");
    };
    match properties::get() {
        Ok(properties) => process(request, &properties),
        Err(reason) => Answer::not_configured(&reason),
    }
}

/// Hands a notification to the adapter.
///
/// The address is public, so the signature is all that tells Twilio from
/// anybody else. Without an Auth Token the adapter would check none: then
/// nothing is taken.
fn process(request: &IncomingRequest, properties: &AdapterProperties) -> Answer {
    if properties.auth_token.is_none() {
        return Answer::not_configured(
            "The property authToken is not set, so no notification can be told from a forged one.",
        );
    }
    let notification = match body::read(request) {
        Ok(text) => text,
        Err(not_read) => return Answer::not_read(&not_read),
    };
    let called = request.path_with_query().unwrap_or_default();
    let configured = [&properties.webhook_url, &properties.status_callback_url];
    let processed = commands::process_webhook(&ProcessWebhookRequest {
        notification,
        signature: only_header(request, "x-twilio-signature"),
        url: public_url::of(&called, configured.into_iter().flatten()),
        callback_parameters: None,
    });
    Answer::of(processed, Answer::taken_as_twiml())
}
