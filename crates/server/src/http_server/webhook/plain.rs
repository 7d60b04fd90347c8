//! What services do that post forms or JSON and confirm no address.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};

use super::is_json;
use crate::config::{FixedResponse, PlainWebhook, TwilioSignature};
use crate::http_server::media_type::{MediaType, is_other_charset};
use crate::http_server::refusal::Refusal;
use crate::signature::{SignedContent, TwilioKey};

/// Checks that a notification is from the sender, and that its body is text of
/// the kind that it says. `url` is the public URL that was called.
pub(super) fn check(
    webhook: &PlainWebhook,
    url: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), Refusal> {
    let kind = MediaType::of(headers)
        .filter(|_| !is_other_charset(headers))
        .ok_or(Refusal::WrongContentType)?;
    if let Some(signature) = &webhook.signature
        && !is_authentic(signature, url, kind, headers, body)
    {
        return Err(Refusal::WrongUrlSignature);
    }
    match kind {
        MediaType::Form if std::str::from_utf8(body).is_err() => Err(Refusal::NotText),
        MediaType::Json if !is_json(body) => Err(Refusal::NotJson),
        MediaType::Form | MediaType::Json => Ok(()),
    }
}

/// Whether the request carries exactly one signature, and it is right.
fn is_authentic(
    signature: &TwilioSignature,
    url: &str,
    kind: MediaType,
    headers: &HeaderMap,
    body: &[u8],
) -> bool {
    let mut given = headers.get_all(&signature.header).iter();
    let (Some(given), None) = (given.next(), given.next()) else {
        return false;
    };
    let is_form = kind == MediaType::Form;
    SignedContent::of_request(url, is_form, body).is_some_and(|content| {
        let verifies = |key: &TwilioKey| key.verifies(&content, given.as_bytes());
        // Both are always computed: the time does not tell which one it is.
        verifies(&signature.key) | signature.previous.as_ref().is_some_and(verifies)
    })
}

/// What a notification is answered when it is stored.
pub(super) fn stored(response: &FixedResponse) -> Response {
    let mut answer = response.body.clone().into_response();
    let headers = answer.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    if let Some(content_type) = &response.content_type {
        headers.insert(header::CONTENT_TYPE, content_type.clone());
    }
    answer
}
