use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use uip_contract::config::Section;

use super::{signed, xml};
use crate::signature::TwilioKey;

/// The longest response, in bytes: that of Twilio's `TwiML`.
const LONGEST: usize = 64 << 10;

const XML: &str = "text/xml";
const TEXT: &str = "text/plain; charset=utf-8";

/// The root element of `TwiML`, and `TwiML` that does nothing.
const TWIML: &str = "Response";
const NO_TWIML: &str = "<Response/>";

/// How a service that posts forms or JSON proves that it is the sender, and what
/// it is answered.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PlainWebhook {
    /// `authentication`: what each notification is signed with, or nothing,
    /// where whoever reaches the address may send.
    pub signature: Option<TwilioSignature>,
    /// `responseBody`, `responseContentType`.
    pub response: FixedResponse,
}

/// `authentication = "twilio"`: the URL that was called and the form's parameters
/// are signed with the account's Auth Token.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TwilioSignature {
    /// `authenticationKey`.
    pub key: TwilioKey,
    /// `previousAuthenticationKey`: it is accepted too, while the key is
    /// rotated.
    pub previous: Option<TwilioKey>,
    /// `signatureHeader`: the header that holds the signature in base64. Default
    /// `X-Twilio-Signature`.
    pub header: HeaderName,
}

/// What every notification is answered when it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FixedResponse {
    /// `responseContentType`. Nothing, if the body is empty.
    pub content_type: Option<HeaderValue>,
    /// `responseBody`. Default: empty, and `<Response/>` for Twilio.
    pub body: Bytes,
}

impl PlainWebhook {
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let authentication = section.required_text("authentication");
        let mut is_twilio = false;
        let signature = match authentication.as_deref() {
            Some("twilio") => {
                is_twilio = true;
                TwilioSignature::read(section).map(Some)
            }
            Some("none") => {
                signed::unauthenticated(section);
                Some(None)
            }
            Some(other) => {
                signed::unknown(section, other, "twilio and none");
                None
            }
            None => {
                signed::ignore(section);
                None
            }
        };
        let response = FixedResponse::read(section, is_twilio);
        Some(Self {
            signature: signature?,
            response: response?,
        })
    }
}

impl TwilioSignature {
    fn read(section: &mut Section<'_>) -> Option<Self> {
        let header = signed::header(section, "X-Twilio-Signature");
        let keys = signed::Keys::read(section, "twilio")?;
        Some(Self {
            key: TwilioKey::new(&keys.key),
            previous: keys.previous.map(|key| TwilioKey::new(&key)),
            header: header?,
        })
    }
}

impl FixedResponse {
    fn read(section: &mut Section<'_>, is_twilio: bool) -> Option<Self> {
        let body = section.text("responseBody");
        let content_type = section.text("responseContentType");
        if content_type.is_some() && body.is_none() {
            section.wrong("responseContentType", "is given without `responseBody`");
            return None;
        }
        if section.is_given("responseBody") && body.is_none() {
            return None;
        }
        let (body, usual) = match (body, is_twilio) {
            (Some(body), true) => (body, XML),
            (None, true) => (NO_TWIML.to_owned(), XML),
            (Some(body), false) => (body, TEXT),
            (None, false) => {
                return Some(Self {
                    content_type: None,
                    body: Bytes::new(),
                });
            }
        };
        let content_type = content_type.unwrap_or_else(|| usual.to_owned());
        let Ok(value) = HeaderValue::from_str(&content_type) else {
            section.wrong("responseContentType", "is not a header's value");
            return None;
        };
        if let Err(problem) = check(&body, &content_type, is_twilio) {
            section.wrong("responseBody", problem);
            return None;
        }
        Some(Self {
            content_type: Some(value),
            body: body.into(),
        })
    }
}

/// Checks that a body is not empty, not too long, and XML where its content type
/// says so. Twilio's is `TwiML`.
fn check(body: &str, content_type: &str, is_twilio: bool) -> Result<(), String> {
    if body.trim().is_empty() {
        return Err("is empty; leave it out".to_owned());
    }
    if body.len() > LONGEST {
        return Err(format!("is longer than {LONGEST} bytes"));
    }
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    let is_xml = ["text/xml", "application/xml"].contains(&essence.as_str());
    if !is_xml && !essence.ends_with("+xml") {
        return Ok(());
    }
    let root = xml::root(body).map_err(|problem| format!("is not XML: it {problem}"))?;
    if is_twilio && root != TWIML {
        return Err(format!(
            "is not TwiML: its root element is `{root}`, not `{TWIML}`"
        ));
    }
    Ok(())
}
