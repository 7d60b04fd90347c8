//! Which authorities are trusted.

use std::env;
use std::fmt;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, TrustAnchor};
use rustls::{ClientConfig, RootCertStore};
use rustls_native_certs::CertificateResult;

use crate::identity::ClientIdentity;

/// The variables that name other authorities than the system's.
const VARIABLES: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

/// Certificates of authorities that are trusted in addition to the configured list: a company's own
/// authority, or that of a proxy which inspects TLS. Cheap to clone. The default holds none.
#[derive(Clone, Default)]
pub struct RootCertificates(Arc<[TrustAnchor<'static>]>);

/// Why a text holds no usable certificates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0}; expected the certificates of authorities as PEM text, each between BEGIN CERTIFICATE and END CERTIFICATE"
)]
pub struct InvalidCertificates(String);

impl RootCertificates {
    /// Reads certificates from PEM text. Sections of another kind are ignored.
    ///
    /// # Errors
    /// If the text holds no certificate, or one that cannot be read.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, InvalidCertificates> {
        let mut roots = RootCertStore::empty();
        for (index, certificate) in CertificateDer::pem_slice_iter(pem.as_ref()).enumerate() {
            let unusable =
                |error: String| InvalidCertificates(format!("certificate {}: {error}", index + 1));
            let certificate = certificate.map_err(|error| unusable(error.to_string()))?;
            roots
                .add(certificate)
                .map_err(|error| unusable(error.to_string()))?;
        }
        if roots.is_empty() {
            return Err(InvalidCertificates("there is no certificate".to_owned()));
        }
        Ok(Self(roots.roots.into()))
    }
}

impl fmt::Debug for RootCertificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RootCertificates")
            .field("count", &self.0.len())
            .finish()
    }
}

/// What servers are checked against.
pub(crate) struct Trust {
    pub(crate) config: Arc<ClientConfig>,
    /// Why the list is empty or incomplete. Reported when a certificate is not trusted.
    pub(crate) note: Option<Arc<str>>,
}

/// How a TLS client that is no [`Connector`](crate::Connector) checks its server: as that does. It presents
/// `identity` if the server asks. It reads the list of trusted certificates, which takes milliseconds.
pub fn tls_config(
    extra: &RootCertificates,
    identity: Option<&ClientIdentity>,
) -> Arc<ClientConfig> {
    presenting(trust(extra).config, identity)
}

/// The same configuration, with an identity that is presented if the server asks.
pub(crate) fn presenting(
    config: Arc<ClientConfig>,
    identity: Option<&ClientIdentity>,
) -> Arc<ClientConfig> {
    let Some(identity) = identity else {
        return config;
    };
    let mut config = Arc::unwrap_or_clone(config);
    config.client_auth_cert_resolver = identity.resolver();
    Arc::new(config)
}

/// Trusts what `SSL_CERT_FILE` and `SSL_CERT_DIR` name; without them what the system trusts, or, on a system
/// without a list, what Mozilla trusts. `extra` is trusted in each of these cases.
pub(crate) fn trust(extra: &RootCertificates) -> Trust {
    let is_named = VARIABLES
        .iter()
        .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()));
    let (mut roots, note) = roots(rustls_native_certs::load_native_certs(), is_named);
    roots.extend(extra.0.iter().cloned());
    if let Some(note) = &note {
        tracing::warn!("{note}");
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        // The provider is ring's own, which has all of them.
        .unwrap_or_else(|_| ClientConfig::builder());
    let config = builder.with_root_certificates(roots).with_no_client_auth();
    Trust {
        config: Arc::new(config),
        note: note.map(Into::into),
    }
}

/// If authorities are configured, only those are used: no other list replaces them.
fn roots(native: CertificateResult, is_named: bool) -> (RootCertStore, Option<String>) {
    let mut roots = RootCertStore::empty();
    let first = native.errors.first().map(ToString::to_string);
    for error in &native.errors {
        tracing::debug!(%error, "a trusted certificate cannot be read");
    }
    let (added, _) = roots.add_parsable_certificates(native.certs);
    if added > 0 {
        let note = first.filter(|_| is_named).map(|error| {
            format!(
                "not everything that SSL_CERT_FILE and SSL_CERT_DIR name could be read: {error}"
            )
        });
        return (roots, note);
    }
    if is_named {
        let why = first.unwrap_or_else(|| "there is no certificate in PEM form".to_owned());
        let note = format!("SSL_CERT_FILE and SSL_CERT_DIR name nothing that could be read: {why}");
        return (roots, Some(note));
    }
    tracing::debug!("no system certificates; the built-in list is used");
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    (roots, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_without_a_list_trusts_what_mozilla_trusts() {
        let (roots, note) = roots(CertificateResult::default(), false);
        assert_eq!(roots.len(), webpki_roots::TLS_SERVER_ROOTS.len());
        assert_eq!(note, None);
    }

    #[test]
    fn whoever_names_authorities_in_vain_trusts_none_and_is_told() {
        let (roots, note) = roots(CertificateResult::default(), true);
        assert!(roots.is_empty());
        assert!(note.unwrap().contains("no certificate in PEM form"));
    }

    #[test]
    fn a_text_without_a_usable_certificate_says_what_is_wrong_with_it() {
        let block = |label: &str, base64: &str| {
            format!("-----BEGIN {label}-----\n{base64}\n-----END {label}-----\n")
        };
        for (pem, problem) in [
            (String::new(), "there is no certificate"),
            ("AAAA".to_owned(), "there is no certificate"),
            (block("PRIVATE KEY", "AAAA"), "there is no certificate"),
            (block("CERTIFICATE", "AAAA"), "certificate 1: "),
            (block("CERTIFICATE", "?"), "certificate 1: "),
        ] {
            let error = RootCertificates::from_pem(&pem).unwrap_err().to_string();
            assert!(error.starts_with(problem), "{pem}: {error}");
        }
    }
}
