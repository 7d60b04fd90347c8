//! `X-Twilio-Signature`: an HMAC over the URL that Twilio called and the parameters
//! of the form, or over a URL that has the hash of a JSON body.

use std::collections::BinaryHeap;
use std::iter::once;

use super::parameters::Parameter;
use super::url::CalledUrl;
use uip_kit::file::Digest;
use uip_kit::property::Token;
use uip_kit::signature::{InvalidSignature, verify_base64};

/// The parameter in the query that has the SHA-256 of a JSON body.
const BODY_HASH: &str = "bodySHA256";

/// Verifies a signature made with one of these keys over one of these URLs.
/// `parameters` are those of a form, decoded.
///
/// # Errors
/// The signature is missing, malformed, or of another body, URL or key.
pub fn verify(
    urls: &[CalledUrl<'_>],
    body: &str,
    parameters: &[Parameter<'_>],
    keys: &[Token],
    signature: Option<&str>,
) -> Result<(), InvalidSignature> {
    let mut verified = Err(InvalidSignature::Wrong);
    for url in urls {
        let appended = match url.parameter(BODY_HASH) {
            Some(hash) if Digest::parse(&hash) != Some(Digest::of(body.as_bytes())) => continue,
            Some(_) => Vec::new(),
            None => sorted(parameters),
        };
        for form in url.signed_forms() {
            for key in keys {
                let appended = appended.iter();
                let appended =
                    appended.flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
                let signed = once(form.as_bytes()).chain(appended);
                verified = verify_base64(key.reveal().as_bytes(), signed, signature);
                if verified != Err(InvalidSignature::Wrong) {
                    return verified;
                }
            }
        }
    }
    verified
}

/// The parameters in the order of their bytes; of a repeated name each value once.
fn sorted<'a>(parameters: &'a [Parameter<'a>]) -> Vec<&'a Parameter<'a>> {
    // As code, a heap is a quarter of the library's sort.
    let heap: BinaryHeap<&Parameter<'_>> = parameters.iter().collect();
    let mut sorted = heap.into_sorted_vec();
    sorted.dedup();
    sorted
}
