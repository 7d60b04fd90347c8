//! What the ways to sign have in common.

use http::HeaderName;
use uip_contract::config::Section;

/// The keys that senders sign with.
pub(super) struct Keys {
    /// `authenticationKey`.
    pub key: Vec<u8>,
    /// `previousAuthenticationKey`.
    pub previous: Option<Vec<u8>>,
}

impl Keys {
    /// Reads the keys for the value `authentication` of the key of that name.
    pub fn read(section: &mut Section<'_>, authentication: &str) -> Option<Self> {
        let key = section.base64_secret("authenticationKey", "");
        if key.is_none() && !section.is_given("authenticationKey") {
            section.wrong(
                "authenticationKey",
                format!(
                    "is missing; {authentication} needs the key as base64: {{ env = \"NAME\" }}"
                ),
            );
        }
        let previous = section.base64_secret("previousAuthenticationKey", "");
        if section.is_given("previousAuthenticationKey") {
            previous.as_ref()?;
        }
        Some(Self {
            key: key?,
            previous,
        })
    }
}

/// Reads `signatureHeader`.
pub(super) fn header(section: &mut Section<'_>, default: &'static str) -> Option<HeaderName> {
    let header = section.text("signatureHeader");
    let header = header.unwrap_or_else(|| default.to_owned());
    let parsed = HeaderName::from_bytes(header.as_bytes());
    if parsed.is_err() {
        section.wrong(
            "signatureHeader",
            format!("`{header}` is not a header's name"),
        );
    }
    parsed.ok()
}

/// Demands the key that says that senders are not known on purpose.
pub(super) fn unauthenticated(section: &mut Section<'_>) {
    if !section.boolean("allowUnauthenticated", false) {
        section.wrong(
            "allowUnauthenticated",
            "must be true for authentication none: anybody who reaches the address can then send",
        );
    }
}

/// Says which values of `authentication` there are. The keys that belong to one
/// are not unknown because of it.
pub(super) fn unknown(section: &mut Section<'_>, authentication: &str, known: &str) {
    section.wrong(
        "authentication",
        format!("`{authentication}` is unknown; there is {known}"),
    );
    ignore(section);
}

/// Passes over the keys that belong to a value of `authentication`.
pub(super) fn ignore(section: &mut Section<'_>) {
    for key in [
        "authenticationKey",
        "previousAuthenticationKey",
        "signatureHeader",
        "allowUnauthenticated",
    ] {
        section.take(key);
    }
}
