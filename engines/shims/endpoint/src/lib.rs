//! What webhook endpoints have in common, whichever service calls them: a
//! notification is read as it came, and acknowledged only after the adapter has
//! processed it and every event was taken. Everything else is answered so that
//! it can be sent again, or refused for good reason.

mod answer;
/// Reads the body of a request.
pub mod body;

/// Generated from `wit/`: how a command fails.
#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
pub mod bindings {
    wit_bindgen::generate!({
        inline: "package uip:shims; world failures { import uip:whatsapp/types@2.1.0; }",
        path: "../../../wit",
        generate_all,
    });
}

pub use answer::Answer;
pub use bindings::uip::whatsapp::types;

use wasip2::http::types::IncomingRequest;

/// The value of a header, if there is exactly one: between two, a proxy and
/// the adapter might choose differently.
pub fn only_header(request: &IncomingRequest, name: &str) -> Option<String> {
    let values = request.headers().get(name);
    match <[Vec<u8>; 1]>::try_from(values) {
        Ok([value]) => String::from_utf8(value).ok(),
        Err(_) => None,
    }
}
