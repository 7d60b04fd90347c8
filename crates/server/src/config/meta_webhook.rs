use http::HeaderName;
use uip_contract::Secret;
use uip_contract::config::Section;

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
        let signature = match section.required_text("authentication")?.as_str() {
            "hmac-sha256" => Some(MetaSignature::read(section)?),
            "none" => {
                if !section.boolean("allowUnauthenticated", false) {
                    section.wrong(
                        "allowUnauthenticated",
                        "must be true for authentication none: anybody who reaches the address can then send",
                    );
                }
                None
            }
            other => {
                section.wrong(
                    "authentication",
                    format!("`{other}` is unknown; there is hmac-sha256 and none"),
                );
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
        let header = section.text("signatureHeader");
        let header = header.unwrap_or_else(|| "X-Hub-Signature-256".to_owned());
        let header = HeaderName::from_bytes(header.as_bytes()).inspect_err(|_| {
            section.wrong(
                "signatureHeader",
                format!("`{header}` is not a header's name"),
            );
        });
        let key = section.base64_secret("authenticationKey", "");
        if key.is_none() && !section.is_given("authenticationKey") {
            section.wrong(
                "authenticationKey",
                "is missing; hmac-sha256 needs the key as base64: { env = \"NAME\" }",
            );
        }
        let previous = section.base64_secret("previousAuthenticationKey", "");
        if section.is_given("previousAuthenticationKey") {
            previous.as_ref()?;
        }
        Some(Self {
            key: Key::new(&key?),
            previous: previous.map(|key| Key::new(&key)),
            header: header.ok()?,
        })
    }
}
