use http::HeaderName;
use uip_contract::Secret;
use uip_contract::config::Section;

use super::signed;
use crate::signature::Key;

/// How Meta confirms the address of a webhook, and proves that it is the sender
/// (Graph API, Webhooks, "Getting started").
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MetaWebhook {
    /// `verifyToken`: what Meta repeats in its subscription check. Default: the
    /// trigger's name, as UIP has it.
    pub verify_token: Secret,
    /// `authentication`: what each notification is signed with, or nothing,
    /// where whoever reaches the address may send.
    pub signature: Option<MetaSignature>,
}

/// `authentication = "hmac-sha256"`: the body is signed with the App Secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MetaSignature {
    /// `authenticationKey`.
    pub key: Key,
    /// `previousAuthenticationKey`: it is accepted too, while the key is
    /// rotated.
    pub previous: Option<Key>,
    /// `signatureHeader`: the header that holds `sha256=HEX`. Default
    /// `X-Hub-Signature-256`.
    pub header: HeaderName,
}

impl MetaWebhook {
    pub(super) fn read(section: &mut Section<'_>, name: Option<&str>) -> Option<Self> {
        let verify_token = section.secret("verifyToken");
        let verify_token = verify_token.or_else(|| name.map(Secret::new));
        let signature = match section.required_text("authentication").as_deref() {
            Some("hmac-sha256") => Some(MetaSignature::read(section)?),
            Some("none") => {
                signed::unauthenticated(section);
                None
            }
            Some(other) => {
                signed::unknown(section, other, "hmac-sha256 and none");
                return None;
            }
            None => {
                signed::ignore(section);
                return None;
            }
        };
        Some(Self {
            verify_token: verify_token?,
            signature,
        })
    }
}

impl MetaSignature {
    fn read(section: &mut Section<'_>) -> Option<Self> {
        let header = signed::header(section, "X-Hub-Signature-256");
        let keys = signed::Keys::read(section, "hmac-sha256")?;
        Some(Self {
            key: Key::new(&keys.key),
            previous: keys.previous.map(|key| Key::new(&key)),
            header: header?,
        })
    }
}
