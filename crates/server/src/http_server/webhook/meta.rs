//! What Meta's webhooks do in a way of their own: confirm an address, and sign.

use http::HeaderMap;

use crate::config::MetaWebhook;
use crate::http_server::refusal::Refusal;
use crate::signature::Key;

/// The challenge of a subscription check, if the other parts of it are right.
/// `value` gives the parameters of the query.
pub(super) fn challenge<'q>(
    webhook: &MetaWebhook,
    value: impl Fn(&str) -> Option<&'q str>,
) -> Result<&'q str, Refusal> {
    if value("hub.mode") != Some("subscribe") {
        return Err(Refusal::WrongMode);
    }
    let token = value("hub.verify_token").unwrap_or_default();
    if !webhook.verify_token.matches(token.as_bytes()) {
        return Err(Refusal::WrongVerifyToken);
    }
    value("hub.challenge").ok_or(Refusal::MissingChallenge)
}

/// Whether the body carries exactly one signature, and it is right.
pub(super) fn is_authentic(webhook: &MetaWebhook, headers: &HeaderMap, body: &[u8]) -> bool {
    let Some(signature) = &webhook.signature else {
        return true;
    };
    let mut given = headers.get_all(&signature.header).iter();
    match (given.next(), given.next()) {
        (Some(given), None) => {
            let verifies = |key: &Key| key.verifies_hex(body, given.as_bytes());
            // Both are always computed: the time does not tell which one it is.
            verifies(&signature.key) | signature.previous.as_ref().is_some_and(verifies)
        }
        _ => false,
    }
}
