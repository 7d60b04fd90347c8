//! The certificate that a client presents.

use std::fmt;
use std::sync::Arc;

use rustls::client::ResolvesClientCert;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::{Error as PemError, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};

/// A certificate with its key, by which a server recognizes this client (mTLS). Cheap to clone. Two are equal if
/// their certificates are.
#[derive(Clone)]
pub struct ClientIdentity(Arc<CertifiedKey>);

/// Why a certificate and a key are no identity. No variant contains a part of the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidIdentity {
    /// The certificate cannot be read.
    #[error(
        "is not PEM text with the client's certificate first, between BEGIN CERTIFICATE and END CERTIFICATE"
    )]
    Certificate,
    /// The key cannot be read.
    #[error(
        "is not PEM text with one private key without a passphrase, such as between BEGIN PRIVATE KEY and END PRIVATE KEY"
    )]
    Key,
    /// They do not belong together.
    #[error("is not the key of the certificate")]
    Mismatch,
}

impl ClientIdentity {
    /// Reads a certificate, followed by those of its issuers if the server does not have them, and its private
    /// key, both as PEM text.
    ///
    /// # Errors
    /// If one of them cannot be read, or if they do not belong together.
    pub fn from_pem(certificate: &str, key: &str) -> Result<Self, InvalidIdentity> {
        let chain: Vec<_> = CertificateDer::pem_slice_iter(certificate.as_bytes())
            .collect::<Result<_, PemError>>()
            .map_err(|_| InvalidIdentity::Certificate)?;
        if chain.is_empty() {
            return Err(InvalidIdentity::Certificate);
        }
        let key =
            PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(|_| InvalidIdentity::Key)?;
        CertifiedKey::from_der(chain, key, &default_provider())
            .map(|certified| Self(Arc::new(certified)))
            .map_err(|error| match error {
                rustls::Error::InconsistentKeys(_) => InvalidIdentity::Mismatch,
                rustls::Error::InvalidCertificate(_) => InvalidIdentity::Certificate,
                _ => InvalidIdentity::Key,
            })
    }

    /// What presents it to whichever server asks.
    pub(crate) fn resolver(&self) -> Arc<dyn ResolvesClientCert> {
        Arc::new(SingleCertAndKey::from(Arc::clone(&self.0)))
    }
}

impl PartialEq for ClientIdentity {
    fn eq(&self, other: &Self) -> bool {
        self.0.cert == other.0.cert
    }
}

impl Eq for ClientIdentity {}

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientIdentity")
            .field("certificates", &self.0.cert.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{CertifiedKey as Generated, generate_simple_self_signed};

    use super::*;

    fn generated() -> (String, String) {
        let Generated { cert, signing_key } =
            generate_simple_self_signed(vec!["uip".to_owned()]).unwrap();
        (cert.pem(), signing_key.serialize_pem())
    }

    #[test]
    fn a_certificate_and_its_key_are_an_identity_that_shows_no_key() {
        let (certificate, key) = generated();
        let identity = ClientIdentity::from_pem(&certificate, &key).unwrap();
        assert_eq!(identity, identity.clone());
        let (other, key) = generated();
        assert_ne!(identity, ClientIdentity::from_pem(&other, &key).unwrap());
        assert_eq!(
            format!("{identity:?}"),
            "ClientIdentity { certificates: 1, .. }"
        );
    }

    #[test]
    fn what_is_wrong_with_it_is_named() {
        let (certificate, key) = generated();
        let (_, other) = generated();
        for (certificate, key, wrong) in [
            ("", &*key, InvalidIdentity::Certificate),
            (&*key, &*key, InvalidIdentity::Certificate),
            (
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                &*key,
                InvalidIdentity::Certificate,
            ),
            (&*certificate, "", InvalidIdentity::Key),
            (&*certificate, &*certificate, InvalidIdentity::Key),
            (
                &*certificate,
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                InvalidIdentity::Key,
            ),
            (&*certificate, &*other, InvalidIdentity::Mismatch),
        ] {
            assert_eq!(
                ClientIdentity::from_pem(certificate, key).unwrap_err(),
                wrong,
                "{certificate} {wrong:?}"
            );
        }
    }
}
