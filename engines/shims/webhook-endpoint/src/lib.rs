//! A webhook endpoint for WhatsApp: answers Meta's check of the address, and
//! hands each notification, as it came, to `process-webhook`.

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
        with: { "uip:whatsapp/types@2.1.0": uip_shim_endpoint::types },
    });
}

use bindings::uip::whatsapp::properties;
use uip_shim_endpoint::Answer;
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
        _ => return Answer::method_not_allowed("GET, POST"),
    };
    match properties::get() {
        Ok(properties) => answer_with(request, &properties),
        Err(reason) => Answer::not_configured(&reason),
    }
}
