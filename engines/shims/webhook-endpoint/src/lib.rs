//! A webhook endpoint for WhatsApp: answers Meta's check of the address, and
//! hands each notification, as it came, to `process-webhook`.
//!
//! It acknowledges a notification only after the adapter has processed it and
//! every event was taken. Everything else is answered so that Meta sends the
//! notification again, or refused for good reason.

mod answer;
mod body;
mod notification;
mod subscription;

#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
mod bindings {
    wit_bindgen::generate!({
        inline: "package uip:shims;
            world webhook-endpoint {
                import uip:whatsapp/properties@2.1.0;
                import uip:whatsapp/commands@2.1.0;
            }",
        path: "../../../wit",
        generate_all,
    });
}

use answer::Answer;
use bindings::uip::whatsapp::properties;
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
    let answer_with = match request.method() {
        Method::Get => subscription::answer,
        Method::Post => notification::answer,
        _ => return Answer::method_not_allowed(),
    };
    match properties::get() {
        Ok(properties) => answer_with(request, &properties),
        Err(reason) => Answer::not_configured(&reason),
    }
}
