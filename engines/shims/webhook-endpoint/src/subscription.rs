use subtle::ConstantTimeEq as _;
use uip_shim_endpoint::Answer;
use wasip2::http::types::IncomingRequest;

use crate::bindings::uip::whatsapp::properties::AdapterProperties;

/// Answers Meta's check of the address: the challenge, if the verify token is
/// right. Without a verify token none is right.
pub fn answer(request: &IncomingRequest, properties: &AdapterProperties) -> Answer {
    let path = request.path_with_query().unwrap_or_default();
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let value = |name: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(given, _)| given == name)
            .map(|(_, value)| value)
    };
    let (Some(mode), Some(token), Some(challenge)) = (
        value("hub.mode"),
        value("hub.verify_token"),
        value("hub.challenge"),
    ) else {
        return Answer::wrong_verify_token();
    };
    let Some(right) = properties
        .verify_token
        .as_deref()
        .filter(|token| !token.is_empty())
    else {
        return Answer::no_verify_token();
    };
    if mode == "subscribe" && bool::from(right.as_bytes().ct_eq(token.as_bytes())) {
        Answer::challenge(challenge.into_owned())
    } else {
        Answer::wrong_verify_token()
    }
}
