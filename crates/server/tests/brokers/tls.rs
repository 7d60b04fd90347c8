use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// A certificate and its key.
pub struct Identity(CertifiedKey<KeyPair>);

impl Identity {
    pub fn new() -> Self {
        let names = vec!["127.0.0.1".to_owned()];
        Self(generate_simple_self_signed(names).unwrap())
    }

    /// Both as files in a folder.
    pub fn files(&self, folder: &Path) -> (PathBuf, PathBuf) {
        let (certificate, key) = (folder.join("client.pem"), folder.join("client.key"));
        std::fs::write(&certificate, self.0.cert.pem()).unwrap();
        std::fs::write(&key, self.0.signing_key.serialize_pem()).unwrap();
        (certificate, key)
    }
}

/// A server's certificate as PEM text, and the settings of a server that presents it
/// and takes connections of this client alone.
pub fn server_that_knows(client: &Identity) -> (String, ServerConfig) {
    let provider = Arc::new(default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(client.0.cert.der().clone()).unwrap();
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
    let CertifiedKey { cert, signing_key } = Identity::new().0;
    let settings = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(
            vec![cert.der().clone()],
            PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap(),
        )
        .unwrap();
    (cert.pem(), settings)
}
